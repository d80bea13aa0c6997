/** The moment a calendar day begins in a time zone; `plus` days later. Days may have 23 or 25 hours. */
export function dayStart(day: string, timeZone: string, plus: number): Date {
  const noonless = new Date(`${day}T00:00:00Z`);
  noonless.setUTCDate(noonless.getUTCDate() + plus);
  return atWall(noonless, timeZone);
}

/** The moment at which a zone's clocks show what `wall` shows in UTC; one that they skip is told by what they show after. */
function atWall(wall: Date, timeZone: string): Date {
  // The zone's offset near that moment, asked twice because the first guess may lie across a change of clocks.
  let guess = wall.getTime();
  for (let round = 0; round < 2; round += 1) guess = wall.getTime() - offsetAt(new Date(guess), timeZone);
  return new Date(guess);
}

/** What a field of date and time holds, `2026-11-23T05:15`, as the moment in its writer's zone; nothing for what is no such time. */
export function momentOf(local: string, timeZone: string): Date | undefined {
  const [, day = '', time] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::00)?$/.exec(local) ?? [];
  const wall = new Date(`${day}T${time}:00Z`);
  return isDay(day) && !Number.isNaN(wall.getTime()) && wall.toISOString().startsWith(day) ? atWall(wall, timeZone) : undefined;
}

/** A moment as such a field shows it. */
export const localOf = (moment: Date, timeZone: string): string => new Date(moment.getTime() + offsetAt(moment, timeZone)).toISOString().slice(0, 16);

function offsetAt(moment: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment);
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(value('year'), value('month') - 1, value('day'), value('hour'), value('minute'), value('second'));
  return wall - Math.floor(moment.getTime() / 1000) * 1000;
}

/** Contracts, months and points follow the provider's calendar, wherever their reader is; app.today() says the same in the database. */
export const CONTRACT_TIME_ZONE = 'Asia/Tokyo';

/** The provider's calendar day at a moment: `2026-11-23`. */
export const dayOf = (moment: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: CONTRACT_TIME_ZONE, year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment);

/** The first day of a day's month; `plus` months later. */
export function monthOf(day: string, plus = 0): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + plus, 1)).toISOString().slice(0, 10);
}

/** The last day of a day's month. */
export function monthEnd(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** A day `plus` days later. */
export function dayAfter(day: string, plus = 1): string {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + plus);
  return moment.toISOString().slice(0, 10);
}

/** Whether a text is a day that exists: `2026-02-30` is none. */
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

/** The moment a calendar day begins in a time zone; `plus` days later. Days may have 23 or 25 hours. */
export function dayStart(day: string, timeZone: string, plus: number): Date {
  const noonless = new Date(`${day}T00:00:00Z`);
  noonless.setUTCDate(noonless.getUTCDate() + plus);
  // The zone's offset near that moment, asked twice because the first guess may lie across a change of clocks.
  let guess = noonless.getTime();
  for (let round = 0; round < 2; round += 1) guess = noonless.getTime() - offsetAt(new Date(guess), timeZone);
  return new Date(guess);
}

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

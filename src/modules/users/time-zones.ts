import { m } from '#messages';

/** The zones that the form offers first; every other one of the world follows. */
const near = [
  'Asia/Tokyo',
  'Asia/Seoul',
  'Asia/Shanghai',
  'Asia/Singapore',
  'Asia/Kolkata',
  'Europe/London',
  'Europe/Paris',
  'America/New_York',
  'America/Los_Angeles',
  'UTC',
];

/** Every time zone that people may choose, the near ones first. */
export const timeZones = (): string[] => [...new Set([...near, ...Intl.supportedValuesOf('timeZone')])];

/** `アジア/東京` for Asia/Tokyo (G-4.13.5-1); zones without words of their own keep their name. */
export function timeZoneName(zone: string, locale?: 'ja' | 'en'): string {
  const words: Record<string, (inputs: Record<string, never>, options?: { locale?: 'ja' | 'en' }) => string> = {
    'Asia/Tokyo': m.zone_tokyo,
    'Asia/Seoul': m.zone_seoul,
    'Asia/Shanghai': m.zone_shanghai,
    'Asia/Singapore': m.zone_singapore,
    'Asia/Kolkata': m.zone_kolkata,
    'Europe/London': m.zone_london,
    'Europe/Paris': m.zone_paris,
    'America/New_York': m.zone_new_york,
    'America/Los_Angeles': m.zone_los_angeles,
    UTC: m.zone_utc,
  };
  return words[zone]?.({}, locale ? { locale } : {}) ?? zone.replaceAll('_', ' ');
}

import { formatDateTime } from '#ui/times.ts';

const offsets = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-20 12:00:00 +09:00`: a moment in the reader's zone that others can still place (D-20). */
export function formatMoment(at: string, timeZone: string): string {
  let found = offsets.get(timeZone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    offsets.set(timeZone, found);
  }
  const named = found.formatToParts(new Date(at)).find((part) => part.type === 'timeZoneName')?.value ?? '';
  return `${formatDateTime(at, timeZone)} ${named.replace('GMT', '') || '+00:00'}`;
}

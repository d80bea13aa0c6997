const parts = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = parts.get(timeZone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    parts.set(timeZone, found);
  }
  return found;
}

/** `2023-11-07 13:38:25` in the reader's time zone (G-4.8-2). */
export function formatDateTime(at: string, timeZone: string): string {
  const get = Object.fromEntries(
    formatter(timeZone)
      .formatToParts(new Date(at))
      .map((part) => [part.type, part.value]),
  );
  return `${get['year']}-${get['month']}-${get['day']} ${get['hour']}:${get['minute']}:${get['second']}`;
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `たった今`, `3 分前`, `5 日前`: how long ago something was, in the reader's language (G-4.6-5). */
export function formatRelative(at: string, now: string, locale: 'ja' | 'en'): string {
  const seconds = Math.round((Date.parse(now) - Date.parse(at)) / 1000);
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length)
      return new Intl.RelativeTimeFormat(locale, { numeric: 'always' }).format(-Math.trunc(seconds / length), unit).replace(/(\d) (?=[^\x00-\x7f])/g, '$1');
  }
  return locale === 'ja' ? 'たった今' : 'just now';
}

/** `130.1 KB` (G-4.8.1-4). */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1023.95) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

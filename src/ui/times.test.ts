import { describe, expect, it } from 'vitest';
import { formatBytes, formatDateTime, formatRelative } from './times.ts';

describe('times', () => {
  it("are written in the reader's zone to the second [G-4.8-2]", () => {
    expect(formatDateTime('2023-11-07T04:38:25.000Z', 'Asia/Tokyo')).toBe('2023-11-07 13:38:25');
    expect(formatDateTime('2023-12-31T15:00:00.000Z', 'Asia/Tokyo')).toBe('2024-01-01 00:00:00');
  });
  it('tell how long ago something was in both languages [G-4.6-5, G-4.8.1-2]', () => {
    const now = '2026-11-20T00:00:00.000Z';
    expect(formatRelative('2026-11-15T00:00:00.000Z', now, 'ja')).toBe('5日前');
    expect(formatRelative('2026-11-15T00:00:00.000Z', now, 'en')).toBe('5 days ago');
    expect(formatRelative('2026-11-19T23:59:30.000Z', now, 'ja')).toBe('たった今');
    expect(formatRelative('2026-03-15T00:00:00.000Z', now, 'ja')).toMatch(/^8\s?か月前$/);
  });
});

describe('sizes', () => {
  it('are told as the guide does [G-4.8.1-4]', () => {
    expect(formatBytes(133_222)).toBe('130.1 KB');
    expect(formatBytes(12)).toBe('12 B');
  });
});

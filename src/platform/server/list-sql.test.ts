import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { readPlace, writePlace, type OrderKey } from './list-sql.ts';

const keys: OrderKey[] = [
  { expression: sql`at`, type: 'timestamptz', descending: true },
  { expression: sql`id`, type: 'uuid', descending: true },
];
const id = '01890000-0000-7000-8000-000000000000';

describe('a place in a list', () => {
  it('comes back from an address as it was', () => {
    const place = ['2026-11-23 04:05:06.123456+00', id];
    expect(readPlace(writePlace(place), keys)).toEqual(place);
  });

  it('is none when it was made by hand and the database would not know it', () => {
    const hands = ['2026-02-30T00:00:00Z', '0000-01-01T00:00:00Z', '2026-13-01T00:00:00Z', '2026-11-23T25:00:00Z', 'now()', '', '2026-11-23'];
    for (const hand of hands) expect([hand, readPlace(writePlace([hand, id]), keys)]).toEqual([hand, undefined]);
    for (const text of ['', 'e30', '%%%', writePlace([id]), writePlace(['2026-11-23 04:05:06+00', "' or true"])]) expect(readPlace(text, keys)).toBeUndefined();
  });
});

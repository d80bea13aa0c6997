import { sql, type RawBuilder } from 'kysely';
import { dayStart, isDay } from '#kernel/days.ts';
import { isGroup, type Condition, type Group } from '#kernel/list-query.ts';
import { normal } from '#kernel/normal.ts';

/** A piece of a statement; every value in it is a parameter. */
export type Piece = RawBuilder<unknown>;

/** A whole question as one condition; the list's owner knows what each of its fields means. */
export function whereSql(group: Group, compile: (condition: Condition) => Piece): Piece {
  const parts = group.of.map((node) => (isGroup(node) ? sql`(${whereSql(node, compile)})` : compile(node)));
  if (parts.length === 0) return sql`true`;
  return sql.join(parts, group.join === 'and' ? sql` and ` : sql` or `);
}

/** One of several codes, or none of them. */
export function choiceSql(expression: Piece, { operator, values }: Condition): Piece {
  return operator === 'is' ? sql`${expression} = any(${values}::text[])` : sql`${expression} <> all(${values}::text[])`;
}

/** A moment against days of the reader's time zone, or against a span up to now. */
export function timeSql(expression: Piece, { operator, values }: Condition, reader: { timeZone: string; now: Date }): Piece {
  const [first = '', second = first] = values;
  const start = (day: string, plus: number) => dayStart(day, reader.timeZone, plus);
  if (operator === 'within') {
    const hours = Number.parseInt(first) * (first.endsWith('d') ? 24 : 1);
    return sql`${expression} >= ${new Date(reader.now.getTime() - hours * 3_600_000)}`;
  }
  if (operator === 'before') return sql`${expression} < ${start(first, 0)}`;
  if (operator === 'after') return sql`${expression} >= ${start(first, 1)}`;
  const [from, to] = operator === 'on' || first <= second ? [first, operator === 'on' ? first : second] : [second, first];
  return sql`(${expression} >= ${start(from, 0)} and ${expression} < ${start(to, 1)})`;
}

/** A text without an index of its own, as search folds it: width, case and kana make no difference. */
export function textSql(expression: Piece, { operator, values: [value = ''] }: Condition): Piece {
  const [text, typed] = [sql`app.fold(${expression})`, sql`app.fold(${value})`];
  switch (operator) {
    case 'is':
      return sql`${text} = ${typed}`;
    case 'is_not':
      return sql`${text} <> ${typed}`;
    case 'starts':
      return sql`starts_with(${text}, ${typed})`;
    case 'ends':
      return sql`right(${text}, length(${typed})) = ${typed}`;
    case 'not_contains':
      return sql`strpos(${text}, ${typed}) = 0`;
    case 'empty':
      return sql`${expression} = ''`;
    case 'filled':
      return sql`${expression} <> ''`;
    default:
      return sql`strpos(${text}, ${typed}) > 0`;
  }
}

/** A short code without a folding index of its own, such as a number: width and case make no difference. */
export function codeSql(expression: Piece, { operator, values: [value = ''] }: Condition): Piece {
  const plain = normal(value).toLowerCase().trim();
  const pattern = plain.replace(/[\\%_]/g, '\\$&');
  switch (operator) {
    case 'is':
      return sql`lower(${expression}) = ${plain}`;
    case 'is_not':
      return sql`lower(${expression}) <> ${plain}`;
    case 'starts':
      return sql`lower(${expression}) like ${`${pattern}%`}`;
    case 'ends':
      return sql`lower(${expression}) like ${`%${pattern}`}`;
    case 'not_contains':
      return sql`strpos(lower(${expression}), ${plain}) = 0`;
    case 'empty':
      return sql`${expression} = ''`;
    case 'filled':
      return sql`${expression} <> ''`;
    default:
      return sql`strpos(lower(${expression}), ${plain}) > 0`;
  }
}

// ── Order and place ────────────────────────────────────────────────────────────────────────────────────────────────

/** One key of an order. No key is null, so that a place in the order can always be told by its keys. */
export type OrderKey = { expression: Piece; type: 'timestamptz' | 'text' | 'int' | 'uuid'; descending: boolean };

/** A row's place: its keys' values as text, in the order of the keys. */
export type Place = readonly string[];

/** `order by` of the keys; turned around when reading backwards. */
export function orderSql(keys: readonly OrderKey[], backwards = false): Piece {
  return sql.join(keys.map((key) => (key.descending !== backwards ? sql`${key.expression} desc` : sql`${key.expression} asc`)));
}

/** The rows after (or before) a place. Keys of one direction are compared as a row, which an index can follow. */
export function beyondSql(keys: readonly OrderKey[], place: Place, backwards = false): Piece {
  const value = (key: OrderKey, index: number) => sql`${place[index]}::${sql.raw(key.type)}`;
  const isLess = (key: OrderKey) => key.descending !== backwards;
  const [first] = keys;
  if (first && keys.every((key) => key.descending === first.descending)) {
    const [row, bound] = [sql.join(keys.map((key) => key.expression)), sql.join(keys.map(value))];
    return isLess(first) ? sql`(${row}) < (${bound})` : sql`(${row}) > (${bound})`;
  }
  const steps = keys.map((key, index) => {
    const same = keys.slice(0, index).map((earlier, at) => sql`${earlier.expression} = ${value(earlier, at)}`);
    const step = isLess(key) ? sql`${key.expression} < ${value(key, index)}` : sql`${key.expression} > ${value(key, index)}`;
    return sql`(${sql.join([...same, step], sql` and `)})`;
  });
  return sql`(${sql.join(steps, sql` or `)})`;
}

/** A place as an address carries it. It holds only values that its reader was shown. */
export const writePlace = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** A place out of an address; undefined when it does not fit the order, as with a hand-made or an old address. */
export function readPlace(text: string | undefined, keys: readonly OrderKey[]): Place | undefined {
  if (!text || text.length > 2_000) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const isPlace = Array.isArray(place) && place.length === keys.length && place.every((value, index) => isOf(keys[index]?.type, value));
    return isPlace ? (place as string[]) : undefined;
  } catch {
    return undefined;
  }
}

function isOf(type: OrderKey['type'] | undefined, value: unknown): value is string {
  if (typeof value !== 'string' || value.includes('\u0000')) return false;
  if (type === 'int') return /^-?\d{1,9}$/.test(value);
  if (type === 'uuid') return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
  if (type === 'timestamptz')
    return (
      /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([+-]\d{2}(:?\d{2})?|Z)$/.test(value) &&
      isDay(value.slice(0, 10)) &&
      value >= '0001' &&
      !Number.isNaN(Date.parse(value.replace(/([+-]\d{2})$/, '$1:00')))
    );
  return value.length <= 300;
}

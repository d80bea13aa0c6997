import { describe, expect, it } from 'vitest';
import {
  conditionsIn,
  EVERYTHING,
  MAX_CONDITIONS,
  isGroup,
  MAX_DEPTH,
  readable,
  readListQuery,
  readWhere,
  simplify,
  writeListQuery,
  writeWhere,
  type Group,
  type ListShape,
  type Node,
  type Problem,
} from './list-query.ts';

const shape: ListShape = {
  fields: [
    { code: 'keyword', kind: 'keyword', isColumn: false, isSortable: false },
    { code: 'number', kind: 'text', isColumn: true, isSortable: true },
    { code: 'subject', kind: 'text', isColumn: true, isSortable: true },
    { code: 'status', kind: 'choice', choices: ['new', 'resolved', 'closed'], isColumn: true, isSortable: true },
    { code: 'contact', kind: 'person', choices: ['p1', 'p2'], isColumn: true, isSortable: true },
    { code: 'updated', kind: 'time', isColumn: true, isSortable: true },
    { code: 'unread', kind: 'flag', isColumn: false, isSortable: false },
  ],
  defaultSorts: [{ field: 'updated', descending: true }],
  defaultColumns: ['number', 'status', 'subject', 'updated'],
};
const read = (params: Record<string, string>) => readListQuery(new URLSearchParams(params), shape);
const where = (text: string) => {
  const problems: Problem[] = [];
  return { group: readWhere(text, shape, problems), problems };
};

describe('the question of a list', () => {
  it('is written in an address that people can read, and read back the same', () => {
    const asked = read({ where: 'status.is(new,resolved),or(subject.contains(ログ),updated.within(7d))', sort: '-number', columns: 'number,subject' });
    expect(asked.problems).toEqual([]);
    expect(asked.query.where.of).toHaveLength(2);
    const params = writeListQuery(asked.query, shape);
    expect(decodeURIComponent(readable('/cases', params))).toBe(
      '/cases?where=status.is(new,resolved),or(subject.contains(ログ),updated.within(7d))&sort=-number&columns=number,subject',
    );
    expect(readListQuery(params, shape)).toEqual(asked);
  });

  it('keeps every value, whatever signs it holds', () => {
    for (const value of ["it's (a), b", '%_\\"; drop table', ' x ', 'a  b', "''", ')', '😀𠮷', 'and(or(', 'a.b(c)']) {
      const group: Group = { join: 'and', of: [{ field: 'subject', operator: 'contains', values: [value] }] };
      expect(where(writeWhere(group))).toEqual({ group, problems: [] });
    }
  });

  it('comes back from random questions as they were', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const signs = [...'ab(),\'" ,%あ漢😀.'];
    const node = (depth: number): Node =>
      depth > 0 && random(3) === 0
        ? { join: random(2) ? 'and' : 'or', of: Array.from({ length: 2 + random(3) }, () => node(depth - 1)) }
        : random(2)
          ? { field: 'subject', operator: 'contains', values: [Array.from({ length: 1 + random(8) }, () => signs[random(signs.length)]).join('') + 'x'] }
          : { field: 'status', operator: 'is', values: ['new', 'closed'].slice(0, 1 + random(2)) };
    for (let turn = 0; turn < 2_000; turn += 1) {
      const group = simplify({ join: 'and', of: Array.from({ length: random(4) }, () => node(MAX_DEPTH - 1)) });
      if (conditionsIn(group).length <= MAX_CONDITIONS) expect(where(writeWhere(group)).group).toEqual(group);
    }
  });

  it('leaves out what it does not know and keeps the rest', () => {
    const { query, problems } = read({
      where:
        'password.is(x),status.eats(new),status.is(gone),subject.contains(),updated.on(2026-02-31),updated.within(7w),status.is(new),nonsense,unread.is(maybe)',
      sort: 'secret,-number,number',
      columns: 'number,hash',
    });
    expect(problems.map((problem) => problem.code)).toEqual([
      'unknown_field',
      'unknown_operator',
      'unknown_value',
      'value_missing',
      'unknown_value',
      'unknown_value',
      'malformed',
      'unknown_value',
      'unknown_sort',
      'unknown_column',
    ]);
    expect(problems[0]?.part).toBe('password.is(x)');
    expect(query).toEqual({
      where: { join: 'and', of: [{ field: 'status', operator: 'is', values: ['new'] }] },
      sorts: [{ field: 'number', descending: true }],
      columns: ['number'],
    });
  });

  it('bears groups a hundred deep, thousands of conditions, long values and torn text', () => {
    const deep = where(`${'or('.repeat(100)}status.is(new)${')'.repeat(100)},subject.filled`);
    expect(deep.problems.map((problem) => problem.code)).toEqual(['too_deep']);
    expect(deep.group.of).toEqual([{ field: 'subject', operator: 'filled', values: [] }]);
    const many = where(Array.from({ length: 5_000 }, () => 'status.is(new)').join(','));
    expect(many.problems.map((problem) => problem.code)).toEqual(['too_many']);
    expect(many.group.of).toHaveLength(30);
    const long = read({ q: 'あ'.repeat(10_000), where: 'status.is(new)' });
    expect(long.problems.map((problem) => problem.code)).toEqual(['value_too_long']);
    expect(long.query.where.of).toHaveLength(1);
    for (const torn of [
      'or(',
      "subject.contains('",
      'or(or(or(or(or(',
      ')))',
      ',,,',
      '(',
      "'",
      'subject.contains(a',
      'or(status.is(new)',
      'and()',
      'or(),and(or())',
    ])
      expect(() => where(torn)).not.toThrow();
    expect(where('or(),and(or())').group).toEqual(EVERYTHING);
    expect(where('subject.contains(a\u0000b)').problems[0]?.code).toBe('unknown_value');
  });

  it('leaves out keywords past sixteen words in all, wherever they stand', () => {
    const eight = 'a b c d e f g h';
    const { query, problems } = read({ where: `keyword.contains(${eight}),or(keyword.contains(${eight}),keyword.contains(zu viel))`, q: 'auch' });
    expect(conditionsIn(query.where).map((condition) => condition.values[0])).toEqual([eight, eight]);
    expect(problems.map(({ code, part }) => [code, part])).toEqual([
      ['too_many', 'zu viel'],
      ['too_many', 'auch'],
    ]);
  });

  it('says the same without needless groups', () => {
    const { group } = where('and(status.is(new),or(subject.filled),and(subject.empty,or()))');
    expect(group.of.every((node) => !isGroup(node))).toBe(true);
    expect(group.of).toHaveLength(3);
  });

  it('takes the search box as a keyword', () => {
    expect(writeWhere(read({ q: ' テスト ' }).query.where)).toBe('keyword.contains(テスト)');
  });
});

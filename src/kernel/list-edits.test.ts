import { describe, expect, it } from 'vitest';
import {
  addBeside,
  answerBuilder,
  fieldsOf,
  finished,
  freshCondition,
  pressed,
  readDraft,
  replaceAt,
  withField,
  withOperator,
  type Draft,
} from './list-edits.ts';
import { conditionsIn, EVERYTHING, isGroup, MAX_CONDITIONS, readWhere, writeWhere, type Group, type ListShape, type Node } from './list-query.ts';

const shape: ListShape = {
  fields: [
    { code: 'keyword', kind: 'keyword', isColumn: false, isSortable: false },
    { code: 'subject', kind: 'text', isColumn: true, isSortable: true },
    { code: 'status', kind: 'choice', choices: ['new', 'closed'], isColumn: true, isSortable: true },
    { code: 'updated', kind: 'time', isColumn: true, isSortable: true },
  ],
  defaultSorts: [{ field: 'updated', descending: true }],
  defaultColumns: ['subject'],
};
const where = (text: string) => readWhere(text, shape, []);
const form = (draft: Draft, more: Record<string, string> = {}) => new URLSearchParams([...fieldsOf(draft), ['build', 'form'], ...Object.entries(more)]);
const fresh = freshCondition(shape);

describe('editing a question', () => {
  it('adds beside a condition, in its group or in a new one', () => {
    const one = where('status.is(new)');
    expect(addBeside(one, [0], 'and', fresh)).toEqual({ where: { join: 'and', of: [one.of[0], fresh] }, path: [1] });
    expect(addBeside(one, [0], 'or', fresh)).toEqual({ where: { join: 'and', of: [{ join: 'or', of: [one.of[0], fresh] }] }, path: [0, 1] });
    const two = where('status.is(new),subject.filled');
    const grouped = addBeside(two, [1], 'or', fresh);
    expect(grouped.path).toEqual([1, 1]);
    expect(addBeside(grouped.where, [1, 0], 'or', fresh).path).toEqual([1, 1]);
    expect(addBeside(grouped.where, [1, 0], 'and', fresh).path).toEqual([1, 0, 1]);
  });

  it('takes away a condition and the group that is empty then', () => {
    const group = where('or(status.is(new),subject.filled),updated.within(7d)');
    const once = replaceAt(group, [0, 0], undefined);
    expect(writeWhere(finished(once, shape))).toBe('subject.filled,updated.within(7d)');
    expect(replaceAt(once, [0, 0], undefined).of).toHaveLength(1);
  });

  it('keeps of a condition what still fits', () => {
    const [condition] = conditionsIn(where('subject.contains(a)'));
    if (!condition) throw new Error('no condition');
    expect(withField(shape, condition, 'status')).toEqual({ field: 'status', operator: 'is', values: [] });
    expect(withField(shape, condition, 'keyword')).toEqual({ field: 'keyword', operator: 'contains', values: ['a'] });
    expect(withField(shape, condition, 'updated')).toEqual({ field: 'updated', operator: 'within', values: ['7d'] });
    expect(withOperator(shape, condition, 'starts').values).toEqual(['a']);
    expect(withOperator(shape, condition, 'empty').values).toEqual([]);
    const [time] = conditionsIn(where('updated.between(2026-01-01,2026-02-01)'));
    expect(time && withOperator(shape, time, 'on').values).toEqual(['2026-01-01']);
    expect(time && withOperator(shape, time, 'within').values).toEqual([]);
  });

  it('is the same as a form and back, whatever its shape', () => {
    let seed = 3;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const node = (depth: number): Node =>
      depth > 0 && random(3) === 0
        ? { join: random(2) ? 'and' : 'or', of: Array.from({ length: 1 + random(3) }, () => node(depth - 1)) }
        : { field: 'subject', operator: 'contains', values: [['a', 'b c', "'(", '漢'][random(4)] ?? ''] };
    for (let turn = 0; turn < 500; turn += 1) {
      const draft: Draft = {
        where: { join: 'and', of: Array.from({ length: random(5) }, () => node(3)) },
        sorts: random(2) ? [{ field: 'status', descending: true }] : [],
      };
      if (conditionsIn(draft.where).length <= MAX_CONDITIONS) expect(readDraft(form(draft), shape)).toEqual(draft);
    }
  });

  it('is run, or shown again with an edit, as the pressed button says', () => {
    const draft: Draft = { where: where('status.is(new),subject.contains(x)'), sorts: [] };
    expect(answerBuilder(form(draft), shape)).toMatchObject({ kind: 'run' });
    expect(answerBuilder(new URLSearchParams('where=x'), shape)).toBeUndefined();
    expect(answerBuilder(form(draft, { press: 'or:1' }), shape)?.draft.where.of[1]).toMatchObject({ join: 'or' });
    expect(pressed(draft, 'remove:0', shape).where.of).toHaveLength(1);
    expect(pressed(draft, 'sort', shape).sorts).toEqual([{ field: 'subject', descending: false }]);
    expect(pressed(draft, 'clear', shape)).toEqual({ where: EVERYTHING, sorts: [] });
    expect(pressed(draft, 'add', shape).where.of.at(-1)).toEqual(fresh);
    // A field that was changed without scripts brings the operator and the value of the one before.
    const changed = new URLSearchParams([...form(draft, { press: 'update' })].map(([name, value]) => [name, name === 'c1.f' ? 'status' : value]));
    expect(answerBuilder(changed, shape)?.draft.where.of[1]).toEqual({ field: 'status', operator: 'is', values: [] });
  });

  it('lets go of values that mean nothing in the field chosen without scripts', () => {
    const changed = (text: string, name: string, value: string) => {
      const params = form({ where: where(text), sorts: [] });
      const [condition] = conditionsIn(where(text));
      params.set('c0.w', condition?.field ?? '');
      params.set(name, value);
      return conditionsIn(readDraft(params, shape).where)[0];
    };
    expect(changed('status.is(new,closed)', 'c0.f', 'subject')).toEqual({ field: 'subject', operator: 'contains', values: [] });
    expect(changed('status.is(new,closed)', 'c0.f', 'password')).toEqual(fresh);
    expect(changed('updated.within(7d)', 'c0.o', 'on')).toEqual({ field: 'updated', operator: 'on', values: [] });
    expect(changed('status.is(new)', 'c0.v', 'gone')).toEqual({ field: 'status', operator: 'is', values: [] });
    expect(changed('subject.contains(a)', 'c0.f', 'keyword')?.values).toEqual(['a']);
    const half: Draft = { where: { join: 'and', of: [{ field: 'updated', operator: 'between', values: ['', '2026-11-30'] }] }, sorts: [] };
    expect(readDraft(form(half), shape)).toEqual(half);
  });

  it('asks without needless spaces, with days in their order, and without needless groups', () => {
    const asked = (group: Group) => writeWhere(finished(group, shape));
    expect(asked({ join: 'and', of: [{ field: 'subject', operator: 'is', values: ['ログ　'] }] })).toBe('subject.is(ログ)');
    expect(asked({ join: 'and', of: [{ field: 'updated', operator: 'between', values: ['2026-11-30', '2026-11-01'] }] })).toBe(
      'updated.between(2026-11-01,2026-11-30)',
    );
    const inner: Group = { join: 'or', of: where('status.is(new),status.is(closed)').of };
    expect(asked({ join: 'and', of: [{ join: 'or', of: [...where('subject.filled').of, { join: 'and', of: [inner, fresh] }] }] })).toBe(
      'or(subject.filled,status.is(new),status.is(closed))',
    );
  });

  it('adds no more conditions than a question may have, wherever they stand', () => {
    const full: Draft = { where: where(`or(${Array.from({ length: MAX_CONDITIONS }, () => 'subject.filled').join(',')})`), sorts: [] };
    expect(pressed(full, 'add', shape)).toBe(full);
    expect(pressed(full, 'and:0-3', shape)).toEqual(full);
  });

  it('bears hostile forms', () => {
    const many = new URLSearchParams([
      ['build', 'form'],
      ...Array.from({ length: 5_000 }, (_, n) => [`c${n % 90}-${n % 70}.f`, 'subject'] as [string, string]),
    ]);
    expect(conditionsIn(answerBuilder(many, shape)?.draft.where ?? EVERYTHING).length).toBeLessThanOrEqual(MAX_CONDITIONS);
    for (const text of [
      'c0-0-0-0-0-0-0-0.f=subject',
      'c0.f=subject&c0-1.f=subject',
      'c.f=x',
      'c0.f=__proto__',
      'c0.f=subject&c0.o=toString',
      `c0.f=subject&c0.v=${'x'.repeat(9_000)}`,
      's0.f=keyword',
      'press=remove:99',
      'press=or:',
      'press=and:0-0-0',
    ])
      expect(() => answerBuilder(new URLSearchParams(`build=form&${text}`), shape)).not.toThrow();
    expect(isGroup(EVERYTHING)).toBe(true);
  });
});

import { m } from '#messages';
import { arityOf, isGroup, type Condition, type FieldKind, type Group, type Operator, type Problem } from '#kernel/list-query.ts';

/** How a list's owner names its fields and their choices, the `yes` and `no` of a flag among them; other values it gives back. */
export type ListWords = { field(code: string): string; choice(field: string, code: string): string };

/** An operator as the builder offers it. */
export function operatorName(kind: FieldKind, operator: Operator): string {
  if (kind === 'keyword') return m.op_keyword();
  if (kind === 'flag') return m.op_flag();
  if (arityOf(kind, operator) === 'many') return operator === 'is' ? m.op_is_many() : m.op_is_not_many();
  const names: Record<Operator, () => string> = {
    contains: m.op_contains,
    not_contains: m.op_not_contains,
    is: m.op_is,
    is_not: m.op_is_not,
    starts: m.op_starts,
    ends: m.op_ends,
    empty: m.op_empty,
    filled: m.op_filled,
    me: m.op_me,
    not_me: m.op_not_me,
    within: m.op_within,
    on: m.op_on,
    before: m.op_before,
    after: m.op_after,
    between: m.op_between,
  };
  return names[operator]();
}

/** `24h`, `7d` in words. */
export const saySpan = (span: string): string => (span.endsWith('h') ? m.span_hours : m.span_days)({ count: Number.parseInt(span) });

/** A condition in words, as the trail and exports say it: `キーワード = テスト` (G-4.8-9). */
export function sayCondition({ field, operator, values }: Condition, words: ListWords): string {
  const name = words.field(field);
  const named = values.map((value) => words.choice(field, value)).join(m.say_comma());
  const one = { field: name, value: values[0] ?? '' };
  if (field === 'keyword') return m.say_equals(one);
  switch (operator) {
    case 'is':
    case 'on':
      return m.say_equals({ field: name, value: named });
    case 'is_not':
      return m.say_differs({ field: name, value: named });
    case 'contains':
      return m.say_contains(one);
    case 'not_contains':
      return m.say_not_contains(one);
    case 'starts':
      return m.say_starts(one);
    case 'ends':
      return m.say_ends(one);
    case 'empty':
      return m.say_empty(one);
    case 'filled':
      return m.say_filled(one);
    case 'me':
      return m.say_me(one);
    case 'not_me':
      return m.say_not_me(one);
    case 'within':
      return m.say_within({ field: name, value: saySpan(values[0] ?? '') });
    case 'before':
      return m.say_before(one);
    case 'after':
      return m.say_after(one);
    case 'between':
      return m.say_between({ field: name, from: values[0] ?? '', to: values[1] ?? '' });
  }
}

/** A whole question in words; inner groups stand in brackets. */
export function sayGroup(group: Group, words: ListWords, isInner = false): string {
  const said = group.of
    .map((node) => (isGroup(node) ? sayGroup(node, words, true) : sayCondition(node, words)))
    .join(group.join === 'and' ? m.say_and() : m.say_or());
  return isInner && group.of.length > 1 ? `(${said})` : said;
}

/** Why a part of an address was left out. */
export function sayProblem({ code, part }: Problem): string {
  const said: Record<Problem['code'], (inputs: { part: string }) => string> = {
    unknown_field: m.problem_unknown_field,
    unknown_operator: m.problem_unknown_operator,
    unknown_value: m.problem_unknown_value,
    value_missing: m.problem_value_missing,
    value_too_long: m.problem_value_too_long,
    too_deep: m.problem_too_deep,
    too_many: m.problem_too_many,
    malformed: m.problem_malformed,
    unknown_sort: m.problem_unknown_sort,
    unknown_column: m.problem_unknown_column,
  };
  return said[code]({ part });
}

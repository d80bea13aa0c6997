/**
 * The language in which every list is asked: conditions joined by "and" and "or", sorts and columns. A page, its export, a saved
 * filter and a mailed address all carry the same words, such as
 * `where=status.is(new,resolved),or(subject.contains(ログ),updated.within(7d))&sort=-updated,number`.
 *
 * What the language allows is the {@link ListShape} that the list's owner gives for its viewer. Whatever does not fit is left out and
 * told as a {@link Problem}; the rest keeps working.
 */
import { isDay } from './days.ts';
import { wordsIn } from './fold.ts';

/** What a field holds decides how it can be asked. */
export type FieldKind = 'text' | 'keyword' | 'choice' | 'person' | 'time' | 'flag';

export const operatorsOf = {
  keyword: ['contains'],
  text: ['contains', 'not_contains', 'is', 'is_not', 'starts', 'ends', 'empty', 'filled'],
  choice: ['is', 'is_not'],
  person: ['is', 'is_not', 'me', 'not_me', 'empty', 'filled'],
  time: ['within', 'on', 'before', 'after', 'between'],
  flag: ['is'],
} as const satisfies Record<FieldKind, readonly string[]>;
export type Operator = (typeof operatorsOf)[FieldKind][number];

/** `choices` are the codes that this viewer may name, for a choice, a person or a flag. */
export type Field = { code: string; kind: FieldKind; choices?: readonly string[]; isColumn: boolean; isSortable: boolean };
export type ListShape = { fields: readonly Field[]; defaultSorts: readonly Sort[]; defaultColumns: readonly string[] };

export type Condition = { field: string; operator: Operator; values: readonly string[] };
export type Group = { join: 'and' | 'or'; of: readonly Node[] };
export type Node = Condition | Group;
export type Sort = { field: string; descending: boolean };
export type ListQuery = { where: Group; sorts: readonly Sort[]; columns: readonly string[] };

/** Why a part was left out. `part` is that part as it was written, shortened. */
export type Problem = {
  code:
    | 'unknown_field'
    | 'unknown_operator'
    | 'unknown_value'
    | 'value_missing'
    | 'value_too_long'
    | 'too_deep'
    | 'too_many'
    | 'malformed'
    | 'unknown_sort'
    | 'unknown_column';
  part: string;
};

/** Groups within groups; conditions of a whole filter; characters of one value; values of one condition; sorts of a list. */
export const MAX_DEPTH = 4;
export const MAX_CONDITIONS = 30;
export const MAX_VALUE = 200;
export const MAX_VALUES = 60;
export const MAX_SORTS = 4;
/** Words of all keywords of a filter: each is a search of its own. */
export const MAX_KEYWORDS = 16;

export const isGroup = (node: Node): node is Group => 'join' in node;
export const EVERYTHING: Group = { join: 'and', of: [] };

/** How many values an operator takes. */
export function arityOf(kind: FieldKind, operator: Operator): 'none' | 'one' | 'two' | 'many' {
  if (operator === 'empty' || operator === 'filled' || operator === 'me' || operator === 'not_me') return 'none';
  if (operator === 'between') return 'two';
  return (kind === 'choice' || kind === 'person') && (operator === 'is' || operator === 'is_not') ? 'many' : 'one';
}

export const fieldOf = (shape: ListShape, code: string): Field | undefined => shape.fields.find((field) => field.code === code);

/** What is wrong with a condition for this viewer, if anything. */
export function judgeCondition(shape: ListShape, condition: Condition): Problem['code'] | undefined {
  const field = fieldOf(shape, condition.field);
  if (!field) return 'unknown_field';
  if (!(operatorsOf[field.kind] as readonly string[]).includes(condition.operator)) return 'unknown_operator';
  const { values } = condition;
  const arity = arityOf(field.kind, condition.operator);
  if (arity === 'none') return values.length === 0 ? undefined : 'malformed';
  if (values.length === 0 || values.every((value) => value.trim() === '')) return 'value_missing';
  if (values.some((value) => value.length > MAX_VALUE)) return 'value_too_long';
  if (values.length > MAX_VALUES) return 'too_many';
  if (arity === 'one' && values.length !== 1) return 'malformed';
  if (arity === 'two' && values.length !== 2) return 'value_missing';
  return values.every((value) => fits(field, condition.operator, value)) ? undefined : 'unknown_value';
}

function fits(field: Field, operator: Operator, value: string): boolean {
  if (field.kind === 'time') return operator === 'within' ? isSpan(value) : isDay(value);
  if (field.kind === 'flag') return value === 'yes' || value === 'no';
  if (field.kind === 'choice' || field.kind === 'person') return field.choices?.includes(value) ?? false;
  return !value.includes('\u0000');
}
/** Hours or days up to now: `24h`, `7d`. */
export const isSpan = (text: string): boolean => /^[1-9]\d{0,3}[hd]$/.test(text);

// ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Read = { query: ListQuery; problems: Problem[] };

/** Reads a list's question from an address. `q` is the search box: one more keyword. */
export function readListQuery(params: URLSearchParams, shape: ListShape): Read {
  const problems: Problem[] = [];
  const where = readWhere(params.get('where') ?? '', shape, problems);
  const q = (params.get('q') ?? '').trim();
  const asked = q && fieldOf(shape, 'keyword') ? [...where.of, ...accept(shape, { field: 'keyword', operator: 'contains', values: [q] }, problems)] : where.of;
  return {
    query: {
      where: withFewWords({ join: 'and', of: asked }, shape, problems),
      sorts: readSorts(params.get('sort'), shape, problems),
      columns: readColumns(params.get('columns'), shape, problems),
    },
    problems,
  };
}

/** Reads the `where` of an address; what does not fit is left out and added to the problems. */
export function readWhere(text: string, shape: ListShape, problems: Problem[]): Group {
  const reader = new Reader(text, shape, problems);
  return simplify({ join: 'and', of: reader.list(0) });
}

export function readSorts(text: string | null, shape: ListShape, problems: Problem[]): readonly Sort[] {
  if (!text) return shape.defaultSorts;
  const sorts: Sort[] = [];
  for (const part of text.split(',').slice(0, 20)) {
    const sort = { field: part.replace(/^-/, ''), descending: part.startsWith('-') };
    if (!fieldOf(shape, sort.field)?.isSortable) problems.push({ code: 'unknown_sort', part: shorten(part) });
    else if (sorts.length < MAX_SORTS && !sorts.some((one) => one.field === sort.field)) sorts.push(sort);
  }
  return sorts.length > 0 ? sorts : shape.defaultSorts;
}

export function readColumns(text: string | null, shape: ListShape, problems: Problem[]): readonly string[] {
  if (!text) return shape.defaultColumns;
  const columns: string[] = [];
  for (const part of text.split(',').slice(0, 60)) {
    if (!fieldOf(shape, part)?.isColumn) problems.push({ code: 'unknown_column', part: shorten(part) });
    else if (!columns.includes(part)) columns.push(part);
  }
  return columns.length > 0 ? columns : shape.defaultColumns;
}

/** Leaves out the keywords whose words are too many. */
function withFewWords(where: Group, shape: ListShape, problems: Problem[]): Group {
  let words = 0;
  const few = (group: Group): Group => ({
    join: group.join,
    of: group.of.flatMap((node): Node[] => {
      if (isGroup(node)) return [few(node)].filter((inner) => inner.of.length > 0);
      if (fieldOf(shape, node.field)?.kind !== 'keyword') return [node];
      words += wordsIn(node.values[0] ?? '').length;
      if (words <= MAX_KEYWORDS) return [node];
      problems.push({ code: 'too_many', part: (node.values[0] ?? '').slice(0, 40) });
      return [];
    }),
  });
  return few(where);
}

function accept(shape: ListShape, condition: Condition, problems: Problem[]): Condition[] {
  const fault = judgeCondition(shape, condition);
  if (!fault) return [condition];
  problems.push({ code: fault, part: shorten(writeNode(condition)) });
  return [];
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** One pass over the text. Groups deeper than allowed are stepped over without following them down. */
class Reader {
  readonly #text: string;
  readonly #shape: ListShape;
  readonly #problems: Problem[];
  #at = 0;
  #conditions = 0;

  constructor(text: string, shape: ListShape, problems: Problem[]) {
    this.#text = text;
    this.#shape = shape;
    this.#problems = problems;
  }

  /** Nodes parted by commas, up to the end of the text or of the group. */
  list(depth: number): Node[] {
    const nodes: Node[] = [];
    while (this.#at < this.#text.length) {
      if (this.#text[this.#at] === ')') {
        if (depth > 0) return nodes;
        this.#at += 1;
      } else if (this.#text[this.#at] === ',') this.#at += 1;
      else nodes.push(...this.#node(depth));
    }
    return nodes;
  }

  #node(depth: number): Node[] {
    const start = this.#at;
    const name = this.#until(/[(),]/g);
    const opens = this.#text[this.#at] === '(';
    if (opens && (name === 'and' || name === 'or')) return this.#group(name, depth, start);
    const values = opens ? this.#values() : [];
    const [field = '', operator = '', ...rest] = name.split('.');
    this.#conditions += 1;
    if (this.#conditions > MAX_CONDITIONS) return this.#leaveOut('too_many', start);
    if (!operator || rest.length > 0) return this.#leaveOut('malformed', start);
    return accept(this.#shape, { field, operator: operator as Operator, values }, this.#problems);
  }

  #group(join: Group['join'], depth: number, start: number): Node[] {
    if (depth + 1 > MAX_DEPTH) {
      this.#stepOver();
      return this.#leaveOut('too_deep', start);
    }
    this.#at += 1;
    const of = this.list(depth + 1);
    this.#at += 1;
    return [{ join, of }];
  }

  #leaveOut(code: Problem['code'], start: number): [] {
    if (!this.#problems.some((problem) => problem.code === code && (code === 'too_many' || code === 'too_deep')))
      this.#problems.push({ code, part: shorten(this.#text.slice(start, this.#at)) });
    return [];
  }

  /** From an opening parenthesis past the one that closes it. */
  #stepOver(): void {
    let open = 0;
    do {
      const sign = this.#text[this.#at];
      if (sign === "'") this.#quoted();
      else this.#at += 1;
      open += sign === '(' ? 1 : sign === ')' ? -1 : 0;
    } while (open > 0 && this.#at < this.#text.length);
  }

  #values(): string[] {
    const values: string[] = [];
    this.#at += 1;
    while (this.#at < this.#text.length && this.#text[this.#at] !== ')') {
      if (this.#text[this.#at] === ',') this.#at += 1;
      else values.push(this.#text[this.#at] === "'" ? this.#quoted() : this.#until(/[,)]/g));
    }
    this.#at += 1;
    return values;
  }

  /** Between single quotes; two of them stand for one. */
  #quoted(): string {
    let value = '';
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      if (this.#text[this.#at] !== "'") value += this.#text[this.#at];
      else if (this.#text[this.#at + 1] === "'") {
        value += "'";
        this.#at += 1;
      } else break;
    }
    this.#at += 1;
    return value;
  }

  #until(signs: RegExp): string {
    signs.lastIndex = this.#at;
    const end = signs.exec(this.#text)?.index ?? this.#text.length;
    const text = this.#text.slice(this.#at, end);
    this.#at = end;
    return text;
  }
}

/** The same question without empty groups, groups of one, and groups that repeat what surrounds them. */
export function simplify(group: Group): Group {
  const of = group.of.flatMap((node): readonly Node[] => {
    if (!isGroup(node)) return [node];
    const inner = simplify(node);
    if (inner.join === group.join) return inner.of;
    const [only, ...others] = inner.of;
    // A group left alone in another may join as what surrounds both.
    return others.length > 0 ? [inner] : only && isGroup(only) && only.join === group.join ? only.of : inner.of;
  });
  return { join: group.join, of };
}

/** Every condition, wherever it stands. */
export function conditionsIn(group: Group): Condition[] {
  return group.of.flatMap((node) => (isGroup(node) ? conditionsIn(node) : [node]));
}

// ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The `where` of an address: what {@link readWhere} reads back to the same group. */
export function writeWhere(group: Group): string {
  return group.join === 'and' ? group.of.map(writeNode).join(',') : group.of.length > 0 ? writeNode(group) : '';
}

function writeNode(node: Node): string {
  if (isGroup(node)) return `${node.join}(${node.of.map(writeNode).join(',')})`;
  const values = node.values.map((value) => (/^[^(),'\s]+( +[^(),'\s]+)*$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`));
  return `${node.field}.${node.operator}${values.length > 0 ? `(${values.join(',')})` : ''}`;
}

export const writeSorts = (sorts: readonly Sort[]): string => sorts.map(({ field, descending }) => (descending ? `-${field}` : field)).join(',');

/** The parameters of an address for this question; what is as usual is not said. */
export function writeListQuery(query: ListQuery, shape: ListShape): URLSearchParams {
  const params = new URLSearchParams();
  const where = writeWhere(query.where);
  if (where) params.set('where', where);
  const sorts = writeSorts(query.sorts);
  if (sorts !== writeSorts(shape.defaultSorts)) params.set('sort', sorts);
  if (query.columns.join() !== shape.defaultColumns.join()) params.set('columns', query.columns.join());
  return params;
}

/** Parameters as an address that people can read: what needs no escape in a query stays as it is. */
export function readable(path: string, params: URLSearchParams): string {
  const parts = [...params].map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%20', '+')}`);
  return parts.length > 0 ? `${path}?${parts.join('&')}` : path;
}

import {
  arityOf,
  conditionsIn,
  fieldOf,
  isGroup,
  judgeCondition,
  MAX_CONDITIONS,
  MAX_DEPTH,
  MAX_SORTS,
  MAX_VALUE,
  MAX_VALUES,
  operatorsOf,
  simplify,
  type Condition,
  type Field,
  type Group,
  type ListShape,
  type Node,
  type Operator,
  type Sort,
} from './list-query.ts';

/**
 * Editing a question before it is asked. A draft is a group whose conditions may be unfinished; a path leads to one of its nodes by the
 * places to take. The same edits are made by a browser with scripts, in place, and by the server for one without.
 */
export type Draft = { where: Group; sorts: readonly Sort[] };
export type Path = readonly number[];

/** A condition to begin with: the list's first field and its first operator, without a value. */
export function freshCondition(shape: ListShape): Condition {
  const [field] = shape.fields;
  return { field: field?.code ?? '', operator: field ? operatorsOf[field.kind][0] : 'is', values: [] };
}

export function nodeAt(root: Group, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const at of path) node = node && isGroup(node) ? node.of[at] : undefined;
  return node;
}

/** The draft with one node put in place of another; `undefined` takes it away, with every group that is empty then. */
export function replaceAt(root: Group, path: Path, node: Node | undefined): Group {
  const [at, ...rest] = path;
  if (at === undefined) return node && isGroup(node) ? node : root;
  const inner = root.of[at];
  const next = rest.length > 0 && inner && isGroup(inner) ? replaceAt(inner, rest, node) : node;
  const isGone = next === undefined || (isGroup(next) && next.of.length === 0);
  return { join: root.join, of: root.of.flatMap((one, index) => (index !== at ? [one] : isGone ? [] : [next])) };
}

/** Adds a condition after the one at the path: in its group where that joins so, or in a new group of the two. Returns where it now stands. */
export function addBeside(root: Group, path: Path, join: Group['join'], added: Condition): { where: Group; path: Path } {
  const parentPath = path.slice(0, -1);
  const parent = nodeAt(root, parentPath);
  const node = nodeAt(root, path);
  if (!node || !parent || !isGroup(parent) || conditionsIn(root).length >= MAX_CONDITIONS) return { where: root, path };
  const at = path.at(-1) as number;
  // A group of one has no joint of its own yet.
  if (parent.join === join || parent.of.length === 1) {
    const of = [...parent.of.slice(0, at + 1), added, ...parent.of.slice(at + 1)];
    const isTop = parentPath.length === 0 && parent.join !== join;
    if (isTop) return { where: { join: 'and', of: [{ join, of }] }, path: [0, at + 1] };
    return { where: replaceAt(root, parentPath, { join, of }), path: [...parentPath, at + 1] };
  }
  if (path.length > MAX_DEPTH) return { where: root, path };
  return { where: replaceAt(root, path, { join, of: [node, added] }), path: [...path, 1] };
}

/** The condition on another field: what it asked stays where it means the same there. Words stay words; all else is asked anew. */
export function withField(shape: ListShape, condition: Condition, code: string): Condition {
  const field = fieldOf(shape, code);
  if (!field) return condition;
  const from = fieldOf(shape, condition.field)?.kind;
  const isWords = (kind: Field['kind'] | undefined) => kind === 'text' || kind === 'keyword';
  const isAlike = from === field.kind || (isWords(from) && isWords(field.kind));
  const [first] = operatorsOf[field.kind];
  const operator = isAlike && (operatorsOf[field.kind] as readonly string[]).includes(condition.operator) ? condition.operator : first;
  if (!isAlike) return { field: code, operator, values: field.kind === 'flag' ? ['yes'] : operator === 'within' ? ['7d'] : [] };
  return { field: code, operator, values: fitting(shape, { field: code, operator, values: condition.values }) };
}

/** The condition with another operator: as many of its values stay as it can have. */
export function withOperator(shape: ListShape, condition: Condition, operator: Operator): Condition {
  const field = fieldOf(shape, condition.field);
  if (!field || !(operatorsOf[field.kind] as readonly string[]).includes(operator)) return condition;
  const most = { none: 0, one: 1, two: 2, many: MAX_VALUES }[arityOf(field.kind, operator)];
  const changed = { ...condition, operator };
  return { ...changed, values: fitting(shape, changed).slice(0, most) };
}

/** The values that the field can hold. One of two days may still be missing, and keeps its place. */
function fitting(shape: ListShape, { field, operator, values }: Condition): string[] {
  const isPair = operator === 'between';
  const kept = values
    .slice(0, isPair ? 2 : MAX_VALUES)
    .map((value) => (judgeCondition(shape, { field, operator: isPair ? 'on' : operator, values: [value] }) ? '' : value));
  return isPair && kept.some((value) => value !== '') ? kept : kept.filter((value) => value !== '');
}

/** What of a draft can be asked already. */
export function finished(where: Group, shape: ListShape): Group {
  const keep = (node: Node): Node[] => (isGroup(node) ? [{ join: node.join, of: node.of.flatMap(keep) }] : finish(shape, node));
  return simplify({ join: where.join, of: where.of.flatMap(keep) });
}

/** Nobody means the spaces around words, or a span of days that ends before it begins. */
function finish(shape: ListShape, condition: Condition): Condition[] {
  const kind = fieldOf(shape, condition.field)?.kind;
  const values = condition.values.map((value) => (kind === 'text' || kind === 'keyword' ? value.trim() : value));
  const whole = { ...condition, values: condition.operator === 'between' ? values.sort() : values };
  return judgeCondition(shape, whole) ? [] : [whole];
}

// ── A draft as a form ──────────────────────────────────────────────────────────────────────────────────────────────

/**
 * The names of a draft's inputs: `c0-1.f`, `c0-1.o`, `c0-1.v` of a condition and `c0-1.w` for the field it had when it was shown, `g0` of
 * a group, `s0.f` and `s0.d` of an order.
 */
export const nameOf = (kind: 'c' | 'g' | 's', path: Path, part?: 'f' | 'o' | 'v' | 'w' | 'd'): string => `${kind}${path.join('-')}${part ? `.${part}` : ''}`;

/** A draft as the fields of a form, but for the condition at `except`, which has inputs of its own. */
export function fieldsOf(draft: Draft, except?: Path): [string, string][] {
  const fields: [string, string][] = [];
  const write = (node: Node, path: Path): void => {
    if (except && path.join() === except.join()) return;
    if (isGroup(node)) {
      if (path.length > 0) fields.push([nameOf('g', path), node.join]);
      node.of.forEach((one, at) => write(one, [...path, at]));
    } else {
      fields.push([nameOf('c', path, 'f'), node.field], [nameOf('c', path, 'o'), node.operator]);
      for (const value of node.values) fields.push([nameOf('c', path, 'v'), value]);
    }
  };
  write(draft.where, []);
  draft.sorts.forEach((sort, at) => fields.push([nameOf('s', [at], 'f'), sort.field], [nameOf('s', [at], 'd'), sort.descending ? 'desc' : 'asc']));
  return fields;
}

/** Reads a form of {@link fieldsOf} and its inputs. Whatever it holds, it ends in a draft that keeps the limits. */
export function readDraft(params: URLSearchParams, shape: ListShape): Draft {
  const paths = [...new Set([...params.keys()].map((name) => /^c(\d{1,2}(?:-\d{1,2}){0,8})\.f$/.exec(name)?.[1]).filter((text) => text !== undefined))]
    .slice(0, MAX_CONDITIONS)
    .map((text) => text.split('-').map(Number))
    .filter((path) => path.length <= MAX_DEPTH + 1);
  const build = (own: Path): Node[] => {
    const inside = paths.filter((path) => own.every((at, index) => path[index] === at) && path.length > own.length);
    const places = [...new Set(inside.map((path) => path[own.length] as number))].sort((a, b) => a - b);
    return places.map((at) => {
      const path = [...own, at];
      const isLeaf = inside.some((one) => one.length === path.length && one.at(-1) === at);
      if (isLeaf) return readCondition(params, path, shape);
      return { join: params.get(nameOf('g', path)) === 'or' ? 'or' : 'and', of: build(path) };
    });
  };
  return { where: { join: 'and', of: build([]) }, sorts: readDraftSorts(params, shape) };
}

function readCondition(params: URLSearchParams, path: Path, shape: ListShape): Condition {
  const asked = params.get(nameOf('c', path, 'f')) ?? '';
  const field = fieldOf(shape, asked);
  if (!field) return freshCondition(shape);
  const operator = (params.get(nameOf('c', path, 'o')) ?? operatorsOf[field.kind][0]) as Operator;
  const values = params.getAll(nameOf('c', path, 'v')).slice(0, MAX_VALUES);
  const shown = { field: params.get(nameOf('c', path, 'w')) ?? asked, operator, values: values.map((value) => value.slice(0, MAX_VALUE)) };
  // Without scripts a field that was just changed brings the operator and the values of the one before.
  const condition = withField(shape, shown, asked);
  return shown.field === asked && condition.operator !== operator ? { ...condition, values: [] } : withOperator(shape, condition, condition.operator);
}

function readDraftSorts(params: URLSearchParams, shape: ListShape): Sort[] {
  const sorts: Sort[] = [];
  for (let at = 0; at < MAX_SORTS; at += 1) {
    const field = params.get(nameOf('s', [at], 'f'));
    if (field && fieldOf(shape, field)?.isSortable && !sorts.some((sort) => sort.field === field))
      sorts.push({ field, descending: params.get(nameOf('s', [at], 'd')) === 'desc' });
  }
  return sorts;
}

/** The next column to order by: one that is not used yet. */
export function freshSort(shape: ListShape, sorts: readonly Sort[]): Sort | undefined {
  const field = shape.fields.find((one) => one.isSortable && !sorts.some((sort) => sort.field === one.code));
  return field && { field: field.code, descending: false };
}

/** What a press on one of the form's buttons makes of the draft, such as `and:0-1`, `remove:0`, `sort`, `unsort:1`, `clear`. */
export function pressed(draft: Draft, press: string, shape: ListShape): Draft {
  const [act = '', place = ''] = press.split(':');
  const path = /^\d{1,2}(-\d{1,2}){0,8}$/.test(place) ? place.split('-').map(Number) : [];
  if (act === 'add')
    return conditionsIn(draft.where).length < MAX_CONDITIONS ? { ...draft, where: { join: 'and', of: [...draft.where.of, freshCondition(shape)] } } : draft;
  if (act === 'and' || act === 'or') return { ...draft, where: addBeside(draft.where, path, act, freshCondition(shape)).where };
  if (act === 'remove') return path.length > 0 ? { ...draft, where: replaceAt(draft.where, path, undefined) } : draft;
  if (act === 'unsort') return { ...draft, sorts: draft.sorts.filter((_, at) => at !== path[0]) };
  if (act === 'sort') {
    const added = freshSort(shape, draft.sorts);
    return added && draft.sorts.length < MAX_SORTS ? { ...draft, sorts: [...draft.sorts, added] } : draft;
  }
  return act === 'clear' ? { where: { join: 'and', of: [] }, sorts: [] } : draft;
}

/** What a builder's form asks for: to be run, or to be shown again with an edit. Undefined where the address is no such form. */
export function answerBuilder(params: URLSearchParams, shape: ListShape): { kind: 'run' | 'draft'; draft: Draft } | undefined {
  if (params.get('build') !== 'form') return undefined;
  const draft = readDraft(params, shape);
  const press = params.get('press') ?? 'run';
  if (press === 'run') return { kind: 'run', draft: { ...draft, where: finished(draft.where, shape) } };
  return { kind: 'draft', draft: pressed(draft, press, shape) };
}

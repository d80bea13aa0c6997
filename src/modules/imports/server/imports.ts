import type { OperatorActor } from '#kernel/actor.ts';
import { isId, newId } from '#kernel/ids.ts';
import { isRefusal, notFound, Refusal } from '#kernel/refusal.ts';
import { errorFields, log } from '#platform/server/log.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { MAX_LINES, PROBLEMS_SHOWN, type ImportDetail, type ImportKind, type ImportLine, type ImportView, type LineProblems } from '../index.ts';
import * as rows from './imports.sql.ts';

/** A request answers within this time; the next one goes on. */
const PIECE_MS = 2_000;
const PIECE_LINES = 50;
const LISTED = 20;

/** Keeps a checked file: bad lines with what is wrong, the others waiting. Service managers only; whoever calls decided what a line must be. */
export async function keepImport(
  context: Context<OperatorActor>,
  input: { kind: ImportKind; fileName: string; lines: readonly ImportLine[] },
): Promise<{ id: string }> {
  requireServiceManager(context.actor);
  const id = newId();
  const fileName = input.fileName.replace(/[\u0000-\u001f]/g, '').slice(-200) || '-';
  await rows.insertImport(context.tx, { id, operatorId: context.actor.id, kind: input.kind, fileName, at: context.now });
  await rows.insertLines(context.tx, id, input.lines);
  return { id };
}

/** A file with its bad lines, for every operator; malformed and unknown ids and those of another kind are the same 404. */
export async function readImport(context: Context<OperatorActor>, input: { kind: ImportKind; id: string }): Promise<ImportDetail> {
  const found = await find(context, input);
  const failed = await rows.selectFailed(context.tx, { id: found.id, limit: PROBLEMS_SHOWN });
  return { ...present(found), failed, taken: await rows.selectTaken(context.tx, { id: found.id, limit: LISTED }) };
}

/** Every bad line of a file. For every operator. */
export async function problemsOf(context: Context<OperatorActor>, input: { kind: ImportKind; id: string }): Promise<ImportLine[]> {
  const found = await find(context, input);
  return rows.selectFailed(context.tx, { id: found.id, limit: MAX_LINES });
}

/** The latest files of a kind. For every operator. */
export async function listImports(context: Context<OperatorActor>, kind: ImportKind): Promise<ImportView[]> {
  return (await rows.selectImports(context.tx, { kind, limit: LISTED })).map(present);
}

/** Throws a file away; what was taken of it stays. Service managers only. */
export async function dropImport(context: Context<OperatorActor>, input: { kind: ImportKind; id: string }): Promise<void> {
  requireServiceManager(context.actor);
  await rows.deleteImport(context.tx, (await find(context, input)).id);
}

/**
 * Takes the next waiting lines, each in a transaction of its own with the mark that it is done: a line is taken whole and once, however often
 * this is called, by however many, and whatever dies meanwhile. `take` returns what came of a line; its refusal marks the line with what is
 * wrong. Returns after two seconds or fifty lines. Service managers only.
 */
export async function takePiece(
  actor: OperatorActor,
  input: { kind: ImportKind; id: string },
  take: (context: Context<OperatorActor>, cells: Record<string, string>) => Promise<string>,
): Promise<{ waiting: number }> {
  requireServiceManager(actor);
  const { id } = await asActor(actor, (context) => find(context, input));
  const end = Date.now() + PIECE_MS;
  for (let taken = 0; taken < PIECE_LINES && Date.now() < end; taken += 1) if (!(await takeNext(actor, id, take))) break;
  return asActor(actor, async (context) => ({ waiting: (await find(context, input)).waiting }));
}

async function takeNext(
  actor: OperatorActor,
  importId: string,
  take: (context: Context<OperatorActor>, cells: Record<string, string>) => Promise<string>,
): Promise<boolean> {
  let line: number | undefined;
  try {
    await asActor(actor, async (context) => {
      const next = await rows.holdNextLine(context.tx, importId);
      if (!next) return;
      line = next.line;
      const result = await take(context, next.cells);
      await rows.updateLine(context.tx, { importId, line, state: 'done', problems: {}, result });
    });
  } catch (thrown) {
    if (line === undefined || (isRefusal(thrown) && thrown.kind === 'unavailable')) throw thrown;
    // A line that nothing could foresee must not stand in the way of those after it.
    if (!isRefusal(thrown)) log.error('import.line', errorFields(thrown));
    const problems = isRefusal(thrown) ? problemsIn(thrown) : { line: 'unknown' };
    const failed = { importId, line, state: 'failed' as const, problems, result: null };
    await asActor(actor, (context) => rows.updateLine(context.tx, failed));
  }
  return line !== undefined;
}

const problemsIn = (refusal: Refusal): LineProblems => (Object.keys(refusal.fields).length > 0 ? refusal.fields : { line: refusal.code });

async function find(context: Context<OperatorActor>, input: { kind: ImportKind; id: string }): Promise<rows.StoredImport> {
  const found = isId(input.id) ? await rows.selectImport(context.tx, input) : undefined;
  if (!found) throw notFound();
  return found;
}

function requireServiceManager(actor: OperatorActor): void {
  if (actor.duty !== 'service_manager') throw new Refusal({ kind: 'forbidden', code: 'service_manager_only' });
}

const present = ({ id, fileName, at, operatorName, ...counts }: rows.StoredImport): ImportView => ({
  id,
  fileName,
  at: at.toISOString(),
  operatorName,
  counts,
});

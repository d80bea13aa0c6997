import { sql } from 'kysely';
import type { Tx } from '#platform/server/database.ts';
import type { ImportCounts, ImportKind, ImportLine, LineProblems, TakenLine } from '../index.ts';

export type StoredImport = ImportCounts & { id: string; fileName: string; at: Date; operatorName: string };

export async function insertImport(tx: Tx, input: { id: string; operatorId: string; kind: ImportKind; fileName: string; at: Date }): Promise<void> {
  await sql`insert into operator_imports (id, operator_id, kind, file_name, created_at)
    values (${input.id}, ${input.operatorId}, ${input.kind}, ${input.fileName}, ${input.at})`.execute(tx);
}

export async function insertLines(tx: Tx, importId: string, lines: readonly ImportLine[]): Promise<void> {
  await sql`insert into operator_import_lines (import_id, line, cells, state, problems)
    select ${importId}, l.line, l.cells, case when l.problems = '{}' then 'waiting' else 'failed' end, l.problems
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(line int, cells jsonb, problems jsonb)`.execute(tx);
}

const counted = sql`id, file_name as "fileName", created_at as at, operator_name as "operatorName", total, waiting, done, failed from operator_import_states`;

export async function selectImport(tx: Tx, input: { id: string; kind: ImportKind }): Promise<StoredImport | undefined> {
  const { rows } = await sql<StoredImport>`select ${counted} where id = ${input.id} and kind = ${input.kind}`.execute(tx);
  return rows[0];
}

export async function selectImports(tx: Tx, input: { kind: ImportKind; limit: number }): Promise<StoredImport[]> {
  const { rows } = await sql<StoredImport>`select ${counted} where kind = ${input.kind} order by created_at desc, id desc limit ${input.limit}`.execute(tx);
  return rows;
}

export async function selectFailed(tx: Tx, input: { id: string; limit: number }): Promise<ImportLine[]> {
  const { rows } = await sql<ImportLine>`select line, cells, problems from operator_import_lines
    where import_id = ${input.id} and state = 'failed' order by line limit ${input.limit}`.execute(tx);
  return rows;
}

export async function selectTaken(tx: Tx, input: { id: string; limit: number }): Promise<TakenLine[]> {
  const { rows } = await sql<TakenLine>`select line, coalesce(result, '') as result from operator_import_lines
    where import_id = ${input.id} and state = 'done' order by line desc limit ${input.limit}`.execute(tx);
  return rows;
}

/** The next line that nobody takes at this moment, held until the transaction ends. */
export async function holdNextLine(tx: Tx, importId: string): Promise<{ line: number; cells: Record<string, string> } | undefined> {
  const { rows } = await sql<{ line: number; cells: Record<string, string> }>`select line, cells from operator_import_lines
    where import_id = ${importId} and state = 'waiting' order by line limit 1 for update skip locked`.execute(tx);
  return rows[0];
}

export async function updateLine(
  tx: Tx,
  input: { importId: string; line: number; state: 'done' | 'failed'; problems: LineProblems; result: string | null },
): Promise<void> {
  await sql`update operator_import_lines set state = ${input.state}, problems = ${JSON.stringify(input.problems)}::jsonb, result = ${input.result}
    where import_id = ${input.importId} and line = ${input.line} and state = 'waiting'`.execute(tx);
}

export async function deleteImport(tx: Tx, id: string): Promise<void> {
  await sql`delete from operator_imports where id = ${id}`.execute(tx);
}

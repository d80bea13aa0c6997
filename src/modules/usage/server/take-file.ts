import type { OperatorActor } from '#kernel/actor.ts';
import { dayOf } from '#kernel/days.ts';
import { invalid } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { readTable, type ImportLine, type LineProblems } from '#modules/imports/index.ts';
import { keepImport, takePiece } from '#modules/imports/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { usageColumns } from '../usage-words.ts';
import { decideOnUsage } from '../usage.policy.ts';
import { UsageInput } from '../usage.schemas.ts';
import { faultOf, recordUsage } from './record-usage.ts';
import { selectContracts } from './usage.sql.ts';

/**
 * Checks a whole file of figures before any is noted, and keeps it: unknown contracts, months outside of theirs and months that stand in it
 * twice too. Service managers only. Refuses what `readTable` refuses.
 */
export async function receiveUsage(context: Context<OperatorActor>, file: { name: string; bytes: Uint8Array }): Promise<{ id: string }> {
  require(decideOnUsage(context.actor, 'write'));
  const read = readTable(file.bytes, usageColumns()).map((line) => ({ line, ...readLine(line.cells) }));
  const numbers = [...new Set(read.flatMap(({ input }) => (input ? [input.number] : [])))];
  const contracts = new Map((await selectContracts(context.tx, numbers)).map((contract) => [contract.number, contract]));
  const before = new Set<string>();
  const lines: ImportLine[] = read.map(({ line, input, problems }) => {
    if (!input) return { ...line, problems: { ...line.problems, ...problems } };
    const name = `${input.number} ${input.month}`;
    const isTwice = before.has(name);
    before.add(name);
    const fault = faultOf(input, contracts.get(input.number), dayOf(context.now))?.fields ?? (isTwice ? { month: 'usage_month_twice' } : {});
    return { ...line, problems: { ...line.problems, ...fault } };
  });
  return keepImport(context, { kind: 'usage', fileName: file.name, lines });
}

/** Notes the next waiting figures of a file, one by one. See `takePiece`. */
export const takeUsage = (actor: OperatorActor, id: string): Promise<{ waiting: number }> =>
  takePiece(actor, { kind: 'usage', id }, async (context, cells) => {
    const { input, problems } = readLine(cells);
    if (!input) throw invalid('form_incomplete', problems);
    const { caseNumber } = await recordUsage(context, { ...input, source: 'file' });
    return caseNumber ?? input.number;
  });

function readLine(cells: Record<string, string>): { input: UsageInput | null; problems: LineProblems } {
  const read = UsageInput.safeParse(cells);
  if (read.success) return { input: read.data, problems: {} };
  return { input: null, problems: Object.fromEntries(read.error.issues.map((issue) => [String(issue.path[0] ?? 'line'), issue.message])) };
}

import type { RequestHandler } from './$types';
import { m } from '#messages';
import type { UserActor } from '#kernel/actor.ts';
import { readPeriod, statementOf } from '#modules/points/server/index.ts';
import { entryCells, entryColumns, monthName, statementCells, statementColumns } from '#modules/points/ui/point-words.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { formatDateTime } from '#ui/times.ts';
import { userOf } from '../../../../../edge/actors.ts';
import { brandIn } from '../../../../../edge/brand.ts';
import { answeringJson } from '../../../../../edge/refusals.ts';
import { formatOf, sendSheet } from '../../../../../edge/sheets.ts';

/**
 * The statement of ポイント管理 as PDF, Excel or CSV: every month of the reader's contracts with points, those of one `year`, or the entries of
 * one `contract`'s `month`.
 */
export const GET: RequestHandler = ({ locals, url, cookies }) =>
  answeringJson(async () => {
    const actor = userOf(locals);
    const { title, columns, cells } = await statement(actor, url.searchParams);
    const made = m.point_statement_made({ time: formatDateTime(new Date().toISOString(), actor.timeZone) });
    async function* rows() {
      yield* cells;
    }
    const sheet = { title, subtitle: `${actor.accountName}　${made}`, language: actor.language, columns, rows: rows(), footer: brandIn(actor.language).team };
    return sendSheet(sheet, formatOf(url.searchParams.get('format')), { actor, cookies });
  });

/** What was asked for, in words. */
async function statement(actor: UserActor, asked: URLSearchParams) {
  const [month, contractNumber] = [asked.get('month'), asked.get('contract')];
  if (month !== null) {
    const input = { contractNumber: contractNumber ?? '', month: `${month}-01` };
    const { period, entries } = await asActor(actor, (context) => readPeriod(context, input));
    const title = m.point_details_of({ number: period.contractNumber, month: monthName(period.month) });
    return { title, columns: entryColumns(), cells: entries.map((entry) => entryCells(entry, period.month, actor)) };
  }
  const year = /^20\d\d$/.test(asked.get('year') ?? '') ? Number(asked.get('year')) : null;
  const periods = await asActor(actor, (context) => statementOf(context, { year, contractNumber }));
  return { title: [m.point_title(), year].filter(Boolean).join(' '), columns: statementColumns(), cells: periods.map(statementCells) };
}

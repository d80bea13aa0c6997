import type { RequestHandler } from './$types';
import { m } from '#messages';
import { statementOf } from '#modules/points/server/index.ts';
import { statementCells, statementColumns } from '#modules/points/ui/point-words.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { formatDateTime } from '#ui/times.ts';
import { userOf } from '../../../../../edge/actors.ts';
import { brandIn } from '../../../../../edge/brand.ts';
import { answeringJson } from '../../../../../edge/refusals.ts';
import { formatOf, sendSheet } from '../../../../../edge/sheets.ts';

/** The statement of ポイント管理 as PDF, Excel or CSV: every month of the reader's contracts with points, or those of one `year`. */
export const GET: RequestHandler = ({ locals, url, cookies }) =>
  answeringJson(async () => {
    const actor = userOf(locals);
    const year = /^20\d\d$/.test(url.searchParams.get('year') ?? '') ? Number(url.searchParams.get('year')) : null;
    const periods = await asActor(actor, (context) => statementOf(context, { year, contractNumber: url.searchParams.get('contract') }));
    async function* rows() {
      for (const period of periods) yield statementCells(period);
    }
    const made = m.point_statement_made({ time: formatDateTime(new Date().toISOString(), actor.timeZone) });
    const subtitle = [actor.accountName, year, made].filter(Boolean).join('　');
    const sheet = {
      title: m.point_title(),
      subtitle,
      language: actor.language,
      columns: statementColumns(),
      rows: rows(),
      footer: brandIn(actor.language).team,
    };
    return sendSheet(sheet, formatOf(url.searchParams.get('format')), { actor, cookies });
  });

import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';
import type { UserActor } from '#kernel/actor.ts';
import { invalid } from '#kernel/refusal.ts';
import { m } from '#messages';
import { allEvents, EventQuery, listEvents } from '#modules/journal/server/index.ts';
import { addressOf } from '#modules/journal/ui/event-filter.ts';
import { sheetColumns, sheetRows, sheetSubtitle } from '#modules/journal/ui/event-sheet.ts';
import { PDF_ROW_LIMIT } from '#platform/server/sheets/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../../edge/actors.ts';
import { brandIn } from '../../../../../edge/brand.ts';
import { answeringJson } from '../../../../../edge/refusals.ts';
import { formatOf, sendSheet } from '../../../../../edge/sheets.ts';

/** The rows that the list shows under the same filter, in its order (G-4.11.1-3, D-20). */
export const GET: RequestHandler = ({ locals, url, request }) =>
  answeringJson(async () => {
    const actor = userOf(locals);
    const format = formatOf(url.searchParams.get('format'));
    const query = { ...EventQuery.parse(Object.fromEntries(url.searchParams)), page: 1 };
    if (format === 'pdf' && (await count(actor, query)) > PDF_ROW_LIMIT) {
      // Somebody who pressed a link gets their list back with the reason; a program gets the code.
      if (request.headers.get('accept')?.includes('text/html')) redirect(303, tooLongHref(query));
      throw invalid('export_too_long_for_pdf');
    }
    const sheet = {
      title: m.history_title(),
      subtitle: sheetSubtitle(query, actor, new Date().toISOString()),
      language: actor.language,
      columns: sheetColumns(),
      rows: sheetRows(allEvents(actor, query), actor),
      footer: brandIn(actor.language).team,
    };
    return sendSheet(sheet, format);
  });

const count = async (actor: UserActor, query: EventQuery) => (await asActor(actor, (context) => listEvents(context, query))).total;

function tooLongHref(query: EventQuery): string {
  const address = addressOf('/account/sign-ins', query);
  return `${address}${address.includes('?') ? '&' : '?'}too_long`;
}

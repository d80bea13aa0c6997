import type { UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { invalid, Refusal } from '#kernel/refusal.ts';
import { PDF_ROW_LIMIT, type SheetFormat } from '#platform/server/sheets/index.ts';
import { takeOne } from '#platform/server/limits.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { KEEP_EXPORT_DAYS, OPEN_EXPORTS, rightsOf } from '../export.ts';
import * as rows from './exports.sql.ts';

const SEARCH_LIMIT = 16_000;
const DAY = 86_400_000;
/** Each is kept for a week. */
const EXPORTS_A_DAY = { kind: 'export', most: 50, seconds: 86_400 };

/**
 * Queues the making of a long list for whoever asks, and returns the export's id. Asking again for what is still being made gives the
 * same id. `search` is the list's address without its path, `total` how many rows it has now, `title` the list's name in the reader's
 * language. Refuses with `export_too_long_for_pdf`, with `exports_too_many` when three are
 * being made, and with `exports_today` after fifty in a day.
 */
export async function requestExport(
  context: Context<UserActor>,
  wish: { list: string; search: string; format: SheetFormat; title: string; total: number },
): Promise<string> {
  const { actor, tx, now } = context;
  const { list, search, format, total } = wish;
  if (search.length > SEARCH_LIMIT || search.includes('\u0000')) throw invalid('malformed');
  if (format === 'pdf' && total > PDF_ROW_LIMIT) throw invalid('export_too_long_for_pdf');
  await rows.holdAsker(tx, actor.id);
  const open = await rows.selectOpen(tx, actor.id);
  const same = open.find((one) => one.list === list && one.search === search && one.format === format);
  if (same) return same.id;
  if (open.length >= OPEN_EXPORTS) throw new Refusal({ kind: 'too_many', code: 'exports_too_many' });
  if (!(await takeOne(tx, EXPORTS_A_DAY, actor.id))) throw new Refusal({ kind: 'too_many', code: 'exports_today' });
  const id = newId();
  const expiresAt = new Date(now.getTime() + KEEP_EXPORT_DAYS * DAY);
  const title = wish.title.slice(0, 200);
  await rows.insertExport(tx, {
    id,
    accountId: actor.accountId,
    userId: actor.id,
    list,
    search,
    format,
    title,
    rowsTotal: total,
    createdAt: now,
    expiresAt,
    ...rightsOf(actor),
  });
  await context.enqueue('make-export', { accountId: actor.accountId, exportId: id });
  return id;
}

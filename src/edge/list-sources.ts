import type { Language, UserActor } from '#kernel/actor.ts';
import { m } from '#messages';
import { isCaseNumber } from '#modules/cases/index.ts';
import { openWholeList } from '#modules/cases/server/index.ts';
import { caseListWords } from '#modules/cases/ui/case-list-words.ts';
import { sheetColumns as caseColumns, sheetRows as caseRows, sheetTitle } from '#modules/cases/ui/case-sheet.ts';
import type { ListSource, ListSources } from '#modules/exports/server/index.ts';
import { allEvents, EventQuery, listEvents } from '#modules/journal/server/index.ts';
import { sheetColumns, sheetRows, sheetSubtitle } from '#modules/journal/ui/event-sheet.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { sayGroup } from '#ui/list/say.ts';
import { formatDateTime } from '#ui/times.ts';
import { brandIn } from './brand.ts';
import { askedCases } from './case-list.ts';
import { inLanguage } from './language.ts';

/** A list that can be exported: its page, and its rows. Its route `<path>/export` calls `exportList`. */
type ExportableList = { path: string; source: ListSource };

/** ログイン履歴 (G-4.11.1-3, D-20). */
const signIns: ListSource = async (actor, search) => {
  const query = { ...EventQuery.parse(Object.fromEntries(search)), page: 1 };
  const { total } = await asActor(actor, (context) => listEvents(context, query));
  const sheet = {
    title: m.history_title(),
    subtitle: sheetSubtitle(query, actor, new Date().toISOString()),
    language: actor.language,
    columns: sheetColumns(),
    rows: sheetRows(allEvents(actor, query), actor),
    footer: brandIn(actor.language).team,
  };
  return { sheet, total };
};

/** ケース一覧: the rows and columns that the list shows (G-4.8-10); `only` holds the numbers of chosen rows. */
const cases: ListSource = async (actor, search) => {
  const { list, people } = await asActor(actor, (context) => askedCases(context, search));
  const only = search.get('only')?.split(',').filter(isCaseNumber) ?? null;
  const { total, rows } = await openWholeList(actor, { ...list, only });
  const brand = brandIn(actor.language);
  const words = caseListWords({ ...actor, provider: brand.provider, people });
  const reader = { language: actor.language, timeZone: actor.timeZone, provider: brand.provider };
  const made = `${m.history_made()}: ${formatDateTime(new Date().toISOString(), actor.timeZone)}`;
  const sheet = {
    title: sheetTitle(list.view),
    subtitle: [sayGroup(list.query.where, words), made].filter(Boolean).join(' | '),
    language: actor.language,
    columns: caseColumns(list.query.columns),
    rows: caseRows(rows, list.query.columns, reader),
    footer: brand.team,
  };
  return { sheet, total };
};

const lists = {
  cases: { path: '/cases', source: cases },
  'sign-ins': { path: '/account/sign-ins', source: signIns },
} satisfies Record<string, ExportableList>;
export type ListCode = keyof typeof lists;

/** The page of a list with what was asked of it; undefined for a list that is no more. */
export function hrefOfList(code: string, search: string): string | undefined {
  const path = code in lists ? lists[code as ListCode].path : undefined;
  return path && (search ? `${path}?${search}` : path);
}

/** Where a list is exported once more; undefined for a list that is no more. */
export function exportHrefOf(code: string, search: string, format: string): string | undefined {
  const params = new URLSearchParams(search);
  params.set('format', format);
  return code in lists ? `${lists[code as ListCode].path}/export?${params}` : undefined;
}

/** Every list's rows by its code, worded in the language of whoever they are read for: in a request and in a job. */
export const listSources: ListSources & Record<ListCode, ListSource> = Object.fromEntries(
  Object.entries(lists).map(([code, { source }]) => [code, speaking(source)]),
) as Record<ListCode, ListSource>;

function speaking(source: ListSource): ListSource {
  return async (actor: UserActor, search) => {
    const { sheet, total } = await inLanguage(actor.language, () => source(actor, search));
    return { total, sheet: { ...sheet, rows: spoken(actor.language, sheet.rows) } };
  };
}

/** Rows are made when somebody takes them, which may be far from where they were asked for. */
async function* spoken<T>(language: Language, rows: AsyncIterable<T>): AsyncGenerator<T> {
  const reading = rows[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { value, done } = await inLanguage(language, () => reading.next());
      if (done) return;
      yield value;
    }
  } finally {
    await reading.return?.();
  }
}

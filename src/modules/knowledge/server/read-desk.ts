import type { Language, OperatorActor } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { notFound } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { DeskFile, DeskView, DraftView, Hidden, PaneView, VersionView } from '../authoring.ts';
import type { DeskQuery } from '../authoring.schemas.ts';
import { emptyBody, parseBody, renderBody, type ArticleBody } from '../body.ts';
import { decideOnReview, decideOnWriting } from '../knowledge.policy.ts';
import { versionMoveRefused } from '../knowledge.refusals.ts';
import { differencesOf, isBehind, otherLanguage, standOf, type DiffPiece } from '../version.ts';
import { accessArticle } from './write-article.ts';
import * as figures from './figures.sql.ts';
import * as stored from './files.sql.ts';
import * as rows from './writing.sql.ts';

type Operator = Context<OperatorActor>;
type Link = Awaited<ReturnType<typeof stored.selectVersionFiles>>[number];
const PAGE_SIZE = 50;
const languages = ['ja', 'en'] as const;

/** A page of the articles in bases, by what the list is filtered for. Operators only. */
export async function listDesk(context: Operator, query: DeskQuery) {
  require(decideOnWriting(context.actor));
  const { page, ...filter } = query;
  const offset = (page - 1) * PAGE_SIZE;
  const found = await rows.selectCards(context.tx, filter, { limit: PAGE_SIZE, offset });
  return {
    rows: found.rows.map((row) => ({ ...row, changedAt: row.changedAt.toISOString() })),
    authors: await rows.selectAuthors(context.tx),
    range: {
      page,
      pages: Math.max(1, Math.ceil(found.total / PAGE_SIZE)),
      total: found.total,
      from: Math.min(offset + 1, found.total),
      to: offset + found.rows.length,
    },
  };
}

/** An article with both languages side by side, and what this operator may do with each. Announcements have a place of their own. */
export async function readDesk(context: Operator, number: string): Promise<DeskView> {
  const article = await deskArticle(context, number);
  const versions = await rows.selectVersions(context.tx, article.id);
  const newest = languages.map((language) => versions.find((version) => version.language === language));
  const links = await stored.selectVersionFiles(
    context.tx,
    newest.flatMap((version) => (version ? [version.id] : [])),
  );
  const accounts = article.openTo.flatMap((name) => (name.startsWith('account:') ? [name.slice('account:'.length)] : []));
  return {
    ...article,
    publishedAt: iso(article.publishedAt),
    retiredAt: iso(article.retiredAt),
    accounts: accounts.length > 0 ? await rows.selectAudiences(context.tx, { ids: accounts }) : [],
    panes: languages.map((language) => paneOf(context, { language, versions, links })),
  };
}

async function deskArticle(context: Operator, number: string): Promise<rows.ArticleRow> {
  const article = await accessArticle(context, { number });
  if (article.kind === 'announcement') throw notFound();
  return article;
}

function paneOf(context: Operator, of: { language: Language; versions: rows.VersionRow[]; links: Link[] }): PaneView {
  const own = of.versions.filter((version) => version.language === of.language);
  const [newest] = own;
  const shown = own.find((version) => standOf(version, context.now) === 'shown');
  const view = newest ? viewOf(context, newest, of.links) : null;
  const stand = view?.stand;
  return {
    language: of.language,
    newest: view,
    shown: shown?.showsFrom ? { number: shown.number, since: shown.showsFrom.toISOString() } : null,
    isBehind: isBehind(
      own,
      of.versions.filter((version) => version.language !== of.language),
    ),
    can: {
      write: stand !== 'in_review',
      submit: stand === 'draft',
      review: stand === 'in_review',
      approve: stand === 'in_review' && newest !== undefined && decideOnReview(context.actor, newest).allowed,
      withdraw: stand === 'scheduled',
      discard: stand === 'draft',
    },
  };
}

const iso = (moment: Date | null): string | null => moment?.toISOString() ?? null;
const fileOf = ({ id, name, size, contentType }: Link): DeskFile => ({ id, name, size, contentType });

function viewOf(context: Operator, version: rows.VersionRow, links: readonly Link[]): VersionView {
  const files = links.filter((link) => link.versionId === version.id);
  const document = files.find((link) => link.role === 'document');
  const { id, language, number, revision, title, note, authorName, reviewerName } = version;
  return {
    ...{ id, language, number, revision, title, note, authorName, reviewerName },
    stand: standOf(version, context.now),
    showsFrom: iso(version.showsFrom),
    showsUntil: iso(version.showsUntil),
    changedAt: version.changedAt.toISOString(),
    html: htmlOf(version),
    attachments: files.filter((link) => link.role === 'attachment').map(fileOf),
    document: document ? fileOf(document) : null,
  };
}

const pictureHref = (file: string): string => `/console/knowledge/files/${file}?inline`;
const htmlOf = (version: { body: unknown; language: Language }): string => renderBody(bodyOf(version.body), { language: version.language, pictureHref });

function bodyOf(stored: unknown): ArticleBody {
  const read = parseBody(stored);
  return read.ok ? read.body : emptyBody;
}

/**
 * A language's draft for its editor, or what the next draft begins with, and the other language's newest text beside it. What is in review is not
 * written: `article_move_refused`. Operators only.
 */
export async function readDraft(context: Operator, of: { number: string; language: Language }): Promise<DraftView & { articleId: string }> {
  const article = await deskArticle(context, of.number);
  const versions = await rows.selectVersions(context.tx, article.id);
  const newest = versions.find((version) => version.language === of.language);
  const other = versions.find((version) => version.language === otherLanguage(of.language));
  if (newest?.state === 'in_review') throw versionMoveRefused();
  const draft = newest?.state === 'draft' ? newest : undefined;
  const files = newest ? await stored.selectVersionFiles(context.tx, [newest.id]) : [];
  const document = files.find((link) => link.role === 'document');
  return {
    articleId: article.id,
    number: article.number,
    kind: article.kind,
    language: of.language,
    revision: draft?.revision ?? null,
    title: newest?.title ?? '',
    body: newest ? bodyOf(newest.body) : emptyBody,
    html: newest ? htmlOf(newest) : '',
    note: draft?.note ?? '',
    isLevel: draft ? draft.levelWith !== null : newest === undefined,
    attachments: files.filter((link) => link.role === 'attachment').map(fileOf),
    document: document ? fileOf(document) : null,
    authorName: draft?.authorName ?? null,
    changedAt: draft?.changedAt.toISOString() ?? null,
    other: other ? { title: other.title, html: htmlOf(other), number: other.number } : null,
  };
}

export type Comparison = { versions: VersionView[]; before: VersionView | null; after: VersionView; title: DiffPiece[][]; text: DiffPiece[][] };

/** All versions of a language, the newest first, and what changed between two of them: by default the newest and the one before. Operators only. */
export async function compareVersions(
  context: Operator,
  of: { number: string; language: Language; before: number | null; after: number | null },
): Promise<Comparison | null> {
  const article = await deskArticle(context, of.number);
  const own = (await rows.selectVersions(context.tx, article.id)).filter((version) => version.language === of.language);
  const after = own.find((version) => version.number === of.after) ?? own[0];
  if (!after) return null;
  const before = own.find((version) => version.number === of.before) ?? own.find((version) => version.number < after.number);
  const view = (version: rows.VersionRow) => ({ ...viewOf(context, version, []), html: '' });
  return {
    versions: own.map(view),
    before: before ? view(before) : null,
    after: view(after),
    title: differencesOf((before ?? after).title, after.title),
    text: differencesOf((before ?? after).bodyText, after.bodyText),
  };
}

/** Who has read an article and what they said of it; by day and by customer. Operators only. */
export async function readFigures(context: Operator, number: string) {
  const article = await deskArticle(context, number);
  const opinions = await figures.selectOpinions(context.tx, article.id);
  return {
    views: article.views,
    days: await figures.selectDays(context.tx, article.id),
    accounts: await figures.selectAccountViews(context.tx, article.id),
    readers: await figures.selectReaders(context.tx, article.id),
    opinions: opinions.map((opinion) => ({ ...opinion, at: opinion.at.toISOString() })),
  };
}

/** Customers by name or customer number, for an audience or a preview; at most fifty. Operators only. */
export async function findCustomers(context: Operator, words: string): Promise<rows.AudienceRow[]> {
  require(decideOnWriting(context.actor));
  return words.trim() === '' ? [] : rows.selectAudiences(context.tx, { words: words.trim().slice(0, 100) });
}

export type Preview = { account: rows.AudienceRow; hidden: Hidden | null; shown: VersionView[] };

/** An article as a customer's readers see it at this moment, or why they do not. Unknown customers are "not found". Operators only. */
export async function previewFor(context: Operator, of: { number: string; accountId: string }): Promise<Preview> {
  const article = await deskArticle(context, of.number);
  const [account] = isId(of.accountId) ? await rows.selectAudiences(context.tx, { ids: [of.accountId] }) : [];
  if (!account) throw notFound();
  const shown = (await rows.selectVersions(context.tx, article.id)).filter((version) => standOf(version, context.now) === 'shown');
  const names = ['*', `account:${account.id}`, ...account.services.map((id) => `service:${id}`)];
  const isOpen = article.openTo.some((name) => names.includes(name));
  const hidden: Hidden | null = article.retiredAt ? 'retired' : !isOpen ? 'not_open' : shown.length === 0 ? 'not_shown' : null;
  const links = hidden
    ? []
    : await stored.selectVersionFiles(
        context.tx,
        shown.map((version) => version.id),
      );
  return { account, hidden, shown: hidden ? [] : shown.map((version) => viewOf(context, version, links)) };
}

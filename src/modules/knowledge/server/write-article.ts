import type { Language, OperatorActor } from '#kernel/actor.ts';
import { isId, newId } from '#kernel/ids.ts';
import { invalid, notFound } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { house } from '#platform/server/house.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { bodyToText, picturesOf, type ArticleBody } from '../body.ts';
import { decideOnReview, decideOnWriting } from '../knowledge.policy.ts';
import { versionChanged, versionMoveRefused, versionOutOfOrder } from '../knowledge.refusals.ts';
import { otherLanguage } from '../version.ts';
import * as stored from './files.sql.ts';
import * as rows from './writing.sql.ts';

type Operator = Context<OperatorActor>;
const MOST_AUDIENCES = 200;

export type Words = { language: Language; title: string; body: ArticleBody };
export type NewArticle = { kind: rows.ArticleKind; baseId: string | null; categoryId: string | null; openTo: readonly string[]; versions: readonly Words[] };

/** An article for an operator's wish. Anybody else, and unknown ids, get "not found". */
export async function accessArticle(context: Operator, by: { number: string } | { id: string }): Promise<rows.ArticleRow> {
  require(decideOnWriting(context.actor));
  const isKnown = 'id' in by ? isId(by.id) : /^KB\d{7}$/.test(by.number);
  const found = isKnown ? await rows.selectArticle(context.tx, by) : undefined;
  if (!found) throw notFound();
  return found;
}

/**
 * Begins an article with a draft in each language given. Nobody sees it before a version is approved. Any operator; customers read the team's
 * name as its author.
 */
export async function createArticle(context: Operator, input: NewArticle): Promise<{ id: string; number: string }> {
  const { actor, tx, now } = context;
  require(decideOnWriting(actor));
  const id = newId();
  const openTo = await audience(context, input.openTo);
  await checkPlace(context, input);
  const number = await rows.insertArticle(tx, { ...input, id, openTo, authorId: actor.id, authorName: house().config.TEAM_NAME_JA, now });
  for (const words of input.versions) await saveVersion(context, { articleId: id, ...words, revision: null });
  return { id, number };
}

/** Names of an audience, each once; `*` alone says it all. Services and customers that there are none of are refused. */
async function audience(context: Operator, openTo: readonly string[]): Promise<string[]> {
  if (openTo.length === 0) throw invalid('article_audience_missing', { openTo: 'article_audience_missing' });
  if (openTo.includes('*')) return ['*'];
  const names = [...new Set(openTo)];
  if (names.length > MOST_AUDIENCES || (await rows.countAudiences(context.tx, names)) !== names.length)
    throw invalid('article_audience_unknown', { openTo: 'article_audience_unknown' });
  return names;
}

/** An announcement stands in no base; everything else in one, and in a category of it or none. */
async function checkPlace(context: Operator, place: { kind: rows.ArticleKind; baseId: string | null; categoryId: string | null }): Promise<void> {
  const { kind, baseId, categoryId } = place;
  const isPlaced = kind === 'announcement' ? baseId === null && categoryId === null : isId(baseId) && (categoryId === null || isId(categoryId));
  if (!isPlaced || (baseId !== null && !(await rows.isPlace(context.tx, { baseId, categoryId }))))
    throw invalid('article_place_unknown', { place: 'article_place_unknown' });
}

export type SaveVersion = Words & {
  articleId: string;
  /** The draft's revision that its author saw; null for a new draft. */
  revision: number | null;
  note?: string;
  /** Says that this text says what the other language's newest version says. The first of a language does, unless told otherwise. */
  isLevel?: boolean;
  /** Files listed below the text, and the file that a document is; pictures in the text are found by themselves. */
  attachments?: readonly string[];
  document?: string | null;
};

/**
 * Writes a draft, or begins the next version of a language. Of two authors at once the second is refused with `article_version_changed`; what
 * is in review or approved is not written any more (`article_move_refused`). Any operator. Returns the draft's revision.
 */
export async function saveVersion(context: Operator, input: SaveVersion): Promise<{ id: string; revision: number }> {
  const { actor, tx, now } = context;
  require(decideOnWriting(actor));
  const article = isId(input.articleId) ? await rows.lockArticle(tx, input.articleId) : undefined;
  if (!article) throw notFound();
  const versions = await rows.selectVersions(tx, article.id);
  const own = versions.filter((version) => version.language === input.language);
  const other = versions.find((version) => version.language === otherLanguage(input.language));
  const newest = own[0];
  const open = newest && newest.state !== 'approved' ? newest : undefined;
  if (open?.state === 'in_review') throw versionMoveRefused();
  if (input.revision === null ? open !== undefined : open?.revision !== input.revision) throw versionChanged();
  const isLevel = input.isLevel ?? (own.length === 0 || (open !== undefined && open.levelWith !== null));
  const levelWith = isLevel ? (other?.number ?? null) : null;
  const words = { title: input.title, body: input.body, bodyText: bodyToText(input.body), note: input.note ?? '', levelWith };
  const by = { authorId: actor.id, authorName: actor.displayName, now };
  const id = open?.id ?? newId();
  if (open) {
    if (!(await rows.updateDraft(tx, { id, revision: open.revision, ...words, ...by }))) throw versionChanged();
  } else await rows.insertVersion(tx, { id, articleId: article.id, language: input.language, number: (newest?.number ?? 0) + 1, ...words, ...by });
  await keepFiles(context, { article, versionId: id, from: open ?? newest, input });
  return { id, revision: open ? open.revision + 1 : 1 };
}

/** What a draft shows: its pictures, and the files named, or those of the version that it began from. */
async function keepFiles(
  { tx }: Operator,
  draft: { article: rows.ArticleRow; versionId: string; from: rows.VersionRow | undefined; input: SaveVersion },
): Promise<void> {
  const former = draft.from ? await stored.selectVersionFiles(tx, [draft.from.id]) : [];
  const kept = (role: stored.FileRole) => former.filter((file) => file.role === role).map((file) => file.id);
  const document = draft.input.document === undefined ? kept('document') : draft.input.document ? [draft.input.document] : [];
  const files = [
    ...document.map((id) => ({ id, role: 'document' as const })),
    ...picturesOf(draft.input.body).map((id) => ({ id, role: 'picture' as const })),
    ...[...new Set(draft.input.attachments ?? kept('attachment'))].map((id) => ({ id, role: 'attachment' as const })),
  ];
  await stored.replaceFiles(tx, { articleId: draft.article.id, versionId: draft.versionId, files });
}

export type VersionMove = { articleId: string; versionId: string; revision: number };

/** The version and its article, locked; "not found" for what does not belong together. */
async function holdVersion(context: Operator, move: VersionMove): Promise<{ version: rows.VersionRow; versions: rows.VersionRow[] }> {
  require(decideOnWriting(context.actor));
  const article = isId(move.articleId) ? await rows.lockArticle(context.tx, move.articleId) : undefined;
  const versions = article ? await rows.selectVersions(context.tx, article.id) : [];
  const version = versions.find((one) => one.id === move.versionId);
  if (!version) throw notFound();
  return { version, versions };
}

const moved = (isDone: boolean): void => {
  if (!isDone) throw versionChanged();
};

/** Hands a draft to another operator for reading. Refuses `article_empty` without words or file, `article_version_changed`. */
export async function submitVersion(context: Operator, move: VersionMove): Promise<void> {
  const { version } = await holdVersion(context, move);
  if (version.state !== 'draft') throw versionMoveRefused();
  const files = await stored.selectVersionFiles(context.tx, [version.id]);
  if (version.bodyText === '' && files.length === 0) throw invalid('article_empty', { body: 'article_empty' });
  moved(await rows.moveVersion(context.tx, { id: version.id, revision: move.revision, from: 'draft', to: 'in_review' }));
}

/** Gives a version back to its author, with the reason in its note. */
export async function sendBack(context: Operator, move: VersionMove & { reason: string }): Promise<void> {
  const { version } = await holdVersion(context, move);
  if (version.state !== 'in_review') throw versionMoveRefused();
  moved(await rows.moveVersion(context.tx, { id: version.id, revision: move.revision, from: 'in_review', to: 'draft', note: move.reason }));
}

/**
 * Approves a version for readers from a time on, at once when there is none: by another operator than its author (`article_reviewed_by_author`).
 * An approved version never changes. Refuses `article_time_past`, and `article_out_of_order` when an earlier one is still to come after that time.
 */
export async function approveVersion(context: Operator, move: VersionMove & { at: Date | null }): Promise<void> {
  const { version, versions } = await holdVersion(context, move);
  if (version.state !== 'in_review') throw versionMoveRefused();
  require(decideOnReview(context.actor, version));
  if (move.at && move.at < context.now) throw invalid('article_time_past', { at: 'article_time_past' });
  await show(context, { version, versions, revision: move.revision, at: move.at });
}

async function show(
  context: Operator,
  { version, versions, revision, at }: { version: rows.VersionRow; versions: rows.VersionRow[]; revision: number; at: Date | null },
): Promise<void> {
  const { actor, tx, now } = context;
  const from = at && at > now ? at : now;
  const former = versions.find((one) => one.language === version.language && one.state === 'approved');
  if (former?.showsFrom && former.showsFrom > from) throw versionOutOfOrder();
  const by = { reviewerId: actor.id, reviewerName: actor.displayName };
  moved(await rows.approve(tx, { id: version.id, articleId: version.articleId, language: version.language, revision, from: version.state, at: from, ...by }));
}

/** Shows every draft of an article from a time on, without a second reader: for announcements, which cannot wait for one. */
export async function publishVersions(context: Operator, input: { articleId: string; at: Date }): Promise<void> {
  require(decideOnWriting(context.actor));
  const article = await rows.lockArticle(context.tx, input.articleId);
  if (article?.kind !== 'announcement') throw notFound();
  const versions = await rows.selectVersions(context.tx, article.id);
  for (const version of versions.filter((one) => one.state !== 'approved'))
    await show(context, { version, versions, revision: version.revision, at: input.at });
}

/** Takes back a version that is approved but not shown yet: it is a draft again, and the one before stays. */
export async function withdrawVersion(context: Operator, move: VersionMove): Promise<void> {
  const { version, versions } = await holdVersion(context, move);
  if (version.state !== 'approved' || !version.showsFrom || version.showsFrom <= context.now) throw versionMoveRefused();
  if (versions.some((one) => one.language === version.language && one.number > version.number)) throw versionMoveRefused();
  moved(await rows.moveVersion(context.tx, { id: version.id, revision: move.revision, from: 'approved', to: 'draft' }));
  await rows.reopenFormer(context.tx, version);
}

/** Throws a draft away. What was shown to readers is never thrown away. */
export async function discardDraft(context: Operator, move: VersionMove): Promise<void> {
  const { version } = await holdVersion(context, move);
  if (version.state !== 'draft') throw versionMoveRefused();
  moved(await rows.deleteDraft(context.tx, { id: version.id, revision: move.revision }));
}

/** Begins the next version of a language with the words of an earlier one. */
export async function restoreVersion(context: Operator, input: { articleId: string; versionId: string }): Promise<void> {
  const { version } = await holdVersion(context, { ...input, revision: 0 });
  const files = await stored.selectVersionFiles(context.tx, [version.id]);
  const ids = (role: stored.FileRole) => files.filter((file) => file.role === role).map((file) => file.id);
  await saveVersion(context, {
    articleId: version.articleId,
    language: version.language,
    title: version.title,
    body: version.body as ArticleBody,
    revision: null,
    attachments: ids('attachment'),
    document: ids('document')[0] ?? null,
  });
}

/** Says that a language's newest version says what the other's newest says. */
export async function markLevel(context: Operator, input: { articleId: string; language: Language }): Promise<void> {
  require(decideOnWriting(context.actor));
  const article = isId(input.articleId) ? await rows.lockArticle(context.tx, input.articleId) : undefined;
  if (!article) throw notFound();
  const versions = await rows.selectVersions(context.tx, article.id);
  const [own, other] = [input.language, otherLanguage(input.language)].map((language) => versions.find((version) => version.language === language));
  if (own && other) await rows.updateLevel(context.tx, { id: own.id, levelWith: other.number });
}

/** Takes an article from its readers; its versions stay. */
export async function retireArticle(context: Operator, input: { articleId: string }): Promise<void> {
  const article = await accessArticle(context, { id: input.articleId });
  if (!(await rows.updateRetired(context.tx, { id: article.id, at: context.now }))) throw versionMoveRefused();
}

/** Gives a retired article back to its readers. */
export async function restoreArticle(context: Operator, input: { articleId: string }): Promise<void> {
  const article = await accessArticle(context, { id: input.articleId });
  if (!(await rows.updateRetired(context.tx, { id: article.id, at: null }))) throw versionMoveRefused();
}

/** Sets to whom an article is open, at once. Refuses `article_audience_missing`, `article_audience_unknown`. */
export async function setAudience(context: Operator, input: { articleId: string; openTo: readonly string[] }): Promise<void> {
  const article = await accessArticle(context, { id: input.articleId });
  await rows.updateAudience(context.tx, { id: article.id, openTo: await audience(context, input.openTo) });
}

/** Puts an article into another base or category. Refuses `article_version_changed`, `article_place_unknown`. */
export async function placeArticle(context: Operator, input: { articleId: string; version: number; baseId: string; categoryId: string | null }): Promise<void> {
  const article = await accessArticle(context, { id: input.articleId });
  if (article.kind === 'announcement') throw versionMoveRefused();
  await checkPlace(context, { ...input, kind: article.kind });
  moved(await rows.updatePlace(context.tx, { ...input, id: article.id }));
}

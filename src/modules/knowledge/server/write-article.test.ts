import { beforeAll, describe, expect, it } from 'vitest';
import type { Language, OperatorActor, UserActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import type { ArticleBody } from '#modules/knowledge/index.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { useWorld } from '#tests/support/world.ts';
import {
  approveVersion,
  createArticle,
  discardDraft,
  publishVersions,
  restoreArticle,
  restoreVersion,
  retireArticle,
  saveVersion,
  sendBack,
  setAudience,
  submitVersion,
  withdrawVersion,
} from './index.ts';

const world = useWorld({ jobs: false });
let author: OperatorActor;
let reviewer: OperatorActor;
let contact: UserActor;
let stranger: UserActor;
let base = '';
beforeAll(async () => {
  [author, reviewer] = [await world.operator(people.operator), await world.operator(people.secondOperator)];
  [contact, stranger] = [await world.user(people.contact), await world.user(people.stranger)];
  base = newId();
  await world.owner.query("insert into knowledge_bases (id, name_ja, name_en, position) values ($1, '試験', 'Trial', 90)", [base]);
});

const body = (words: string): ArticleBody => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] });
const words = (title: string, text = title, language: Language = 'ja') => ({ language, title, body: body(text) });
const as = <T>(actor: OperatorActor, work: (context: Context<OperatorActor>) => Promise<T>) => asActor(actor, work);
const begin = async (title: string, openTo: string[] = ['*']) =>
  (await as(author, (context) => createArticle(context, { kind: 'article', baseId: base, categoryId: null, openTo, versions: [words(title)] }))).id;
type Row = { id: string; number: number; state: string; revision: number; shows_from: Date | null; shows_until: Date | null; note: string };
const versions = async (articleId: string, language = 'ja') =>
  (
    await world.owner.query<Row>(
      'select id, number, state, revision, shows_from, shows_until, note from article_versions where article_id = $1 and language = $2 order by number desc',
      [articleId, language],
    )
  ).rows;
const newest = async (articleId: string) => {
  const [version] = await versions(articleId);
  if (!version) throw new Error('No version.');
  return { articleId, versionId: version.id, revision: version.revision };
};
const submit = async (articleId: string) => as(author, async (context) => submitVersion(context, await newest(articleId)));
const approve = async (articleId: string, at: Date | null = null, by = reviewer) =>
  as(by, async (context) => approveVersion(context, { ...(await newest(articleId)), at }));
/** The titles that a reader sees of an article. */
const seenBy = (actor: UserActor, articleId: string) =>
  asActor(actor, async ({ tx }) => {
    const { sql } = await import('kysely');
    return (await sql<{ title: string }>`select title from open_articles where id = ${articleId} order by language desc`.execute(tx)).rows.map(
      (row) => row.title,
    );
  });
const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });

describe('an article', () => {
  it('is seen by nobody until another operator has approved it', async () => {
    const id = await begin('手順');
    expect(await seenBy(contact, id)).toEqual([]);
    await refused(approve(id), 'article_move_refused');
    await submit(id);
    await refused(approve(id, null, author), 'article_reviewed_by_author');
    expect(await seenBy(contact, id)).toEqual([]);
    await approve(id);
    expect(await seenBy(contact, id)).toEqual(['手順']);
  });

  it('is sent back with its reason, and what lies in review is not written meanwhile', async () => {
    const id = await begin('差し戻し');
    await submit(id);
    await refused(
      as(author, (context) => saveVersion(context, { articleId: id, ...words('別'), revision: 2 })),
      'article_move_refused',
    );
    await as(reviewer, async (context) => sendBack(context, { ...(await newest(id)), reason: '手順3が古い' }));
    expect(await versions(id)).toMatchObject([{ state: 'draft', note: '手順3が古い' }]);
  });

  it('without a word is not handed in', async () => {
    const { id } = await as(author, (context) =>
      createArticle(context, {
        kind: 'article',
        baseId: base,
        categoryId: null,
        openTo: ['*'],
        versions: [{ language: 'ja', title: '空', body: { type: 'doc', content: [{ type: 'paragraph' }] } }],
      }),
    );
    await refused(submit(id), 'article_empty');
  });

  it('comes on its day: the version before it is shown until then, and a withdrawn one leaves it as it was', async () => {
    const id = await begin('一版');
    await submit(id);
    await approve(id);
    await as(author, (context) => saveVersion(context, { articleId: id, ...words('二版'), revision: null }));
    await submit(id);
    const day = new Date(Date.now() + 86_400_000);
    await approve(id, day);
    expect(await versions(id)).toMatchObject([
      { number: 2, state: 'approved', shows_from: day, shows_until: null },
      { number: 1, shows_until: day },
    ]);
    expect(await seenBy(contact, id)).toEqual(['一版']);
    await as(author, async (context) => withdrawVersion(context, await newest(id)));
    expect(await versions(id)).toMatchObject([
      { number: 2, state: 'draft', shows_from: null },
      { number: 1, shows_until: null },
    ]);
    await submit(id);
    await approve(id);
    expect(await seenBy(contact, id)).toEqual(['二版']);
    await refused(
      as(author, async (context) => withdrawVersion(context, await newest(id))),
      'article_move_refused',
    );
  });

  it('is written by one author at a time: the second is told, and nothing of the first is lost', async () => {
    const id = await begin('共同');
    const save = (by: OperatorActor, title: string) => as(by, (context) => saveVersion(context, { articleId: id, ...words(title), revision: 1 }));
    const results = await Promise.allSettled([save(author, '甲'), save(reviewer, '乙'), save(author, '丙'), save(reviewer, '丁')]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'article_version_changed' });
    expect(await versions(id)).toMatchObject([{ number: 1, revision: 2 }]);
  });

  it('approved twice at once is approved once', async () => {
    const id = await begin('同時');
    await submit(id);
    const results = await Promise.allSettled([approve(id), approve(id), approve(id)]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('never changes what was shown; an earlier text comes back as the next version', async () => {
    const id = await begin('元の文');
    await submit(id);
    await approve(id);
    await as(author, (context) => saveVersion(context, { articleId: id, ...words('新しい文'), revision: null }));
    await submit(id);
    await approve(id);
    const [, first] = await versions(id);
    await expect(world.owner.query("update article_versions set title = 'x' where id = $1", [first?.id])).rejects.toThrow(/never changes/);
    await as(author, (context) => restoreVersion(context, { articleId: id, versionId: first?.id ?? '' }));
    expect(await versions(id)).toMatchObject([{ number: 3, state: 'draft' }, { number: 2 }, { number: 1 }]);
    await as(author, async (context) => discardDraft(context, await newest(id)));
    expect(await versions(id)).toHaveLength(2);
    expect(await seenBy(contact, id)).toEqual(['新しい文']);
  });

  it('retired is gone for its readers, and comes back whole', async () => {
    const id = await begin('引退');
    await submit(id);
    await approve(id);
    await as(author, (context) => retireArticle(context, { articleId: id }));
    expect(await seenBy(contact, id)).toEqual([]);
    await refused(
      as(author, (context) => retireArticle(context, { articleId: id })),
      'article_move_refused',
    );
    await as(author, (context) => restoreArticle(context, { articleId: id }));
    expect(await seenBy(contact, id)).toEqual(['引退']);
  });

  it('is open to the accounts and services named, and to nobody else', async () => {
    const id = await begin('限定', [`account:${contact.accountId}`]);
    await submit(id);
    await approve(id);
    expect([await seenBy(contact, id), await seenBy(stranger, id)]).toEqual([['限定'], []]);
    await as(author, (context) => setAudience(context, { articleId: id, openTo: [`account:${stranger.accountId}`, `account:${stranger.accountId}`] }));
    expect([await seenBy(contact, id), await seenBy(stranger, id)]).toEqual([[], ['限定']]);
    await as(author, (context) => setAudience(context, { articleId: id, openTo: ['service:endpoint-hygiene'] }));
    expect([await seenBy(contact, id), await seenBy(stranger, id)]).toEqual([['限定'], []]);
    await refused(
      as(author, (context) => setAudience(context, { articleId: id, openTo: ['service:none-of-theirs'] })),
      'article_audience_unknown',
    );
    await refused(
      as(author, (context) => setAudience(context, { articleId: id, openTo: [] })),
      'article_audience_missing',
    );
  });

  it('of its own accord is published only as an announcement, and its version of another article is not found', async () => {
    const [id, other] = [await begin('甲'), await begin('乙')];
    await refused(
      as(author, (context) => publishVersions(context, { articleId: id, at: new Date() })),
      'not_found',
    );
    const foreign = await newest(other);
    await refused(
      as(author, (context) => submitVersion(context, { ...foreign, articleId: id })),
      'not_found',
    );
    await refused(
      as(author, (context) => submitVersion(context, { articleId: 'x', versionId: 'y', revision: 1 })),
      'not_found',
    );
  });
});

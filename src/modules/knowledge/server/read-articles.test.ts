import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '#kernel/actor.ts';
import { fold, wordsIn } from '#kernel/fold.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { useWorld } from '#tests/support/world.ts';
import { parseArticleQuery } from '../index.ts';
import { knowledgeHome, listArticles, openArticleFile, rateArticle, readArticle, suggestArticles, titleOfArticle, viewArticle } from './index.ts';

const world = useWorld({ jobs: false });
let contact: UserActor;
let narrow: UserActor;
let english: UserActor;
let stranger: UserActor;
beforeAll(async () => {
  [contact, narrow] = [await world.user(people.contact), await world.user(people.narrow)];
  [english, stranger] = [await world.user(people.english), await world.user(people.stranger)];
});

const as = <T>(actor: UserActor, work: (context: Context<UserActor>) => Promise<T>) => asActor(actor, work);
const list = (actor: UserActor, address = '') => as(actor, (context) => listArticles(context, parseArticleQuery(new URLSearchParams(address))));
const titlesOf = (found: { lines: { title: { text: string }[] }[] }) => found.lines.map((line) => line.title.map((piece) => piece.text).join(''));
const numberOf = async (title: string) =>
  (await world.one<{ number: string }>('select a.number from articles a join article_versions v on v.article_id = a.id where v.title = $1 limit 1', [title]))
    .number;
const missing = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ code: 'not_found' });

describe('the articles of a reader', () => {
  it('are those of everybody, of their services and of their account, and none of a draft, a day to come, or retired [G-4.9-2, D-8]', async () => {
    const own = titlesOf(await list(contact));
    expect(own).toEqual(
      expect.arrayContaining(['よくあるご質問', 'マネージドCSPM サービス仕様書', 'エージェントの導入手順', '株式会社サンプル様 緊急時の連絡体制']),
    );
    for (const hidden of ['来期の機能追加について (下書き)', '年末年始の対応体制', '旧アラート通知の設定手順']) expect(own).not.toContain(hidden);
    const others = titlesOf(await list(stranger));
    expect(others).toContain('よくあるご質問');
    expect(others).not.toContain('株式会社サンプル様 緊急時の連絡体制');
    const endpointOnly = await list(narrow);
    expect(narrow.contracts.map((contract) => contract.service.id)).toEqual(['endpoint-hygiene']);
    expect(titlesOf(endpointOnly)).not.toContain('マネージドCSPM サービス仕様書');
    expect(titlesOf(endpointOnly)).toContain('エージェントの導入手順');
  });

  it('are counted as they are listed: bases, choices of the filters and totals [G-4.9-1, G-4.9-2, G-4.9-3]', async () => {
    for (const reader of [contact, narrow, english, stranger]) {
      const [home, all] = [await as(reader, knowledgeHome), await list(reader)];
      expect(home.articles).toBe(all.total);
      expect(all.total).toBe(all.lines.length);
      expect(home.bases.map(({ id, articles }) => [id, articles])).toEqual(all.bases.map(({ key, count }) => [key, count]));
      for (const [name, choices] of Object.entries({ base: all.bases, category: all.categories, author: all.authors, language: all.languages }))
        for (const choice of choices)
          expect([name, choice.name, (await list(reader, `${name}=${choice.key}`)).total]).toEqual([name, choice.name, choice.count]);
      for (const { key, count } of (await list(reader, 'q=alert')).languages)
        expect([key, (await list(reader, `q=alert&language=${key}`)).total]).toEqual([key, count]);
    }
  });

  it('are narrowed by several filters together, and each choice tells what it would leave [G-4.9-3]', async () => {
    const all = await list(contact);
    const category = all.categories.find((choice) => choice.name === '3.Prisma Cloudご利用ガイド');
    const found = await list(contact, `category=${category?.key}&language=en`);
    expect(titlesOf(found).toSorted()).toEqual(['Severities of alerts and when to act', 'Signing in to Prisma Cloud']);
    const author = found.authors.find((choice) => choice.name === '相談 一郎');
    expect((await list(contact, `category=${category?.key}&language=en&author=${author?.key}`)).total).toBe(author?.count);
  });

  it('stand by views, by time, or by title in Japanese order with numbers by their value [G-4.9-5]', async () => {
    const views = (await list(contact, 'sort=views')).lines.map((line) => line.views);
    expect(views).toEqual(views.toSorted((a, b) => b - a));
    const times = (await list(contact, 'sort=newest')).lines.map((line) => line.publishedAt);
    expect(times).toEqual(times.toSorted().toReversed());
    const titles = titlesOf(await list(contact, 'sort=title'));
    const { compare } = new Intl.Collator('ja-u-kn-true');
    expect(titles).toEqual(titles.toSorted(compare));
  });

  it('are shown in the language of the reader, else in the other [G-4.9-3]', async () => {
    const lines = (await list(english)).lines;
    expect(lines.find((line) => line.title[0]?.text === 'Frequently asked questions')?.language).toBe('en');
    const only = await numberOf('公開ストレージの検知への対応手順');
    expect((await as(english, (context) => readArticle(context, { number: only, language: null }))).language).toBe('ja');
    const both = await numberOf('よくあるご質問');
    expect(await as(contact, (context) => readArticle(context, { number: both, language: 'en' }))).toMatchObject({ language: 'en', otherLanguage: 'ja' });
  });
});

describe('a search', () => {
  it('finds exactly what a plain scan of all that the reader may see finds [D-19]', async () => {
    const words = [
      'アラート',
      'あらーと',
      'ｱﾗｰﾄ',
      '対応',
      '表',
      'S',
      'prisma',
      'PRISMA cloud',
      'パブリックアクセスブロック',
      '123456789012',
      '鯖鰯',
      '緊急',
      '下書き',
      '月次 レポート',
      '"対応 の"',
    ];
    for (const reader of [contact, narrow, english, stranger])
      for (const typed of words) {
        const scanned = await as(reader, async ({ tx }) => {
          const { rows } = await sql<{ id: string; version: string; title: string; text: string }>`
            select id, version_id as version, title, body_text as text from open_articles where kind <> 'announcement'`.execute(tx);
          return rows;
        });
        const files = await world.owner.query<{ version_id: string; text: string }>(
          `select version_id, f.name || E'\\n' || coalesce(f.text, '') as text from article_version_files l join article_files f on f.id = l.file_id where l.role <> 'picture'`,
        );
        const hits = scanned.filter((row) => {
          const texts = [row.title, row.text, ...files.rows.filter((file) => file.version_id === row.version).map((file) => file.text)].map(fold);
          return wordsIn(typed).every((word) => texts.some((text) => text.includes(word)));
        });
        const found = await list(reader, `q=${encodeURIComponent(typed)}`);
        expect([reader.displayName, typed, found.total]).toEqual([reader.displayName, typed, new Set(hits.map((hit) => hit.id)).size]);
      }
  });

  it('marks the words where they stand, and says when only a file holds them [D-19, G-4.9-6]', async () => {
    const [line] = (await list(contact, `q=${encodeURIComponent('ﾊﾟﾌﾞﾘｯｸｱｸｾｽ')}`)).lines;
    expect(line?.excerpt.filter((piece) => piece.isMark).map((piece) => piece.text)).toContain('パブリックアクセス');
    const [inFile] = (await list(contact, `q=${encodeURIComponent('関係者と共有')}`)).lines;
    expect(inFile).toMatchObject({ isInFile: true, document: { name: '月次レポートの読み方.pdf' } });
  });

  it('shows whole letters, and says of no word of the text that it is in a file', async () => {
    const { id } = await world.one<{ id: string }>("select id from article_versions where title = 'サービスの範囲と対応時間'");
    const textIs = (text: string) =>
      world.owner.query(
        `begin; alter table article_versions disable trigger keep_approved_version;
         update article_versions set body_text = '${text}' where id = '${id}';
         alter table article_versions enable trigger keep_approved_version; commit`,
      );
    await textIs(`${'😀'.repeat(1990)}あ${'😀'.repeat(5)}珍語${'😀'.repeat(300)}`);
    const [cut] = (await list(contact, `q=${encodeURIComponent('珍語')}`)).lines;
    expect(cut?.excerpt.some((piece) => piece.isMark)).toBe(true);
    for (const piece of cut?.excerpt ?? []) expect(piece.text.isWellFormed()).toBe(true);
    await textIs(`${'あ'.repeat(21_000)} 珍語`);
    expect((await list(contact, `q=${encodeURIComponent('珍語')}`)).lines[0]).toMatchObject({ isInFile: false });
  });

  it('of one person is bounded', async () => {
    await world.owner.query('delete from throttles');
    await world.owner.query(`insert into throttles values ('article_search', $1, 600, now() + interval '1 hour')`, [narrow.id]);
    await expect(list(narrow, 'q=x')).rejects.toMatchObject({ code: 'searches_too_many' });
    await world.owner.query('delete from throttles');
  });
});

describe('an article', () => {
  it('that is not the reader’s, not yet, no longer or not there is the same 404 by every way [D-8]', async () => {
    const hidden = ['株式会社サンプル様 緊急時の連絡体制', '来期の機能追加について (下書き)', '年末年始の対応体制', '旧アラート通知の設定手順'];
    for (const number of [...(await Promise.all(hidden.map(numberOf))), 'KB9999999', 'x', "KB'--"]) {
      await missing(as(stranger, (context) => readArticle(context, { number, language: null })));
      await missing(as(stranger, (context) => rateArticle(context, { number, language: null, isHelpful: true, comment: '' })));
      expect(await as(stranger, (context) => titleOfArticle(context, number))).toBeNull();
    }
    expect(await list(stranger, `q=${encodeURIComponent('緊急時の連絡体制')}`)).toMatchObject({ total: 0, authors: [] });
    expect(await as(stranger, (context) => suggestArticles(context, '緊急時の連絡体制はどうなっていますか'))).toEqual([]);
  });

  it('lends its files only to who sees a version that shows them [G-4.9-8, D-8]', async () => {
    const { id } = await world.one<{ id: string }>("select id from article_files where name = '月次レポートの読み方.pdf'");
    expect(await as(contact, (context) => openArticleFile(context, id))).toMatchObject({ name: '月次レポートの読み方.pdf', role: 'document' });
    for (const other of [id, randomUUID(), 'x']) await missing(as(narrow, (context) => openArticleFile(context, other)));
    await world.owner.query('update articles a set retired_at = now() from article_files f where f.article_id = a.id and f.id = $1', [id]);
    await missing(as(contact, (context) => openArticleFile(context, id)));
    await world.owner.query('update articles a set retired_at = null from article_files f where f.article_id = a.id and f.id = $1', [id]);
  });

  it('counts one view for each reader and day, of nothing that is hidden from them [G-4.9-7]', async () => {
    const number = await numberOf('よくあるご質問');
    const views = async () => (await as(contact, (context) => readArticle(context, { number, language: null }))).views;
    const { id } = await as(contact, (context) => readArticle(context, { number, language: null }));
    const before = await views();
    await Promise.all([contact, contact, contact, stranger].map((reader) => as(reader, (context) => viewArticle(context, { articleId: id }))));
    await as(contact, (context) => viewArticle(context, { articleId: id }));
    expect(await views()).toBe(before + 2);
    const hidden = await world.one<{ id: string; views: number }>("select id, views from articles where open_to = array['account:' || $1]", [
      contact.accountId,
    ]);
    await as(stranger, (context) => viewArticle(context, { articleId: hidden.id }));
    expect(await world.one('select id, views from articles where id = $1', [hidden.id])).toEqual(hidden);
  });

  it('is rated once by each reader, the last word counting; nobody reads another’s', async () => {
    const number = await numberOf('よくあるご質問');
    const rate = (reader: UserActor, isHelpful: boolean, comment = '') =>
      as(reader, (context) => rateArticle(context, { number, language: null, isHelpful, comment }));
    await Promise.all([rate(contact, true), rate(contact, false, '手順が足りません'), rate(stranger, true)]);
    await rate(contact, false, '手順が足りません');
    expect((await as(contact, (context) => readArticle(context, { number, language: null }))).feedback).toEqual({
      isHelpful: false,
      comment: '手順が足りません',
    });
    expect((await as(stranger, (context) => readArticle(context, { number, language: null }))).feedback).toEqual({ isHelpful: true, comment: '' });
    const seen = await as(stranger, async ({ tx }) => (await sql<{ n: number }>`select count(*)::int as n from article_feedback`.execute(tx)).rows[0]?.n);
    expect(seen).toBe(1);
  });

  it('is rated in the version that was read', async () => {
    const number = await numberOf('よくあるご質問');
    for (const language of ['en', 'ja']) {
      await as(contact, (context) => rateArticle(context, { number, language, isHelpful: true, comment: '' }));
      const kept = `select v.language from article_feedback f join article_versions v on v.id = f.version_id where f.user_id = $1`;
      expect(await world.one(kept, [contact.id])).toEqual({ language });
    }
  });

  it('is suggested while somebody writes, when it shares telling words', async () => {
    const suggested = await as(contact, (context) => suggestArticles(context, '検証コードのメールが届かないのですが、どうすればよいでしょうか。'));
    expect(suggested.map((article) => article.title)).toContain('検証コードのメールが届かないとき');
    expect(await as(contact, (context) => suggestArticles(context, 'よろしくお願いいたします'))).toEqual([]);
  });
});

import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { fold, wordsIn } from '#kernel/fold.ts';
import { proseFromText } from '#modules/prose/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { inquiry, useWorld } from '#tests/support/world.ts';
import type { UserActor } from '#kernel/actor.ts';
import { CaseListPlace, commentOnCase, listCases, openCase, readCaseList, writeWorkNote } from './index.ts';

const world = useWorld();

async function search(actor: UserActor, typed: string) {
  return asActor(actor, async (context) => {
    const { list } = await readCaseList(context, new URLSearchParams({ q: typed }));
    return listCases(context, { ...list, place: CaseListPlace.parse({}) });
  });
}
const found = async (actor: UserActor, typed: string) => (await search(actor, typed)).rows.map((row) => row.number);
const ask = (actor: UserActor, text: string) => asActor(actor, (context) => openCase(context, inquiry('N200000001', text)));
const comment = (actor: UserActor, number: string, text: string) =>
  asActor(actor, (context) => commentOnCase(context, { number, body: proseFromText(text), attachments: [], key: crypto.randomUUID() }));

/** A generator whose course is the same in every run. */
function dice(seed: number) {
  let state = seed;
  return (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
}
const letters = [...'月次報告鍵検知あいうえおかがぱーっんアイウエオカガパーッンヴヶｱｲｳｶﾞﾊﾟｰｯﾝabcxyzABCＡｂＣ019０９ 　\n.,-_%\'"\\()（）〜～‐–—ー々〆😀𠮷①㈱é'];

describe('keyword search', () => {
  it('finds one and two letters, widths, kana and cases alike, in subjects and comments [G-4.8-8, D-19]', async () => {
    const contact = await world.user(people.contact);
    const number = await ask(contact, '踏み台サーバーの鍵\nＳ３バケットのﾛｸﾞ');
    await comment(contact, number, 'ゼブラの設定はいつ反映されますか。CloudTrail も確認済みです。');
    for (const typed of [
      '鍵',
      '踏み',
      '踏み台',
      'サーバ',
      'さーばー',
      'ｻｰﾊﾞｰ',
      's3',
      'Ｓ３バケット',
      'ログ',
      'ろぐ',
      'ゼブラ',
      'cloudtrail',
      'trail',
      '踏み台 ゼブラ',
      '"も確認済み"',
      'dT',
      number,
      number.slice(-5),
      number.toLowerCase(),
    ])
      expect([typed, await found(contact, typed)]).toEqual([typed, expect.arrayContaining([number])]);
    for (const typed of ['シマウマ', '踏み台 シマウマ', 'cloudtrial', '"確認済みも"', 'ー', '“”'])
      expect([typed, await found(contact, typed)]).toEqual([typed, []]);
  });

  it('shows where it matched, with the words marked as they were written [G-4.8-9]', async () => {
    const contact = await world.user(people.contact);
    const number = await ask(contact, 'マーカーの試験\n本文にもオーロラという語があります。');
    await comment(contact, number, `${'前置きです。'.repeat(80)}ｵｰﾛﾗ を見ました。${'あとがき。'.repeat(80)}`);
    const page = await search(contact, 'オーロラ');
    const [row] = page.rows;
    expect([page.total, row?.number, page.words]).toEqual([1, number, ['おーろら']]);
    const marks = row?.excerpts.map((one) => [one.kind, one.text.filter((part) => part.isMark).map((part) => part.text)]);
    expect(marks).toEqual([['comment', ['ｵｰﾛﾗ']]]);
    expect(row?.excerpts[0]?.text.map((part) => part.text).join('').length).toBeLessThan(120);
  });

  it('finds exactly what a plain look at every text finds, over random texts in both languages', async () => {
    const contact = await world.user(people.contact);
    const random = dice(20_261_122);
    const text = (length: number) => Array.from({ length }, () => letters[random(letters.length)]).join('');
    const texts = new Map<string, string[]>();
    for (let n = 0; n < 60; n += 1) {
      const own = [text(3 + random(60)), text(3 + random(200))];
      const number = await ask(contact, `題${own[0]}`);
      await comment(contact, number, `文${own[1]}`);
      texts.set(number, own);
    }
    const { rows: kept } = await world.owner.query<{ number: string; folded: string[] }>(
      "select c.number, array_agg(t.folded) as folded from cases c join case_texts t on t.case_id = c.id where c.account_id = $1 and t.audience = 'customer' group by 1",
      [contact.accountId],
    );
    let hits = 0;
    for (let n = 0; n < 600; n += 1) {
      const source = [...texts.values()][random(texts.size)]?.[random(2)] ?? '';
      const signs = [...source];
      const start = random(Math.max(1, signs.length - 1));
      const piece = n % 5 === 0 ? text(1 + random(3)) : signs.slice(start, start + 1 + random(n % 7 === 0 ? 30 : 6)).join('');
      const typed = piece.replace(/["“”＂]/g, '');
      const words = wordsIn(`"${typed}"`);
      if (words.length === 0) continue;
      const expected = kept.filter((row) => words.every((word) => row.folded.some((folded) => folded.includes(word)))).map((row) => row.number);
      const { rows } = await asActor(contact, ({ tx }) =>
        sql<{ number: string }>`select number from listed_cases where id in (select app.find_cases(${words}::text[], '{subject,comment,file}'))`.execute(tx),
      );
      const got = rows.map((row) => row.number).filter((number) => !words.every((word) => number.toLowerCase().includes(word)));
      expect([typed, got.sort()]).toEqual([
        typed,
        expected.filter((number) => got.includes(number) || !words.every((word) => number.toLowerCase().includes(word))).sort(),
      ]);
      hits += expected.length;
    }
    expect(hits).toBeGreaterThan(600);
  });

  it('folds in the program as the database does', async () => {
    const random = dice(7);
    const samples = Array.from({ length: 3_000 }, () => Array.from({ length: 1 + random(12) }, () => letters[random(letters.length)]).join(''));
    const { rows } = await world.owner.query<{ folded: string }>(
      'select app.fold(t) as folded from unnest($1::text[]) with ordinality as s (t, n) order by n',
      [samples],
    );
    expect(rows.map((row) => row.folded)).toEqual(samples.map(fold));
  });

  it('folds a part of a text to a part of the folded text', () => {
    const random = dice(11);
    for (let n = 0; n < 20_000; n += 1) {
      // Marks that join the letter before them, and blanks at an edge, are no place to cut.
      const signs = Array.from({ length: 2 + random(10) }, () => letters[random(letters.length)] ?? '').filter((sign) => !/[ﾞﾟ\s]/.test(sign));
      const start = random(signs.length);
      const part = signs.slice(start, start + 1 + random(6)).join('');
      expect([signs.join(''), part, fold(signs.join('')).includes(fold(part))]).toEqual([signs.join(''), part, true]);
    }
  });

  it('bears every sign that a keyboard has, and takes none for an order to the database', async () => {
    const contact = await world.user(people.contact);
    for (const typed of ['%', '_', "'", '"', '\\', "'; drop table cases; --", '😀', '${x}', '{a,b}', 'あ'.repeat(200), '(((', '\u200b', '\u0007'])
      expect(Array.isArray(await found(contact, typed))).toBe(true);
    const number = await ask(contact, "100%_sure 'quoted' \\n 🦑 の印");
    for (const typed of ['100%_', "'quoted'", '\\n', '🦑']) expect([typed, await found(contact, typed)]).toEqual([typed, [number]]);
  });

  it('never finds a work note, nor anything under a contract that the reader is not linked to; the list says how many it kept back [G-4.8-10, G-4.8-11, D-7]', async () => {
    const [contact, narrow, operator] = [await world.user(people.contact), await world.user(people.narrow), await world.operator(people.operator)];
    const number = await ask(contact, 'コバルトの検知について');
    await asActor(operator, (context) =>
      writeWorkNote(context, { number, body: proseFromText('ウルトラマリンは社内の語です。'), attachments: [], key: crypto.randomUUID() }),
    );
    expect(await found(contact, 'ウルトラマリン')).toEqual([]);
    const kept = await search(narrow, 'コバルト');
    expect([kept.rows, kept.total, kept.hidden]).toEqual([[], 0, 1]);
    expect((await search(contact, 'コバルト')).hidden).toBe(0);
    expect((await search(narrow, 'シマウマ')).hidden).toBe(0);
  });

  it('counts what it keeps back by subjects alone, and not without end, so that the counts never spell a hidden text out [D-7]', async () => {
    const [contact, narrow] = [await world.user(people.contact), await world.user(people.narrow)];
    const number = await ask(contact, 'オーカーの件\nパスワードは ヒミツノアイコトバ です。');
    const hiddenOf = async (typed: string) => (await search(narrow, typed)).hidden;
    expect(await hiddenOf('オーカーの件')).toBe(1);
    for (const typed of ['ヒミツノアイコトバ', `オーカーの件 ヒミツノ`, `${number} ヒミツ`, number, 'オ'])
      expect([typed, await hiddenOf(typed)]).toEqual([typed, 0]);
    for (let n = 0; n < 60; n += 1) await hiddenOf('オーカーの件');
    expect(await hiddenOf('オーカーの件')).toBe(0);
  });

  it('has a few searches of one person at a time, and ends one that takes too long', async () => {
    const contact = await world.user(people.contact);
    const slowly = (seconds: number) =>
      asActor(contact, async (context) => {
        const { list } = await readCaseList(context, new URLSearchParams({ q: '検知' }));
        await listCases(context, { ...list, place: CaseListPlace.parse({}) });
        await sql`select pg_sleep(${seconds})`.execute(context.tx);
      });
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => slowly(1)));
    const refused = all.filter((one) => one.status === 'rejected').map((one) => (one.reason as { code: string }).code);
    expect(refused).toEqual(['searches_at_once', 'searches_at_once', 'searches_at_once', 'searches_at_once']);
    await expect(slowly(20)).rejects.toMatchObject({ code: 'took_too_long', kind: 'unavailable' });
  });

  it('is the same to the last byte whatever other accounts wrote [D-7]', async () => {
    const [contact, stranger] = [await world.user(people.contact), await world.user(people.stranger)];
    const look = async () => JSON.stringify(await search(stranger, 'マゼンタ'));
    const before = await look();
    for (let n = 0; n < 20; n += 1) await ask(contact, `マゼンタの件 ${n}`);
    expect(await look()).toBe(before);
    expect(JSON.parse(before)).toMatchObject({ total: 0, hidden: 0 });
  });

  it('knows a text as soon as it is kept, and not before', async () => {
    const contact = await world.user(people.contact);
    await expect(
      asActor(contact, async (context) => {
        await openCase(context, inquiry('N200000001', 'ターコイズの件'));
        throw new Error('taken back');
      }),
    ).rejects.toThrow('taken back');
    expect(await found(contact, 'ターコイズ')).toEqual([]);
    const number = await ask(contact, 'ターコイズの件');
    expect(await found(contact, 'ターコイズ')).toEqual([number]);
  });
});

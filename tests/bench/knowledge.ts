import type pg from 'pg';
import { newId } from '#kernel/ids.ts';
import { bodies, owners, subjects, systems } from './texts.ts';

/** Articles that everybody's bases hold together. */
export const ARTICLES = 10_000;
/** The article that is measured: it stands first among the newest. */
export const MEASURED_ARTICLE = 'KB9000000';
/** A word of some hundred articles, in title and text. */
export const ARTICLE_WORD = systems.words[11] ?? '';

const AT_ONCE = 500;
const bases = ['お客様向けドキュメント', 'ご利用の手引き', 'よくあるご質問'];
const categories = ['サービス仕様書', 'ご利用ガイド', '設定手順', '月次レポート', 'アラート', '申請書', 'お知らせの記録'];

/**
 * Ten thousand articles in Japanese, every second one in English too: six of ten for everybody, three for customers of a service, one for a
 * single account of others. Each has a first version that is over as well.
 */
export async function fillKnowledge(pool: pg.Pool): Promise<void> {
  const places = await fillBases(pool);
  const { rows } = await pool.query<{ id: string }>('select id from accounts order by id');
  for (let from = 0; from < ARTICLES; from += AT_ONCE) {
    const articles = Array.from({ length: AT_ONCE }, (_, offset) => articleOf(from + offset, places, rows));
    await pool.query(
      `insert into articles (id, number, kind, base_id, category_id, open_to, author_name, published_at, views, created_at)
       select id, number, 'article', base, category, string_to_array(open_to, ','), author, now() - age * interval '73 minutes', views, now() - interval '3 years'
       from json_to_recordset($1) as t (id uuid, number text, base uuid, category uuid, open_to text, author text, age int, views int)`,
      [JSON.stringify(articles)],
    );
    await pool.query(
      `insert into article_versions (id, article_id, language, number, state, title, body, body_text, author_name, shows_from, shows_until, changed_at)
       select uuidv7(), id, language, v, 'approved', title, body, words, author, now() - (age + 2 - v) * interval '73 minutes',
         case v when 1 then now() - (age - 1) * interval '73 minutes' end, now()
       from json_to_recordset($1) as t (id uuid, language text, title text, body jsonb, words text, author text, age int), generate_series(1, 2) v`,
      [JSON.stringify(articles.flatMap((article) => article.texts.map((text) => ({ ...text, id: article.id, author: article.author, age: article.age }))))],
    );
  }
  await pool.query('vacuum (analyze) knowledge_bases, knowledge_categories, articles, article_versions, article_texts');
}

type Place = { base: string; category: string };

async function fillBases(pool: pg.Pool): Promise<Place[]> {
  const places: Place[] = [];
  for (const [n, name] of bases.entries()) {
    const base = newId();
    await pool.query('insert into knowledge_bases (id, service_id, name_ja, name_en, position) values ($1, $2, $3, $4, $5)', [
      base,
      n === 0 ? 'managed-cspm' : null,
      name,
      `Documents ${n + 1}`,
      n,
    ]);
    for (const [k, category] of categories.entries()) {
      const id = newId();
      await pool.query('insert into knowledge_categories (id, base_id, name_ja, name_en, position) values ($1, $2, $3, $4, $5)', [
        id,
        base,
        category,
        `Category ${k + 1}`,
        k,
      ]);
      places.push({ base, category: id });
    }
  }
  return places;
}

function articleOf(n: number, places: readonly Place[], accounts: readonly { id: string }[]) {
  const pick = <T>(from: readonly T[], step: number): T => from[(n * step + Math.floor(n / from.length)) % from.length] as T;
  const openTo = n % 10 < 6 ? '*' : n % 10 < 9 ? `service:${n % 2 ? 'managed-cspm' : 'endpoint-hygiene'}` : `account:${accounts[n % accounts.length]?.id}`;
  const particulars = `対象システムは${pick(systems.words, 7)}、担当は${pick(owners.words, 11)}です。`;
  const texts = (n % 2 ? ['ja', 'en'] : ['ja']).map((language) => {
    const pieces = [1, 3, 7, 13].map((step) => pick(bodies, step));
    const body = {
      type: 'doc',
      content: pieces.flatMap((piece, k) => [
        { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: `${k + 1}. ${pick(subjects, k + 1)}` }] },
        ...(JSON.parse(piece.body) as { content: object[] }).content,
        { type: 'paragraph', content: [{ type: 'text', text: particulars }] },
      ]),
    };
    const words = pieces.map((piece, k) => `${k + 1}. ${pick(subjects, k + 1)}\n\n${piece.text}\n\n${particulars}`).join('\n\n');
    return { language, title: `${pick(subjects, 3)} ${n % 5 ? '' : pick(systems.words, 7)} ${n}`, body, words };
  });
  return {
    id: newId(),
    number: `KB${9_000_000 + n}`,
    ...pick(places, 1),
    open_to: openTo,
    author: pick(owners.words, 1),
    age: n + 1,
    views: (n * 37) % 500,
    texts,
  };
}

import { createHash } from 'node:crypto';
import type pg from 'pg';
import { newId } from '#kernel/ids.ts';
import { bodyToText, type ArticleBody } from '#modules/knowledge/index.ts';
import { demoArticles, demoBases, type DemoArticle } from '../../database/seeds/knowledge.ts';

const DAY = 86_400_000;

type Place = { base: string; category: string };
export type KnowledgeIds = { authorId: string; accounts: ReadonlyMap<string, string> };

/** Writes the knowledge bases of the demo world as the owner. Returns the bytes of its files, which belong in the store. */
export async function loadKnowledge(client: pg.Client, ids: KnowledgeIds, now: Date): Promise<{ id: string; body: Buffer }[]> {
  const places = await loadBases(client);
  const files: { id: string; body: Buffer }[] = [];
  for (const demo of demoArticles) files.push(...(await loadArticle(client, demo, places, ids, now)));
  return files;
}

async function loadBases(client: pg.Client): Promise<Map<string, Place>> {
  const places = new Map<string, Place>();
  for (const [index, demo] of demoBases.entries()) {
    const base = newId();
    await client.query('insert into knowledge_bases (id, service_id, name_ja, name_en, position) values ($1, $2, $3, $4, $5)', [
      base,
      demo.service,
      demo.ja,
      demo.en,
      index + 1,
    ]);
    for (const [position, category] of demo.categories.entries()) {
      const id = newId();
      places.set(`${demo.key}/${category.key}`, { base, category: id });
      await client.query('insert into knowledge_categories (id, base_id, name_ja, name_en, position) values ($1, $2, $3, $4, $5)', [
        id,
        base,
        category.ja,
        category.en,
        position + 1,
      ]);
    }
  }
  return places;
}

async function loadArticle(client: pg.Client, demo: DemoArticle, places: Map<string, Place>, ids: KnowledgeIds, now: Date) {
  const place = places.get(`${demo.base}/${demo.category}`);
  if (!place) throw new Error(`The demo world has no category ${demo.base}/${demo.category}.`);
  const id = newId();
  const at = new Date(now.getTime() - demo.daysAgo * DAY);
  const account = demo.openTo.startsWith('account:') ? ids.accounts.get(demo.openTo.slice('account:'.length)) : undefined;
  await client.query(
    `insert into articles (id, kind, base_id, category_id, open_to, author_id, author_name, retired_at, views, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      demo.document ? 'document' : 'article',
      place.base,
      place.category,
      [account ? `account:${account}` : demo.openTo],
      ids.authorId,
      demo.author,
      demo.state === 'retired' ? now : null,
      demo.views,
      at < now ? at : now,
    ],
  );
  const versions = await loadVersions(client, id, demo, ids.authorId, at, now);
  return loadFiles(client, id, demo, versions, at);
}

async function loadVersions(client: pg.Client, articleId: string, demo: DemoArticle, authorId: string, at: Date, now: Date): Promise<string[]> {
  const versions: string[] = [];
  for (const language of ['ja', 'en'] as const) {
    const words = demo.words[language];
    if (!words) continue;
    const id = newId();
    versions.push(id);
    const body: ArticleBody = { type: 'doc', content: words.body };
    const isDraft = demo.state === 'draft';
    await client.query(
      `insert into article_versions (id, article_id, language, number, state, title, body, body_text, level_with, author_id, author_name, shows_from, changed_at)
       values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        id,
        articleId,
        language,
        isDraft ? 'draft' : 'approved',
        words.title,
        JSON.stringify(body),
        bodyToText(body),
        language === 'en' ? 1 : null,
        authorId,
        demo.author,
        isDraft ? null : at,
        at < now ? at : now,
      ],
    );
  }
  return versions;
}

async function loadFiles(client: pg.Client, articleId: string, demo: DemoArticle, versions: readonly string[], at: Date) {
  const stored: { id: string; body: Buffer }[] = [];
  const files = [
    ...(demo.document ? [{ ...demo.document, role: 'document' }] : []),
    ...(demo.attachments ?? []).map((file) => ({ ...file, role: 'attachment' })),
  ];
  for (const [position, file] of files.entries()) {
    const id = newId();
    const body = file.make();
    stored.push({ id, body });
    await client.query(
      `insert into article_files (id, article_id, name, size, content_type, sha256, text_state, text, created_at) values ($1, $2, $3, $4, $5, $6, 'read', $7, $8)`,
      [id, articleId, file.name, body.length, file.contentType, createHash('sha256').update(body).digest(), file.text, at],
    );
    for (const version of versions)
      await client.query('insert into article_version_files (article_id, version_id, file_id, role, position) values ($1, $2, $3, $4, $5)', [
        articleId,
        version,
        id,
        file.role,
        position,
      ]);
  }
  return stored;
}

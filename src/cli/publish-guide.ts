import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { z } from 'zod';
import type { Language } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { bodyToText, parseBody, picturesOf, type ArticleBody } from '#modules/knowledge/index.ts';
import { ConfigFault, readConfig, type Config } from '#platform/server/config.ts';
import { house } from '#platform/server/house.ts';
import { closeParts, DataFolderTaken, holdDataFolder, openParts, prepareEmbedded, prepareExternal } from '#platform/server/start.ts';

/** What readers know the guide by, whatever its title and language. */
const KEY = 'portal-guide';
const CATEGORY = 'カスタマーポータルご利用ガイド';

const BookSchema = z.object({ title: z.string(), body: z.unknown(), edition: z.object({ version: z.string(), commit: z.string() }) });
type Made = { language: Language; title: string; body: unknown; note: string; folder: string };

/**
 * Puts the guide that `npm run guide` made into the knowledge base, as the owner of the database: both languages, with pictures and PDF. A
 * language whose words are those that readers see already stays as it is. `folder` holds `ja/` and `en/`; the database is the one that
 * `npm start` uses, running or not.
 */
export async function publishGuide(folder: string): Promise<void> {
  const books = (['ja', 'en'] as const).map((language) => read(join(folder, language), language));
  const config = { ...readConfig({ ...process.env, LOG_LEVEL: 'error' }), PROCESS_MODE: 'console' as const };
  const { urls, stop } =
    config.DATABASE_URL || config.DATABASE_CONSOLE_URL ? { urls: await prepareExternal(config), stop: async () => undefined } : await embedded(config);
  if (!urls.owner) throw new Error('DATABASE_URL is needed: only the owner of the database writes an article that has a key.');
  await openParts(config, urls, undefined);
  const client = new pg.Client({ connectionString: urls.owner });
  await client.connect();
  try {
    for (const book of books) console.log(await publish(client, book));
  } finally {
    await client.end();
    await closeParts();
    await stop();
  }
}

function read(folder: string, language: Language): Made {
  const { title, body, edition } = BookSchema.parse(JSON.parse(readFileSync(join(folder, 'guide.json'), 'utf8')));
  return { language, title, body, note: `${edition.version} (${edition.commit})`, folder };
}

/** One language, whole or not at all: the files are stored before the rows that name them. */
async function publish(client: pg.Client, book: Made): Promise<string> {
  await client.query('begin');
  try {
    const article = await articleFor(client);
    const newest = await newestOf(client, article, book.language);
    const text = bodyToText(book.body as ArticleBody);
    if (newest && newest.text === text && newest.title === book.title) {
      await client.query('rollback');
      return `${book.language}: readers see these words already.`;
    }
    const pictures = new Map<string, string>();
    for (const name of new Set(picturesOf(book.body as ArticleBody)))
      pictures.set(name, await keepFile(client, article, join(book.folder, name), 'image/png', ''));
    const pdf = await keepFile(client, article, join(book.folder, `${book.title}.pdf`), 'application/pdf', text);
    const version = await addVersion(client, { article, book, body: withFiles(book.body, pictures), text, number: (newest?.number ?? 0) + 1 });
    for (const [position, file] of [...pictures.values()].entries()) await nameFile(client, { article, version, file, role: 'picture', position });
    await nameFile(client, { article, version, file: pdf, role: 'attachment', position: 0 });
    await client.query('commit');
    return `${book.language}: version ${(newest?.number ?? 0) + 1} is shown, with ${pictures.size} pictures.`;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** The article of the guide, which is made the first time in the category of its name. */
async function articleFor(client: pg.Client): Promise<string> {
  const known = await client.query<{ id: string }>('select id from articles where key = $1 for update', [KEY]);
  if (known.rows[0]) return known.rows[0].id;
  const place = await client.query<{ id: string; base: string }>(
    'select id, base_id as base from knowledge_categories where name_ja = $1 order by position limit 1',
    [CATEGORY],
  );
  if (!place.rows[0]) throw new Error(`There is no category ${CATEGORY}: add it in the console, and publish again.`);
  const id = newId();
  await client.query(
    `insert into articles (id, key, kind, base_id, category_id, open_to, author_name, created_at) values ($1, $2, 'article', $3, $4, '{*}', $5, now())`,
    [id, KEY, place.rows[0].base, place.rows[0].id, house().config.TEAM_NAME_JA],
  );
  return id;
}

async function newestOf(client: pg.Client, article: string, language: Language): Promise<{ number: number; title: string; text: string } | undefined> {
  const { rows } = await client.query<{ number: number; title: string; text: string; state: string }>(
    'select number, title, body_text as text, state from article_versions where article_id = $1 and language = $2 order by number desc limit 1',
    [article, language],
  );
  if (rows[0] && rows[0].state !== 'approved') throw new Error('Somebody is writing a draft of the guide in the console: publish or discard it first.');
  return rows[0];
}

/** Stores a file of the guide; its words are those that search finds in it. */
async function keepFile(client: pg.Client, article: string, path: string, contentType: string, text: string): Promise<string> {
  const id = newId();
  const bytes = readFileSync(path);
  await house().files.put(id, bytes);
  await client.query(
    `insert into article_files (id, article_id, name, size, content_type, sha256, text_state, text, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, nullif($8, ''), now())`,
    [id, article, path.split(/[\\/]/).at(-1), bytes.length, contentType, createHash('sha256').update(bytes).digest(), text === '' ? 'none' : 'read', text],
  );
  return id;
}

type NewVersion = { article: string; book: Made; body: ArticleBody; text: string; number: number };

/** Shown at once in the place of the one before it; as level with the other language, since one run made both. */
async function addVersion(client: pg.Client, { article, book, body, text, number }: NewVersion): Promise<string> {
  const id = newId();
  const team = house().config.TEAM_NAME_JA;
  await client.query(`update article_versions set shows_until = now() where article_id = $1 and language = $2 and state = 'approved' and shows_until is null`, [
    article,
    book.language,
  ]);
  await client.query(
    `insert into article_versions (id, article_id, language, number, state, title, body, body_text, note, level_with, author_name, shows_from, changed_at)
     select $1, $2, $3, $4, 'approved', $5, $6, $7, $8, (select max(number) from article_versions where article_id = $2 and language <> $3), $9, now(), now()`,
    [id, article, book.language, number, book.title, JSON.stringify(body), text, book.note, team],
  );
  return id;
}

type Named = { article: string; version: string; file: string; role: 'picture' | 'attachment'; position: number };
const nameFile = (client: pg.Client, { article, version, file, role, position }: Named) =>
  client.query('insert into article_version_files (article_id, version_id, file_id, role, position) values ($1, $2, $3, $4, $5)', [
    article,
    version,
    file,
    role,
    position,
  ]);

/** The body with the ids of stored files in the place of their names, checked as everything that comes into an article is. */
function withFiles(body: unknown, ids: ReadonlyMap<string, string>): ArticleBody {
  const named = JSON.parse(JSON.stringify(body), (key, value: unknown) => (key === 'file' ? ids.get(String(value)) : value)) as unknown;
  const reading = parseBody(named);
  if (!reading.ok) throw new Error(`The guide is no article: ${reading.code}`);
  return reading.body;
}

/** The embedded database, running or not; one that a running program uses stays up afterwards. */
async function embedded(config: Config) {
  const isFree = await holdDataFolder(config.dataDir).then(
    (lock) => (lock.close(), true),
    (error: unknown) => {
      if (error instanceof DataFolderTaken) return false;
      throw error;
    },
  );
  const database = await prepareEmbedded(config);
  return isFree ? database : { ...database, stop: async () => undefined };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await publishGuide(process.argv[2] ?? join(import.meta.dirname, '../../var/guide'));
  } catch (error) {
    console.error(error instanceof ConfigFault || error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

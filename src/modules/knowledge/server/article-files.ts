import type { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { OperatorActor, SystemActor } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { invalid, notFound, Refusal } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { mayShowInline } from '#modules/attachments/index.ts';
import { discardFile, inTurn, readStored, storeFile } from '#modules/attachments/server/index.ts';
import { house } from '#platform/server/house.ts';
import { takeOne } from '#platform/server/limits.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { decideOnWriting } from '../knowledge.policy.ts';
import { accessArticle } from './write-article.ts';
import * as stored from './files.sql.ts';

const FILES_AN_HOUR = { kind: 'upload', most: 300, seconds: 3600 };

export type ArticleFile = { id: string; name: string; size: number; contentType: string };

/**
 * Takes a file of an article in, for an operator; readers see it when a version that names it is shown. No transaction is open while the bytes
 * come. `size` in bytes. `use`: a picture must be one that browsers show. Refuses like `storeFile`, and `article_not_a_picture`.
 */
export async function receiveArticleFile(
  actor: OperatorActor,
  input: { number: string; body: ReadableStream<Uint8Array>; name: string; size: number; use: 'picture' | 'file' },
): Promise<ArticleFile> {
  const article = await asActor(actor, async (context) => {
    const found = await accessArticle(context, { number: input.number });
    if (!(await takeOne(context.tx, FILES_AN_HOUR, actor.id))) throw new Refusal({ kind: 'too_many', code: 'uploads_too_many' });
    return found;
  });
  const file = await storeFile(input);
  try {
    if (input.use === 'picture' && !mayShowInline(file.contentType)) throw invalid('article_not_a_picture');
    await asActor(actor, async (context) => {
      await stored.insertFile(context.tx, { ...file, articleId: article.id, ownerId: actor.id, now: context.now });
      await context.enqueue('read-article-file', { fileId: file.id });
    });
  } catch (error) {
    await discardFile(file.id);
    throw error;
  }
  const { id, name, size, contentType } = file;
  return { id, name, size, contentType };
}

/** A file of any article, shown to readers or not; operators only. */
export async function openFileForAuthors(context: Context<OperatorActor>, id: string): Promise<ArticleFile & { stream(): Promise<Readable> }> {
  require(decideOnWriting(context.actor));
  const file = isId(id) ? await stored.selectFile(context.tx, id) : undefined;
  if (!file) throw notFound();
  return { ...file, stream: () => house().files.getStream(file.id) };
}

/** Reads the text of an article's file, so that search finds it; run by a job. What cannot be read is noted as such. */
export function readArticleFile({ fileId }: JobPayloads['read-article-file']): Promise<void> {
  const worker: SystemActor = { kind: 'system', accountId: null };
  return inTurn(async () => {
    const file = await asActor(worker, ({ tx }) => stored.selectUnreadFile(tx, fileId));
    if (!file) return;
    const reading = await readStored(file);
    await asActor(worker, ({ tx }) => stored.updateFileText(tx, { id: file.id, state: reading.state, text: reading.state === 'read' ? reading.text : null }));
  });
}

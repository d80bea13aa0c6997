import { ReadableStream } from 'node:stream/web';
import type { Language, OperatorActor } from '#kernel/actor.ts';
import { invalid } from '#kernel/refusal.ts';
import { MAX_BYTES } from '#modules/attachments/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { parseBody, type ArticleBody } from '../body.ts';
import { receiveArticleFile } from './article-files.ts';
import type { DraftBlock } from './imports/html-to-body.ts';
import { readPdf, readWord, type Imported } from './imports/read-document.ts';
import { readDraft } from './read-desk.ts';
import { saveVersion } from './write-article.ts';

type Import = { number: string; language: Language; revision: number | null; file: { name: string; bytes: Uint8Array } };

/**
 * Replaces a draft's text by that of a Word document, or by the words of a PDF that is then attached too; without a draft it begins one. Pictures
 * become files of the article; whatever our articles do not know falls away. For an operator, outside a transaction: reading may take long.
 * Refuses `article_import_kind`, `article_import_unread`, `article_version_changed`, `attachment_too_large`.
 */
export async function importDocument(actor: OperatorActor, input: Import): Promise<void> {
  const { number, language, revision, file } = input;
  if (file.bytes.length > MAX_BYTES) throw invalid('attachment_too_large', { file: 'attachment_too_large' });
  const draft = await asActor(actor, (context) => readDraft(context, { number, language }));
  const attachments = draft.attachments.map((one) => one.id);
  let body: ArticleBody;
  if (isPdf(file.bytes)) {
    const blocks = await readPdf(file);
    body = checked(blocks ?? []);
    attachments.push((await keep(actor, number, { ...file, use: 'file' })).id);
  } else {
    if (!/\.docx$/i.test(file.name)) throw invalid('article_import_kind', { file: 'article_import_kind' });
    const imported = await readWord(file);
    if (imported.state === 'failed' || !imported.body) throw invalid('article_import_unread', { file: 'article_import_unread' });
    body = checked(await withPictures(actor, number, imported.body, imported.pictures));
  }
  const title = draft.title || file.name.replace(/\.[^.]*$/, '').slice(0, 200) || '-';
  await asActor(actor, (context) => saveVersion(context, { articleId: draft.articleId, language, title, body, note: draft.note, revision, attachments }));
}

const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');

function checked(blocks: readonly DraftBlock[]): ArticleBody {
  const read = parseBody({ type: 'doc', content: blocks.length > 0 ? blocks : [{ type: 'paragraph' }] });
  if (!read.ok) throw invalid(read.code, { file: read.code });
  return read.body;
}

const keep = (actor: OperatorActor, number: string, file: { name: string; bytes: Uint8Array; use: 'picture' | 'file' }) =>
  receiveArticleFile(actor, { number, name: file.name, size: file.bytes.length, use: file.use, body: streamOf(file.bytes) });

const streamOf = (bytes: Uint8Array) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });

const endings: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/gif': 'gif', 'image/webp': 'webp' };

/** Keeps the pictures that browsers can show; the others are left out of the text. */
async function withPictures(actor: OperatorActor, number: string, blocks: readonly DraftBlock[], pictures: Imported['pictures']): Promise<DraftBlock[]> {
  const kept = new Map<number, string>();
  for (const [place, picture] of pictures.entries()) {
    const ending = endings[picture.contentType];
    if (!ending || picture.bytes.length === 0) continue;
    kept.set(place, (await keep(actor, number, { name: `picture-${place + 1}.${ending}`, bytes: picture.bytes, use: 'picture' })).id);
  }
  return blocks.flatMap((block): DraftBlock[] => {
    if (block.type !== 'found') return [block];
    const file = kept.get(block.picture);
    return file ? [{ type: 'picture', attrs: { file, alt: block.alt } }] : [];
  });
}

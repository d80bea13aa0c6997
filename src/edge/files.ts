import { Readable } from 'node:stream';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { invalid } from '#kernel/refusal.ts';
import { contentDisposition, MAX_BYTES, mayShowInline } from '#modules/attachments/index.ts';
import { discardUpload, openAttachment, receiveUpload } from '#modules/attachments/server/index.ts';
import { openFileForAuthors, receiveArticleFile } from '#modules/knowledge/server/index.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { answeringJson } from './refusals.ts';

type Reader = UserActor | OperatorActor;

/** One raw file in the body, its name in a header. The header of our own also keeps other sites' forms out. */
export function takeUpload(request: Request, actor: Reader, accountId: string): Promise<Response> {
  return answeringJson(async () => Response.json(await receiveUpload(actor, { ...rawFile(request), accountId }), { status: 201 }));
}

/** The same for a file of an article that an operator writes. */
export function takeArticleFile(request: Request, actor: OperatorActor, of: { number: string; use: 'picture' | 'file' }): Promise<Response> {
  return answeringJson(async () => Response.json(await receiveArticleFile(actor, { ...rawFile(request), ...of }), { status: 201 }));
}

/** A file of any article for who writes articles. */
export function sendFileToAuthor(actor: OperatorActor, id: string, url: URL): Promise<Response> {
  return answeringJson(async () => {
    const file = await asActor(actor, (context) => openFileForAuthors(context, id));
    return sendFile(file, url.searchParams.has('inline') && (mayShowInline(file.contentType) || file.contentType === 'application/pdf'));
  });
}

function rawFile(request: Request) {
  if (request.headers.get('x-requested-with') !== 'madoguchi' || !request.body) throw invalid('malformed');
  const size = Number(request.headers.get('content-length') ?? Number.NaN);
  if (!Number.isSafeInteger(size)) throw invalid('malformed');
  if (size > MAX_BYTES) throw invalid('attachment_too_large');
  return { body: request.body as never, size, name: decodeName(request.headers.get('x-file-name')) };
}

export function dropUpload(actor: Reader, id: string): Promise<Response> {
  return answeringJson(async () => {
    await discardUpload(actor, id);
    return new Response(null, { status: 204 });
  });
}

/** A download, authorised on every request (D-23): never guessed, never run, pictures may show inline. */
export function sendAttachment(actor: Reader, id: string, url: URL): Promise<Response> {
  return answeringJson(async () => {
    const file = await asActor(actor, (context) => openAttachment(context, id));
    return sendFile(file, url.searchParams.has('inline') && mayShowInline(file.contentType));
  });
}

type ArticleFile = { role: string; name: string; size: number; contentType: string; stream(): Promise<NodeJS.ReadableStream> };

/** A file of an article for its reader: a picture of the text shows in the page, a PDF in the previewer that asks for it, the rest is a download. */
export function sendArticleFile(actor: UserActor, open: (context: Context<UserActor>) => Promise<ArticleFile>, url: URL): Promise<Response> {
  return answeringJson(async () => {
    const file = await asActor(actor, open);
    const isPdf = file.contentType === 'application/pdf' && url.searchParams.has('inline');
    return sendFile(file, (file.role === 'picture' && mayShowInline(file.contentType)) || isPdf);
  });
}

async function sendFile(
  file: { name: string; size: number; contentType: string; stream(): Promise<NodeJS.ReadableStream> },
  inline: boolean,
): Promise<Response> {
  return new Response(Readable.toWeb((await file.stream()) as Readable) as never, {
    headers: {
      'content-type': mayShowInline(file.contentType) || file.contentType === 'application/pdf' ? file.contentType : 'application/octet-stream',
      'content-length': String(file.size),
      'content-disposition': contentDisposition(inline ? 'inline' : 'attachment', file.name),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  });
}

function decodeName(header: string | null): string {
  try {
    return decodeURIComponent(header ?? '');
  } catch {
    return '';
  }
}

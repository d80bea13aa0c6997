import { Readable } from 'node:stream';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { invalid } from '#kernel/refusal.ts';
import { contentDisposition, MAX_BYTES, mayShowInline } from '#modules/attachments/index.ts';
import { discardUpload, openAttachment, receiveUpload } from '#modules/attachments/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { answeringJson } from './refusals.ts';

type Reader = UserActor | OperatorActor;

/** One raw file in the body, its name in a header. The header of our own also keeps other sites' forms out. */
export function takeUpload(request: Request, actor: Reader, accountId: string): Promise<Response> {
  return answeringJson(async () => {
    if (request.headers.get('x-requested-with') !== 'madoguchi' || !request.body) throw invalid('malformed');
    const size = Number(request.headers.get('content-length') ?? Number.NaN);
    if (!Number.isSafeInteger(size)) throw invalid('malformed');
    if (size > MAX_BYTES) throw invalid('attachment_too_large');
    const upload = await receiveUpload(actor, { body: request.body as never, size, name: decodeName(request.headers.get('x-file-name')), accountId });
    return Response.json(upload, { status: 201 });
  });
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
    const inline = url.searchParams.has('inline') && mayShowInline(file.contentType);
    return new Response(Readable.toWeb(await file.stream()) as never, {
      headers: {
        'content-type': mayShowInline(file.contentType) || file.contentType === 'application/pdf' ? file.contentType : 'application/octet-stream',
        'content-length': String(file.size),
        'content-disposition': contentDisposition(inline ? 'inline' : 'attachment', file.name),
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      },
    });
  });
}

function decodeName(header: string | null): string {
  try {
    return decodeURIComponent(header ?? '');
  } catch {
    return '';
  }
}

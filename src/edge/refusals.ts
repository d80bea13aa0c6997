import { error, fail, isHttpError, isRedirect } from '@sveltejs/kit';
import { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import { invalid, isRefusal, type Refusal, type RefusalKind } from '#kernel/refusal.ts';
import { m } from '#messages';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { errorFields, log } from '#platform/server/log.ts';

const statusOf: Record<RefusalKind, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_many: 429,
  unavailable: 503,
};

/** A refusal in the reader's words, for a form or a program. */
export type Told = { code: string; message: string; fields: Record<string, string> };

type Words = Record<string, ((params: Record<string, string | number>) => string) | undefined>;

/** The words of a code, in the language of the request. */
export function wordsOf(code: string, params: Record<string, string | number> = {}): string {
  const words = m as unknown as Words;
  return (words[`refusal_${code}`] ?? words['refusal_unknown'])?.(params) ?? code;
}

/** Puts a refusal into words. */
export function told(refusal: Refusal): Told {
  const fields = Object.fromEntries(Object.entries(refusal.fields).map(([field, code]) => [field, wordsOf(code)]));
  return { code: refusal.code, message: wordsOf(refusal.code, refusal.params), fields };
}

/** Runs a form's deed; a refusal becomes an answer that keeps everything typed. */
export async function answering<T, K extends object>(typed: K, work: () => Promise<T>) {
  try {
    return await work();
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown;
    noteRefusal(thrown);
    // A form that must be sent anew gets a new key with the page.
    if (thrown.code === 'submission_changed' && 'key' in typed) typed.key = '';
    return fail(statusOf[thrown.kind], { refusal: told(thrown), typed });
  }
}

/** Reads for a page as the actor; a refusal becomes the page's error. */
export const reading = <A extends Actor, T>(actor: A, work: (context: Context<A>) => Promise<T>): Promise<T> => orErrorPage(() => asActor(actor, work));

/** Runs what a page shows; a refusal becomes the page's error. */
export async function orErrorPage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (isRefusal(thrown)) {
      noteRefusal(thrown);
      error(statusOf[thrown.kind], { message: told(thrown).message });
    }
    throw thrown;
  }
}

/** Answers a program's request; a refusal becomes JSON with its status. */
export async function answeringJson(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (thrown) {
    if (isRedirect(thrown) || isHttpError(thrown)) throw thrown;
    if (!isRefusal(thrown)) {
      log.error('request.defect', errorFields(thrown));
      return Response.json({ code: 'unknown', message: wordsOf('unknown') }, { status: 500 });
    }
    noteRefusal(thrown);
    return Response.json(told(thrown), { status: statusOf[thrown.kind] });
  }
}

/** Parses a form into a deed's input, or refuses with the code of each field. */
export function parsed<S extends z.ZodType>(schema: S, typed: unknown): z.output<S> {
  const result = schema.safeParse(typed);
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const code = /^[a-z][a-z_]+$/.test(issue.message) ? issue.message : 'malformed';
    fields[String(issue.path[0] ?? 'form')] ??= code;
  }
  const codes = Object.values(fields);
  throw invalid(codes.length === 1 ? (codes[0] as string) : 'form_incomplete', fields);
}

function noteRefusal(refusal: Refusal): void {
  if (refusal.kind === 'unavailable') log.error('request.unavailable', errorFields(refusal.cause));
}

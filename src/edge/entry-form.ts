import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { invalid } from '#kernel/refusal.ts';
import { MAX_PER_ENTRY } from '#modules/attachments/index.ts';
import { receiveUpload } from '#modules/attachments/server/index.ts';

/** What the entry form keeps when its deed is refused. */
export type TypedEntry = { text: string; prose: string; attachments: string[] };

/** The common fields of every form that writes: the text with or without an editor, and ids of finished uploads. */
export function readEntry(form: FormData): TypedEntry {
  return {
    text: String(form.get('text') ?? '').replace(/\r\n/g, '\n'),
    prose: String(form.get('prose') ?? ''),
    attachments: form.getAll('attachment').map(String).filter(Boolean),
  };
}

/** The body of a deed's input as the editor or the plain field gave it. */
export const bodyOf = (typed: TypedEntry): { prose: string } | { text: string } => (typed.prose ? { prose: typed.prose } : { text: typed.text });

/** Files that a browser without scripts sent inside the form become uploads first; their ids join the others. */
export async function uploadsOf(actor: UserActor | OperatorActor, form: FormData, typed: TypedEntry, accountId: string): Promise<string[]> {
  const files = form.getAll('files').filter((file): file is File => file instanceof File && file.size > 0);
  if (typed.attachments.length + files.length > MAX_PER_ENTRY) throw invalid('attachments_too_many', { files: 'attachments_too_many' });
  for (const file of files) {
    const { id } = await receiveUpload(actor, { body: file.stream() as never, name: file.name, size: file.size, accountId });
    typed.attachments.push(id);
  }
  return typed.attachments;
}

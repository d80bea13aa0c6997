import type { SystemActor } from '#kernel/actor.ts';
import { house } from '#platform/server/house.ts';
import { errorFields, log } from '#platform/server/log.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { selectAttachment } from './attachments.sql.ts';
import { readFile, type Reading } from './texts/reader.ts';
import { insertText, selectTextState, selectUnread, updateText } from './texts.sql.ts';

/** What one run of the sweep does at most. */
const UNREAD_AT_ONCE = 1_000;
const SWEEP_SECONDS = 600;

type Wanted = { accountId: string; attachmentId: string };

let last: Promise<void> = Promise.resolve();

/** Pictures, sounds and films hold no text: their bytes are not even fetched. */
const wordless = /^(?:image|audio|video|font)\//;

/**
 * Reads the text of an attached file, so that keyword search finds it; run by a job. A file that was read, is infected, or is gone is
 * left alone. What cannot be read is noted as such and not tried again; only a store that does not answer is the job's failure. One file
 * after the other, however many jobs there are: a file may be big, and its text a hundred times bigger.
 */
export const readAttachment = (input: Wanted): Promise<void> => inTurn(() => readNow(input));

/** Reads one file after the other, whoever's they are. */
export function inTurn(read: () => Promise<void>): Promise<void> {
  const reading = last.then(read);
  last = reading.catch(() => undefined);
  return reading;
}

/** The words of stored bytes; pictures, sounds and films hold none. Never throws on account of the file. */
export async function readStored(file: { id: string; name: string; contentType: string }): Promise<Reading> {
  if (wordless.test(file.contentType)) return { state: 'none' };
  const bytes = (await house().files.exists(file.id)) ? await house().files.getBytes(file.id) : undefined;
  return bytes ? await readFile({ bytes, name: file.name }) : { state: 'failed', reason: 'missing' };
}

async function readNow(input: Wanted): Promise<void> {
  const worker: SystemActor = { kind: 'system', accountId: input.accountId };
  const found = await asActor(worker, async ({ tx }) => {
    const state = await selectTextState(tx, input.attachmentId);
    const file = await selectAttachment(tx, input.attachmentId);
    const wanted = file && file.caseId !== null && file.accountId === input.accountId && file.scan !== 'infected';
    return wanted && state !== 'read' && state !== 'none' ? { file, state } : undefined;
  });
  if (!found) return;
  const { file, state } = found;
  const isWordless = wordless.test(file.contentType);
  const bytes = isWordless || !(await house().files.exists(file.id)) ? undefined : await house().files.getBytes(file.id);
  // Noted as failed before it is tried: a file that takes the whole process down is not met again by every sweep.
  if (!state) await asActor(worker, ({ tx, now }) => insertText(tx, { ...input, state: isWordless ? 'none' : 'failed', now }));
  if (isWordless) return;
  const reading: Reading = bytes ? await readFile({ bytes, name: file.name }) : { state: 'failed', reason: 'missing' };
  if (reading.state === 'failed') log.warn('attachment.unread', { attachment: file.id, reason: reading.reason });
  await asActor(worker, ({ tx, now }) => updateText(tx, file.id, reading, now));
}

/**
 * Reads attached files that no job has read, newest first, such as those from before there was a search; run by a job, for ten minutes at
 * most. They are not queued: whatever is attached meanwhile waits for one of them and not for all.
 */
export async function sweepUnread(signal: AbortSignal): Promise<void> {
  const worker: SystemActor = { kind: 'system', accountId: null };
  const end = AbortSignal.any([signal, AbortSignal.timeout(SWEEP_SECONDS * 1000)]);
  for (const file of await asActor(worker, ({ tx }) => selectUnread(tx, UNREAD_AT_ONCE))) {
    if (end.aborted) return;
    await readAttachment(file).catch((error: unknown) => log.warn('attachment.unread', { attachment: file.attachmentId, ...errorFields(error) }));
  }
}

import type { Language, OperatorActor, SystemActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { house } from '#platform/server/house.ts';
import { errorFields, log } from '#platform/server/log.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { deleteDeliveriesBefore, insertDelivery, selectDeliveries, type Delivery } from './deliveries.sql.ts';
import { asHtml, asText, type Letter } from './mail-layout.ts';

export type { Delivery } from './deliveries.sql.ts';

/** Somebody who gets a mail; `accountId` null for an operator. */
export type Addressee = { id: string; accountId: string | null; displayName: string; mail: string; language: Language };

/**
 * Sends one letter and writes down that it went, or why not, for the console's user support. For jobs: a fault is thrown
 * on, so that the job tries again. `kind` names the letter; it is shown to operators.
 */
export async function deliver(
  to: Addressee,
  message: { kind: string; subject: string; letter: Letter; messageId?: string; inReplyTo?: string; references?: string[] },
): Promise<void> {
  const { config, post } = house();
  const { kind, letter, subject, messageId, ...thread } = message;
  const mail = {
    to: { name: to.displayName, address: to.mail },
    subject,
    text: asText(letter),
    html: asHtml(letter),
    messageId: messageId ?? `<${kind}-${newId()}@${config.MAIL_FROM_ADDRESS.split('@')[1]}>`,
    language: to.language,
    ...thread,
  };
  try {
    await post.send(mail);
  } catch (error) {
    await writeDown(to, kind, error instanceof Error ? error.message.slice(0, 300) : 'unknown');
    throw error;
  }
  // The mail has gone: a note that cannot be written must not send it twice.
  await writeDown(to, kind, null).catch((error: unknown) => log.warn('mail.not_noted', errorFields(error)));
}

async function writeDown(to: Addressee, kind: string, fault: string | null): Promise<void> {
  const { accountId } = to;
  if (!accountId) return;
  const worker: SystemActor = { kind: 'system', accountId };
  await asActor(worker, ({ tx, now }) =>
    insertDelivery(tx, { id: newId(), accountId, readerId: to.id, kind, mail: to.mail, sentAt: fault ? null : now, fault }),
  );
}

/** Forgets notes of mails older than the history that the deployment keeps; run by a job. */
export async function sweepDeliveries(): Promise<void> {
  const before = new Date(house().clock().getTime() - house().config.JOURNAL_DAYS * 86_400_000);
  await asActor<SystemActor, void>({ kind: 'system', accountId: null }, ({ tx }) => deleteDeliveriesBefore(tx, before));
}

/** What was mailed to a user lately, newest first. Operators only. */
export async function deliveriesTo(context: Context<OperatorActor>, reader: { accountId: string; id: string }): Promise<Delivery[]> {
  return selectDeliveries(context.tx, { accountId: reader.accountId, readerId: reader.id, limit: 30 });
}

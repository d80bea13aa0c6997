import type { UserActor } from '#kernel/actor.ts';
import { invalid, Refusal } from '#kernel/refusal.ts';
import { confirmFresh, confirmPassword, support } from '#modules/access/server/index.ts';
import { canonicalUserId } from '#modules/users/index.ts';
import { contactRows, type ContactCard } from '#modules/users/server/index.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import type { EditContactInput } from './contact.schemas.ts';
import { accessContact } from './access-contact.ts';
import { keepAnAdministrator, tellOfAdministrator } from './administrators.ts';
import { userIdRefused } from './user-id-refused.ts';

/**
 * Saves a contact's form (G-5.1.2-1, G-5.1.4-1), the user ID and the links included, in one piece. Granting 管理者 asks the
 * password again and is told to the other administrators; the last administrator stays one (D-22). Owner and old address
 * are told of what touches their access. Refuses `contact_changed` when somebody else saved in between.
 */
export async function editContact(actor: UserActor, id: string, input: EditContactInput): Promise<void> {
  const before = await asActor(actor, (context) => accessContact(context, { id, action: 'edit' }));
  const isNewId = canonicalUserId(input.userId) !== canonicalUserId(before.userId);
  if (isNewId) await asActor(actor, (context) => support.countUserIdTry(context));
  const isNewMail = before.mail !== input.mail;
  if (input.administrator && before.role !== 'administrator') await confirmPassword(actor, input.password);
  // Whoever decides where somebody's codes go proves that they are still themselves.
  else if (isNewMail || isNewId) await confirmFresh(actor, input.password);
  if (isNewMail) await asActor(actor, (context) => support.countAddress(context));
  await asActor(actor, async (context) => {
    const card = await accessContact(context, { id, action: 'edit' });
    if (card.id === actor.id && card.mail !== input.mail) throw invalid('own_mail_by_profile', { mail: 'own_mail_by_profile' });
    if (!input.administrator) await keepAnAdministrator(context, card);
    await save(context, card, input);
    await saveLinks(context, card, input.contractIds);
    await tellWhatChanged(context, card, input);
  });
}

async function save(context: Context<UserActor>, card: ContactCard, input: EditContactInput): Promise<void> {
  const { administrator, contractIds: _links, password: _password, ...fields } = input;
  const role = administrator ? ('administrator' as const) : ('contact' as const);
  const outcome = await contactRows.change(context, { ...fields, id: card.id, canonicalUserId: canonicalUserId(input.userId), role });
  if (outcome === 'taken') throw userIdRefused(context.actor);
  if (outcome === 'stale') throw new Refusal({ kind: 'conflict', code: 'contact_changed' });
}

/** Links only among the contracts that the administrator sees; others stay as they are (D-8). */
async function saveLinks(context: Context<UserActor>, card: ContactCard, wanted: readonly string[]): Promise<void> {
  const within = context.actor.contracts.map((contract) => contract.id);
  const present = new Set(await contactRows.links(context, card.id));
  const added = within.filter((id) => wanted.includes(id) && !present.has(id));
  const removed = within.filter((id) => !wanted.includes(id) && present.has(id));
  if (added.length + removed.length === 0) return;
  if (card.id === context.actor.id) throw invalid('own_contracts', { contractIds: 'own_contracts' });
  await contactRows.link(context, { accountId: card.accountId, userId: card.id, contractIds: added });
  await contactRows.unlink(context, { userId: card.id, contractIds: removed });
  await support.tellSubject(context, card, { name: 'contracts.changed' });
  await context.announce('session_ended', { readerId: card.id });
}

async function tellWhatChanged(context: Context<UserActor>, card: ContactCard, input: EditContactInput): Promise<void> {
  await support.tellSubject(context, card, { name: 'user.changed', ...(input.userId !== card.userId ? { notice: 'user_id_changed' as const } : {}) });
  if (input.mail !== card.mail) await support.tellOldAddress(context, card, { oldMail: card.mail, newMail: input.mail });
  if (input.administrator && card.role !== 'administrator') await tellOfAdministrator(context, card);
  if (!input.administrator && card.role === 'administrator') await support.tellSubject(context, card, { name: 'role.revoked' });
}

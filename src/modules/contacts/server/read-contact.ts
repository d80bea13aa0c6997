import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { RESET_PAUSE_HOURS, type Authenticator } from '#modules/access/index.ts';
import { support, type SessionView } from '#modules/access/server/index.ts';
import { contactRows, type ContactCard } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import type { ContactView } from '../contact.ts';
import { decideOnContact, type ContactAction } from '../contact.policy.ts';
import { accessContact, handsOver, isWithinContracts } from './access-contact.ts';
import { presentContact } from './list-contacts.ts';

export type ContactDetails = { contact: ContactView; authenticators: Authenticator[]; recoveryCodes: number; sessions: SessionView[] };

/** One contact's page; looking is a line in their history (G-4.11.1-2). Administrators and operators. */
export async function readContact(context: Context<UserActor | OperatorActor>, id: string): Promise<ContactDetails> {
  const card = await accessContact(context, { id, action: 'view' });
  if (context.actor.id !== card.id) await support.noteLook(context, card);
  const linked = new Set(await contactRows.links(context, card.id));
  const contracts = await contactRows.contractsOf(context, card.accountId);
  return {
    contact: present(
      context,
      card,
      contracts.map((contract) => ({ ...contract, linked: linked.has(contract.id) })),
      isWithinContracts(context.actor, card.id, [...linked]),
    ),
    ...(await support.readAccessOf(context, card)),
  };
}

function present(context: Context<UserActor | OperatorActor>, card: ContactCard, contracts: ContactView['contracts'], isWithin: boolean): ContactView {
  const may = (action: ContactAction) => decideOnContact(context.actor, action, card).allowed && (isWithin || !handsOver.includes(action));
  const pausedUntil = card.resetAt ? new Date(card.resetAt.getTime() + RESET_PAUSE_HOURS * 3_600_000) : null;
  const isPaused = pausedUntil !== null && pausedUntil > context.now;
  const isOn = card.state !== 'disabled';
  return {
    ...presentContact(card),
    accountId: card.accountId,
    givenName: card.givenName,
    familyName: card.familyName,
    jobTitle: card.jobTitle,
    mobilePhone: card.mobilePhone,
    language: card.language,
    timeZone: card.timeZone,
    appRequired: card.appRequired,
    pictureId: card.pictureId,
    version: card.version,
    createdAt: card.createdAt.toISOString(),
    lockedUntil: card.locked ? (card.lockedUntil?.toISOString() ?? null) : null,
    passwordChangedAt: card.hasPassword ? (card.passwordChangedAt?.toISOString() ?? null) : null,
    resetPausedUntil: isPaused ? pausedUntil.toISOString() : null,
    hasPassword: card.hasPassword,
    isSelf: context.actor.id === card.id,
    contracts,
    can: {
      edit: may('edit'),
      disable: may('disable_login') && isOn,
      enable: may('enable_login') && (!isOn || card.locked || card.codesUsedUp),
      mailOpening: may('mail_opening') && card.state === 'invited',
      mailReset: may('mail_reset') && isOn,
      removeFactor: may('remove_factor'),
      liftResetPause: may('lift_reset_pause') && isPaused,
    },
  };
}

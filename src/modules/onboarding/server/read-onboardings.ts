import type { OperatorActor } from '#kernel/actor.ts';
import { isId } from '#kernel/ids.ts';
import { normal } from '#kernel/normal.ts';
import { notFound } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { contactDeliveries, proposeUserId, type UserIdProposal } from '#modules/contacts/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { ONBOARDINGS_A_PAGE, type OnboardingPage, type OnboardingView, type TypedCustomer } from '../onboarding.ts';
import { decideOnOnboarding } from '../onboarding.policy.ts';
import { countOnboardings, selectNamesakes, selectOnboarding, selectOnboardings, selectTakenNumbers } from './onboardings.sql.ts';

type Operator = Context<OperatorActor>;

/** One customer who was brought in, for every operator; malformed and unknown ids are the same 404. */
export async function readOnboarding(context: Operator, id: string): Promise<OnboardingView> {
  require(decideOnOnboarding(context.actor, 'view'));
  const found = isId(id) ? await selectOnboarding(context.tx, id) : undefined;
  if (!found) throw notFound();
  return { ...found, at: found.at.toISOString() };
}

export type OpeningDelivery = { mail: string; at: string; isSent: boolean };

/** Whether the opening notice went out: its deliveries, newest first; nothing while it is on its way. For every operator. */
export async function openingDeliveries(context: Operator, id: string): Promise<OpeningDelivery[]> {
  const { administrator } = await readOnboarding(context, id);
  const all = await contactDeliveries(context, administrator.id);
  return all
    .filter(({ kind }) => kind === 'opening')
    .map(({ mail, sentAt, createdAt }) => ({ mail, at: (sentAt ?? createdAt).toISOString(), isSent: sentAt !== null }));
}

/** Customers who were brought in, the latest first, for every operator. */
export async function listOnboardings(context: Operator, input: { page: number }): Promise<OnboardingPage> {
  require(decideOnOnboarding(context.actor, 'view'));
  const total = await countOnboardings(context.tx);
  const pages = Math.max(1, Math.ceil(total / ONBOARDINGS_A_PAGE));
  const page = Math.min(Math.max(1, input.page), pages);
  const offset = (page - 1) * ONBOARDINGS_A_PAGE;
  const rows = await selectOnboardings(context.tx, { limit: ONBOARDINGS_A_PAGE, offset });
  return {
    rows: rows.map((row) => ({ ...row, at: row.at.toISOString() })),
    page,
    pages,
    total,
    from: rows.length === 0 ? 0 : offset + 1,
    to: offset + rows.length,
  };
}

/** What stands in the way of a customer, before anything is saved: the number, namesakes and the user ID. Service managers only. */
export type Collisions = { isNumberTaken: boolean; namesakes: string[]; proposal: UserIdProposal };

export async function findCollisions(context: Operator, typed: Pick<TypedCustomer, 'accountName' | 'number' | 'mail'>): Promise<Collisions> {
  require(decideOnOnboarding(context.actor, 'onboard'));
  const number = normal(typed.number).trim().toUpperCase();
  return {
    isNumberTaken: (await selectTakenNumbers(context.tx, [number])).length > 0,
    namesakes: typed.accountName.trim() ? await selectNamesakes(context.tx, normal(typed.accountName, 'NFC').trim()) : [],
    proposal: await proposeUserId(context, normal(typed.mail)),
  };
}

import type { OperatorActor } from '#kernel/actor.ts';
import { dayOf, monthEnd, monthOf } from '#kernel/days.ts';
import { newId } from '#kernel/ids.ts';
import { invalid, type Refusal } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { categoryName } from '#modules/cases/index.ts';
import { raiseCase } from '#modules/cases/server/index.ts';
import { proseFromText } from '#modules/prose/index.ts';
import { withSystemChoices } from '#modules/users/server/index.ts';
import { m } from '#messages';
import type { Context } from '#platform/server/unit-of-work.ts';
import { isOverrun } from '../usage.ts';
import { decideOnUsage } from '../usage.policy.ts';
import type { UsageInput } from '../usage.schemas.ts';
import * as rows from './usage.sql.ts';

/** What came of a figure: the case that it raised, if it was the first beyond what was bought. */
export type Recorded = { number: string; caseNumber: string | null };

/**
 * Notes what a contract used in a month; the newest figure of a month counts, and one that says the same changes nothing. The first figure
 * beyond the credits bought by the month's last day raises ご利用クレジット数超過 in the same transaction, once for each contract and month, and
 * tells the customer and the service managers (G-4.8.5-1). Service managers only. Refuses `usage_contract_unknown`, `usage_month_coming`,
 * `usage_month_outside`.
 */
export async function recordUsage(context: Context<OperatorActor>, input: UsageInput & { source: 'console' | 'file' }): Promise<Recorded> {
  require(decideOnUsage(context.actor, 'write'));
  const { actor, tx, now } = context;
  const contract = await rows.selectContract(tx, input.number);
  const fault = faultOf(input, contract, dayOf(now));
  if (fault || !contract) throw fault ?? unknown();
  const place = { accountId: contract.accountId, contractId: contract.id, month: input.month };
  await rows.lockMonth(tx, place);
  if ((await rows.selectNewest(tx, place)) !== input.credits)
    await rows.insertFigure(tx, { ...place, id: newId(), credits: input.credits, source: input.source, operatorId: actor.id, at: now });
  const contracted = await rows.selectContracted(tx, { ...place, day: monthEnd(input.month) });
  if (!isOverrun(input.credits, contracted) || (await rows.hasOverrun(tx, place))) return { number: input.number, caseNumber: null };
  return { number: input.number, caseNumber: await raiseOverrun(context, place, { ...input, contracted }) };
}

/** Why a figure cannot be, judged by its contract. */
export function faultOf(input: UsageInput, contract: rows.UsedContract | undefined, today: string): Refusal | undefined {
  if (!contract) return unknown();
  if (input.month > today) return invalid('usage_month_coming', { month: 'usage_month_coming' });
  const isOutside = input.month < monthOf(contract.startedOn) || (contract.endsOn !== null && input.month > contract.endsOn);
  return isOutside ? invalid('usage_month_outside', { month: 'usage_month_outside' }) : undefined;
}

type Place = { accountId: string; contractId: string; month: string };

async function raiseOverrun(context: Context<OperatorActor>, place: Place, used: { number: string; credits: number; contracted: number }): Promise<string> {
  const { accountId, contractId, month } = place;
  const person = await rows.selectPersonToTell(context.tx, place);
  const { language } = withSystemChoices({ language: person?.language ?? null, timeZone: null });
  const o = { locale: language };
  const counted = (value: number) => value.toLocaleString('en-US');
  const words = { number: used.number, month: month.slice(0, 7), credits: counted(used.credits), contracted: counted(used.contracted) };
  const raised = await raiseCase(context, {
    accountId,
    contractId,
    category: 'credit_overrun',
    subject: `${categoryName('credit_overrun', language)} ${month.slice(0, 7)}`,
    body: proseFromText(m.usage_case_body({ ...words, over: counted(used.credits - used.contracted) }, o)),
    contactId: person?.id ?? null,
    author: null,
    isMailed: true,
  });
  await rows.insertOverrun(context.tx, { ...place, credits: used.credits, contracted: used.contracted, caseId: raised.id, at: context.now });
  for (const operatorId of await rows.selectManagers(context.tx)) await context.enqueue('send-overrun-mail', { accountId, contractId, month, operatorId });
  return raised.number;
}

const unknown = () => invalid('usage_contract_unknown', { number: 'usage_contract_unknown' });

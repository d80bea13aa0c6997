import type { UserActor } from '#kernel/actor.ts';
import { dayOf, monthOf } from '#kernel/days.ts';
import { newId } from '#kernel/ids.ts';
import { invalid, notFound, Refusal } from '#kernel/refusal.ts';
import { attachToRequest } from '#modules/attachments/server/index.ts';
import { once } from '#modules/cases/server/index.ts';
import { checkAnswers, pointsOf, unitsOf, type Answers } from '#modules/catalog/index.ts';
import { openItem } from '#modules/catalog/server/index.ts';
import { holdPoints } from '#modules/points/server/index.ts';
import { takeOne } from '#platform/server/limits.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { requestNumber } from '../request.ts';
import { formChanged, pointsChanged } from '../request.refusals.ts';
import type { SubmitRequestInput } from '../request.schemas.ts';
import { writeEntry } from './entries.ts';
import { insertRequest, nextNumber, selectById } from './requests.sql.ts';

/**
 * Sends a request under one of the contracts linked to the contact (G-4.7-5, D-15): with it its files are bound and its points held, or nothing
 * happens at all. The same key gives the same request. Returns its number. Refuses `contract_missing`; `not_found` for an item that
 * this contract is not offered; `request_form_changed` and `request_points_changed` where version or points are not those that its sender
 * saw; `form_incomplete` with the fields `answer.<key>`; `points_short`; `attachment_missing`.
 */
export async function submitRequest(context: Context<UserActor>, input: SubmitRequestInput): Promise<string> {
  const { actor, tx } = context;
  const contract = actor.contracts.find((linked) => linked.number === input.contractNumber);
  if (!contract) throw invalid('contract_missing', { contractNumber: 'contract_missing' });
  const id = await once(context, 'request', { accountId: actor.accountId, key: input.key, contents: input }, async () => {
    const item = await openItem(context, { key: input.itemKey, contract });
    if (item.version !== input.itemVersion) throw formChanged();
    const { answers, problems } = checkAnswers(item.form, input.answers, dayOf(context.now));
    const wrong = Object.entries(problems).map(([key, code]) => [`answer.${key}`, code]);
    if (wrong.length > 0) throw invalid('form_incomplete', Object.fromEntries(wrong));
    const points = item.points === null ? 0 : pointsOf({ perUnit: item.points, units: unitsOf(item.form, answers) });
    if (points !== input.points) throw pointsChanged(points);
    return send(context, { contractId: contract.id, itemId: item.id, itemVersion: item.version, answers, points, attachments: input.attachments });
  });
  const sent = await selectById(tx, actor.kind, id);
  if (!sent) throw notFound();
  return sent.number;
}

const REQUESTS_AN_HOUR = { kind: 'request', most: 100, seconds: 3600 };

/** Takes one of the requests that a contact may try to send in an hour, kept whatever becomes of it. Refuses `requests_too_many`. */
export async function takeRequestTry(actor: UserActor): Promise<void> {
  const isWithin = await asActor(actor, ({ tx }) => takeOne(tx, REQUESTS_AN_HOUR, actor.id));
  if (!isWithin) throw new Refusal({ kind: 'too_many', code: 'requests_too_many' });
}

async function send(
  context: Context<UserActor>,
  order: { contractId: string; itemId: string; itemVersion: number; answers: Answers; points: number; attachments: readonly string[] },
): Promise<string> {
  const { actor, tx, now } = context;
  const { attachments, ...what } = order;
  const place = { id: newId(), accountId: actor.accountId, contractId: order.contractId };
  const month = monthOf(dayOf(now));
  await insertRequest(tx, { ...what, ...place, number: requestNumber(await nextNumber(tx)), month, requesterId: actor.id, now });
  await writeEntry(context, place, { kind: 'submitted', words: null });
  await attachToRequest(context, { ids: attachments, accountId: place.accountId, contractId: place.contractId, requestId: place.id });
  if (order.points > 0) await holdPoints(context, { contractId: place.contractId, requestId: place.id, month, points: order.points });
  return place.id;
}

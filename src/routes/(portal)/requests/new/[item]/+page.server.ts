import { isHttpError, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import type { Actions, PageServerLoad } from './$types';
import type { ContractLink } from '#kernel/actor.ts';
import { dayOf, monthOf } from '#kernel/days.ts';
import { isRefusal, notFound } from '#kernel/refusal.ts';
import { openItem } from '#modules/catalog/server/index.ts';
import { balanceOf } from '#modules/points/server/index.ts';
import { answersIn, type FormChanges } from '#modules/requests/index.ts';
import { formChangesSince, submitRequest, SubmitRequestInput, takeRequestTry } from '#modules/requests/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../../edge/actors.ts';
import { uploadsOf } from '../../../../../edge/entry-form.ts';
import { answering, parsed, reading } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, params, url, request }) => {
  const actor = userOf(locals);
  const filling = reading(actor, async (context) => {
    const contract = contractFor(actor.contracts, url.searchParams.get('contract'));
    const { id: _kept, name, summary, ...asked } = await openItem(context, { key: params.item, contract });
    const item = { ...asked, name: name[actor.language], summary: summary[actor.language] };
    const today = dayOf(context.now);
    const balance = contract.hasPoints ? await balanceOf(context, { contractId: contract.id, month: monthOf(today) }) : null;
    return { item, contractNumber: contract.number, left: balance?.left ?? null, today, key: randomUUID() };
  });
  // A form that was sent when its item had just gone is answered with what was typed in it.
  return { filling: request.method === 'POST' ? await filling.catch(orGone) : await filling };
};

function orGone(thrown: unknown): null {
  if (isHttpError(thrown, 404)) return null;
  throw thrown;
}

/** The contract of the address, or the reader's first that includes requests. */
function contractFor(contracts: readonly ContractLink[], number: string | null): ContractLink {
  const found = contracts.find((linked) => linked.hasRequests && !linked.isOver && (number === null || linked.number === number));
  if (!found) throw notFound();
  return found;
}

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const actor = userOf(locals);
    const form = await request.formData();
    const of = (name: string) => String(form.get(name) ?? '');
    const typed = {
      contractNumber: of('contractNumber'),
      itemVersion: of('itemVersion'),
      points: of('points'),
      key: of('key'),
      answers: answersIn(form),
      attachments: form.getAll('attachment').map(String).filter(Boolean),
      changes: undefined as FormChanges | undefined,
    };
    const sent = await answering(typed, async () => {
      await uploadsOf(actor, form, { ...typed, text: '', prose: '' }, actor.accountId);
      const { changes: _none, ...wanted } = typed;
      const input = parsed(SubmitRequestInput, { ...wanted, itemKey: params.item });
      await takeRequestTry(actor);
      try {
        return { number: await asActor(actor, (context) => submitRequest(context, input)) };
      } catch (thrown) {
        if (isRefusal(thrown) && thrown.code === 'request_form_changed') typed.changes = await asActor(actor, (context) => formChangesSince(context, input));
        throw thrown;
      }
    });
    if (!('number' in sent)) return sent;
    redirect(303, `/requests/${sent.number}?sent=1`);
  },
};

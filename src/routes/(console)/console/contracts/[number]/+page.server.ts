import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { dayOf } from '#kernel/days.ts';
import { stageOf, typedTerms } from '#modules/contracts/index.ts';
import {
  changeDates,
  ChangeContractInput,
  listPriceLists,
  listServices,
  readContract,
  withdrawTerms,
  WithdrawTermsInput,
  writeTerms,
  WriteTermsInput,
} from '#modules/contracts/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { answering, parsed, reading } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, params, url }) => {
  const operator = operatorOf(locals);
  return reading(operator, async (context) => {
    const found = await readContract(context, params.number);
    const today = dayOf(context.now);
    return {
      ...found,
      today,
      stage: stageOf(found.contract, today),
      services: await listServices(context),
      priceLists: await listPriceLists(context),
      mayWrite: operator.duty === 'service_manager',
      done: url.searchParams.get('done'),
      readAt: context.now.toISOString(),
    };
  });
};

const to = (number: string, done: string): never => redirect(303, `/console/contracts/${number}?done=${done}`);

export const actions: Actions = {
  dates: async ({ locals, params, request }) => {
    const form = await request.formData();
    const text = (name: string) => String(form.get(name) ?? '');
    const dates = { holderName: text('holderName'), startedOn: text('startedOn'), renewsOn: text('renewsOn'), endsOn: text('endsOn') };
    const refused = await answering({ form: 'dates' as const, dates }, async () => {
      const input = parsed(ChangeContractInput, { ...dates, number: params.number, version: text('version') });
      await asActor(operatorOf(locals), (context) => changeDates(context, input));
    });
    return refused ?? to(params.number, 'dates');
  },
  terms: async ({ locals, params, request }) => {
    const form = await request.formData();
    const terms = typedTerms(form);
    const fromOn = String(form.get('fromOn') ?? '');
    const refused = await answering({ form: 'terms' as const, terms, fromOn }, async () => {
      const input = parsed(WriteTermsInput, { ...terms, fromOn, number: params.number, version: String(form.get('version') ?? '') });
      await asActor(operatorOf(locals), (context) => writeTerms(context, input));
    });
    return refused ?? to(params.number, 'terms');
  },
  withdraw: async ({ locals, params, request }) => {
    const form = await request.formData();
    const refused = await answering({ form: 'withdraw' as const }, async () => {
      const input = parsed(WithdrawTermsInput, { number: params.number, version: String(form.get('version') ?? ''), fromOn: String(form.get('fromOn') ?? '') });
      await asActor(operatorOf(locals), (context) => withdrawTerms(context, input));
    });
    return refused ?? to(params.number, 'withdrawn');
  },
};

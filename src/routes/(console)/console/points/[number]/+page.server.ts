import { redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import type { Actions, PageServerLoad } from './$types';
import { adjustPoints, AdjustPointsInput, ledgerOf } from '#modules/points/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { answering, parsed, reading } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, params, url }) =>
  reading(operatorOf(locals), async (context) => {
    const month = url.searchParams.get('month');
    return {
      ledger: await ledgerOf(context, { number: params.number, month: month && `${month}-01` }),
      isAdjusted: url.searchParams.has('adjusted'),
      key: randomUUID(),
    };
  });

export const actions: Actions = {
  adjust: async ({ request, locals, params }) => {
    const form = await request.formData();
    const typed = {
      month: String(form.get('month') ?? ''),
      points: String(form.get('points') ?? ''),
      reason: String(form.get('reason') ?? ''),
      key: String(form.get('key') ?? ''),
    };
    const done = await answering(typed, async () => {
      const input = parsed(AdjustPointsInput, { number: params.number, ...typed });
      await asActor(operatorOf(locals), (context) => adjustPoints(context, input));
      return { month: input.month };
    });
    if (!('month' in done)) return done;
    redirect(303, `/console/points/${params.number}?month=${done.month.slice(0, 7)}&adjusted=1`);
  },
};

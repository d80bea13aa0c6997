import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { dayOf } from '#kernel/days.ts';
import { listOverruns, listUsage, recordUsage, UsageInput, UsageQuery } from '#modules/usage/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../edge/actors.ts';
import { answering, parsed, reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const actor = operatorOf(locals);
  const query = UsageQuery.parse({ q: url.searchParams.get('q') ?? undefined, page: url.searchParams.get('page') ?? undefined });
  const view = url.searchParams.get('view') === 'overruns' ? ('overruns' as const) : ('figures' as const);
  const list =
    view === 'figures'
      ? { view, ...(await reading(actor, (context) => listUsage(context, query))) }
      : { view, ...(await reading(actor, (context) => listOverruns(context, query))) };
  const saved = url.searchParams.get('saved');
  return { list, query, month: dayOf(new Date()).slice(0, 7), saved, mayWrite: actor.duty === 'service_manager' };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const text = (name: string) => String(form.get(name) ?? '');
    const typed = { number: text('number'), month: text('month'), credits: text('credits') };
    const answer = await answering(typed, () =>
      asActor(operatorOf(locals), (context) => recordUsage(context, { ...parsed(UsageInput, typed), source: 'console' })),
    );
    if ('number' in answer) redirect(303, `/console/usage?saved=${answer.caseNumber ?? '1'}`);
    return answer;
  },
};

import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import type { OperatorActor } from '#kernel/actor.ts';
import {
  contactDeliveries,
  disableLogin,
  enableLogin,
  endContactSessions,
  mailOpeningAgain,
  readContact,
  removeContactFactor,
  reopenReset,
  startReset,
} from '#modules/contacts/server/index.ts';
import { EventQuery, listEventsOf } from '#modules/journal/server/index.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { askAgain } from '../../../../../edge/next.ts';
import { answering, reading } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, params, url }) => {
  const query = EventQuery.parse(Object.fromEntries(url.searchParams));
  return reading(operatorOf(locals), async (context) => {
    const details = await readContact(context, params.id);
    const { accountId, id: readerId } = details.contact;
    return {
      ...details,
      query,
      deliveries: await contactDeliveries(context, params.id),
      history: await listEventsOf(context, { accountId, readerId }, query),
      done: url.searchParams.get('done'),
      readAt: context.now.toISOString(),
    };
  });
};

export const actions: Actions = {
  enable: (event) => help(event, 'enable', enableLogin),
  disable: (event) => help(event, 'disable', disableLogin),
  reopen: (event) => help(event, 'reopen', reopenReset),
  reset: (event) => help(event, 'reset', startReset),
  opening: (event) => help(event, 'opening', mailOpeningAgain),
  sessions: (event) => help(event, 'sessions', endContactSessions),
  factors: (event) => help(event, 'factor', (context, id) => removeContactFactor(context, { id, authenticatorId: null })),
  factor: async (event) => {
    // An empty choice must not become "all of them".
    const authenticatorId = String((await event.request.formData()).get('authenticatorId') ?? '');
    return help(event, 'factor', (context, id) => removeContactFactor(context, { id, authenticatorId }));
  },
};

async function help({ locals, params }: RequestEvent, done: string, deed: (context: Context<OperatorActor>, id: string) => Promise<void>) {
  const answer = await answering({}, () => asActor(operatorOf(locals), (context) => deed(context, params.id)));
  askAgain(answer, '/console/profile', `/console/users/${params.id}`);
  if (answer) return answer;
  redirect(303, `/console/users/${params.id}?done=${done}`);
}

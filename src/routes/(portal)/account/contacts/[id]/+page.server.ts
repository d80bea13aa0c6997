import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import type { UserActor } from '#kernel/actor.ts';
import {
  disableLogin,
  editContact,
  EditContactInput,
  enableLogin,
  endContactSessions,
  mailOpeningAgain,
  readContact,
  removeContactFactor,
  startReset,
} from '#modules/contacts/server/index.ts';
import { timeZones } from '#modules/users/index.ts';
import { house } from '#platform/server/house.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../../edge/actors.ts';
import { askAgain } from '../../../../../edge/next.ts';
import { answering, parsed, reading } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { SYSTEM_LANGUAGE, SYSTEM_TIME_ZONE } = house().config;
  return {
    ...(await reading(userOf(locals), (context) => readContact(context, params.id))),
    timeZones: timeZones(),
    system: { language: SYSTEM_LANGUAGE, timeZone: SYSTEM_TIME_ZONE },
    done: url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const form = await request.formData();
    const text = (name: string) => String(form.get(name) ?? '');
    const typed = {
      version: text('version'),
      userId: text('userId'),
      displayName: text('displayName'),
      givenName: text('givenName'),
      familyName: text('familyName'),
      mail: text('mail'),
      jobTitle: text('jobTitle'),
      workPhone: text('workPhone'),
      mobilePhone: text('mobilePhone'),
      language: text('language') || 'system',
      timeZone: text('timeZone') || 'system',
      appRequired: form.has('appRequired'),
      administrator: form.has('administrator'),
      contractIds: form.getAll('contractIds').map(String),
    };
    const answer = await answering(typed, () => editContact(userOf(locals), params.id, parsed(EditContactInput, { ...typed, password: text('password') })));
    return answer ?? redirect(303, `/account/contacts/${params.id}?done=saved`);
  },
  enable: (event) => help(event, 'enable', enableLogin),
  disable: (event) => help(event, 'disable', disableLogin),
  opening: (event) => help(event, 'opening', mailOpeningAgain),
  reset: (event) => help(event, 'reset', startReset),
  sessions: (event) => help(event, 'sessions', endContactSessions),
  factors: (event) => help(event, 'factor', (context, id) => removeContactFactor(context, { id, authenticatorId: null })),
  factor: async (event) => {
    // An empty choice must not become "all of them".
    const authenticatorId = String((await event.request.formData()).get('authenticatorId') ?? '');
    return help(event, 'factor', (context, id) => removeContactFactor(context, { id, authenticatorId }));
  },
};

async function help({ locals, params }: RequestEvent, done: string, deed: (context: Context<UserActor>, id: string) => Promise<void>) {
  const answer = await answering({ typed: undefined }, () => asActor(userOf(locals), (context) => deed(context, params.id)));
  askAgain(answer, '/profile', `/account/contacts/${params.id}`);
  return answer ?? redirect(303, `/account/contacts/${params.id}?done=${done}`);
}

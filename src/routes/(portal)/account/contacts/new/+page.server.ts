import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { readContactList } from '#modules/contacts/index.ts';
import { createContact, CreateContactInput, listContacts } from '#modules/contacts/server/index.ts';
import { timeZones } from '#modules/users/index.ts';
import { house } from '#platform/server/house.ts';
import { userOf } from '../../../../../edge/actors.ts';
import { answering, parsed, reading } from '../../../../../edge/refusals.ts';

/** 連絡先を作成 (G-5.1.5-1): for administrators; for anybody else the page does not exist. */
export const load: PageServerLoad = async ({ locals }) => {
  await reading(userOf(locals), (context) => listContacts(context, readContactList(new URLSearchParams()).list));
  const { SYSTEM_LANGUAGE, SYSTEM_TIME_ZONE } = house().config;
  return { timeZones: timeZones(), system: { language: SYSTEM_LANGUAGE, timeZone: SYSTEM_TIME_ZONE } };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const text = (name: string) => String(form.get(name) ?? '');
    const typed = {
      userId: text('userId'),
      givenName: text('givenName'),
      familyName: text('familyName'),
      mail: text('mail'),
      language: text('language') || 'system',
      timeZone: text('timeZone') || 'system',
      appRequired: form.has('appRequired'),
      administrator: form.has('administrator'),
    };
    const created = await answering(typed, () => createContact(userOf(locals), parsed(CreateContactInput, { ...typed, password: text('password') })));
    if (!('id' in created)) return created;
    redirect(303, `/account/contacts/${created.id}?done=created`);
  },
};

import type { PageServerLoad } from './$types';
import { ContactQuery, listContacts } from '#modules/contacts/server/index.ts';
import { operatorOf } from '../../../../edge/actors.ts';
import { reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const query = ContactQuery.parse(Object.fromEntries(url.searchParams));
  return { query, list: await reading(operatorOf(locals), (context) => listContacts(context, query)) };
};

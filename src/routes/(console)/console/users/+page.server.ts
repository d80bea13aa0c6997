import type { PageServerLoad } from './$types';
import { readContactList } from '#modules/contacts/index.ts';
import { listContacts } from '#modules/contacts/server/index.ts';
import { operatorOf } from '../../../../edge/actors.ts';
import { reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { list: asked } = readContactList(url.searchParams);
  return { asked, list: await reading(operatorOf(locals), (context) => listContacts(context, asked)) };
};

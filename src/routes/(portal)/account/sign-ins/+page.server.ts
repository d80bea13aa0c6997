import type { PageServerLoad } from './$types';
import { EventQuery, listEvents } from '#modules/journal/server/index.ts';
import { userOf } from '../../../../edge/actors.ts';
import { reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const query = EventQuery.parse(Object.fromEntries(url.searchParams));
  return { query, tooLong: url.searchParams.has('too_long'), history: await reading(userOf(locals), (context) => listEvents(context, query)) };
};

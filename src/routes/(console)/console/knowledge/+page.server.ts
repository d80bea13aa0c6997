import type { PageServerLoad } from './$types';
import { DeskQuery, listDesk, listPlaces } from '#modules/knowledge/server/index.ts';
import { operatorOf } from '../../../../edge/actors.ts';
import { reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, url }) => {
  const query = DeskQuery.parse(Object.fromEntries(url.searchParams));
  return reading(operatorOf(locals), async (context) => ({
    query,
    list: await listDesk(context, query),
    places: await listPlaces(context),
    now: context.now.toISOString(),
  }));
};

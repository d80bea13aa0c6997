import { z } from 'zod';
import type { PageServerLoad } from './$types';
import { listCards } from '#modules/announcements/server/index.ts';
import { operatorOf } from '../../../../edge/actors.ts';
import { reading } from '../../../../edge/refusals.ts';

const Place = z.object({
  state: z.enum(['now', 'planned', 'over']).catch('now'),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
});

export const load: PageServerLoad = ({ locals, url }) => {
  const place = Place.parse({ state: url.searchParams.get('state'), page: url.searchParams.get('page') ?? 1 });
  return reading(operatorOf(locals), async (context) => ({ state: place.state, list: await listCards(context, place) }));
};

import type { PageServerLoad } from './$types';
import { listSent, SentPlace } from '#modules/requests/server/index.ts';
import { userOf } from '../../../../edge/actors.ts';
import { reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
  depends('app:requests');
  const place = SentPlace.parse({ state: url.searchParams.get('state') ?? undefined, page: url.searchParams.get('page') ?? undefined });
  return { list: await reading(userOf(locals), (context) => listSent(context, place)), state: place.state };
};

import type { PageServerLoad } from './$types';
import { listTriage, QueuePlace } from '#modules/requests/server/index.ts';
import { operatorOf } from '../../../../edge/actors.ts';
import { reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
  depends('app:requests');
  const place = QueuePlace.parse({ queue: url.searchParams.get('queue') ?? undefined, page: url.searchParams.get('page') ?? undefined });
  return { list: await reading(operatorOf(locals), (context) => listTriage(context, place)), queue: place.queue, readAt: new Date().toISOString() };
};

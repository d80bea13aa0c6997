import type { PageServerLoad } from './$types';
import { queues, type CaseQueue } from '#modules/cases/index.ts';
import { listQueue } from '#modules/cases/server/index.ts';
import { operatorOf } from '../../../edge/actors.ts';
import { reading } from '../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const wanted = url.searchParams.get('queue') as CaseQueue;
  const queue = queues.includes(wanted) ? wanted : 'replied';
  const page = Math.min(20, Math.max(1, Math.trunc(Number(url.searchParams.get('page'))) || 1));
  const list = await reading(operatorOf(locals), (context) => listQueue(context, { queue, page }));
  return { queue, page, list, readAt: new Date().toISOString() };
};

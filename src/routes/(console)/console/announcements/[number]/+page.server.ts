import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import type { Actions, PageServerLoad } from './$types';
import { endAnnouncement, openAnnouncement, readersOf } from '#modules/announcements/server/index.ts';
import { listServices } from '#modules/contracts/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { answering, reading } from '../../../../../edge/refusals.ts';

const Place = z.object({ who: z.enum(['read', 'unread']).catch('read'), page: z.coerce.number().int().min(1).max(10_000).catch(1) });

export const load: PageServerLoad = ({ locals, params, url }) => {
  const place = Place.parse({ who: url.searchParams.get('readers'), page: url.searchParams.get('page') ?? 1 });
  return reading(operatorOf(locals), async (context) => ({
    ...(await openAnnouncement(context, params.number)),
    services: await listServices(context),
    who: place.who,
    reach: await readersOf(context, { number: params.number, ...place }),
    isSaved: url.searchParams.has('saved'),
    isEnded: url.searchParams.has('ended'),
    isLocked: url.searchParams.has('locked'),
  }));
};

export const actions: Actions = {
  end: async ({ request, locals, params }) => {
    const version = Number((await request.formData()).get('version')) || 0;
    const answer = await answering({}, async () => {
      await asActor(operatorOf(locals), (context) => endAnnouncement(context, { number: params.number, version }));
      return { isEnded: true };
    });
    if (!('isEnded' in answer)) return answer;
    redirect(303, `/console/announcements/${params.number}?ended=1`);
  },
};

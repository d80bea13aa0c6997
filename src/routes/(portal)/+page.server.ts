import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { announcementsAtHome, dismissBanner } from '#modules/announcements/server/index.ts';
import { countCases } from '#modules/cases/server/index.ts';
import { recordHomeView } from '#modules/journal/server/index.ts';
import { pointsLeft } from '#modules/points/server/index.ts';
import { userOf } from '../../edge/actors.ts';
import { reading } from '../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals }) =>
  reading(userOf(locals), async (context) => {
    await recordHomeView(context);
    return {
      figures: await countCases(context),
      pointsLeft: await pointsLeft(context),
      announcements: await announcementsAtHome(context),
    };
  });

export const actions: Actions = {
  /** × of a banner (G-4.12-3). */
  dismiss: async ({ request, locals }) => {
    const articleId = String((await request.formData()).get('articleId') ?? '');
    await reading(userOf(locals), (context) => dismissBanner(context, { articleId }));
    redirect(303, '/');
  },
};

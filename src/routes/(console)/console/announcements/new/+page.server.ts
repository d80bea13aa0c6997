import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { typedAnnouncement } from '#modules/announcements/index.ts';
import { announce, newAnnouncementForm, previewAnnouncement } from '#modules/announcements/server/index.ts';
import { isId, newId } from '#kernel/ids.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { answering, reading } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, url }) =>
  reading(operatorOf(locals), async (context) => ({
    form: await newAnnouncementForm(context, { template: url.searchParams.get('template') === 'maintenance' ? 'maintenance' : null }),
  }));

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const sent = typedAnnouncement(form);
    const typed = { ...sent, key: isId(sent.key) ? sent.key : newId() };
    const isPreview = form.get('go') === 'preview';
    const answer = await answering(typed, async () =>
      asActor(operatorOf(locals), async (context) =>
        isPreview ? { typed, preview: await previewAnnouncement(context, typed) } : { number: (await announce(context, typed)).number },
      ),
    );
    if (!('number' in answer)) return answer;
    redirect(303, `/console/announcements/${answer.number}?saved=1`);
  },
};

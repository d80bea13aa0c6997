import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { typedAnnouncement } from '#modules/announcements/index.ts';
import { announcementForm, changeAnnouncement, previewAnnouncement } from '#modules/announcements/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../../edge/actors.ts';
import { answering, reading } from '../../../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const form = await reading(operatorOf(locals), (context) => announcementForm(context, params.number));
  if (!form) redirect(303, `/console/announcements/${params.number}?locked=1`);
  return { number: params.number, form };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData();
    const typed = typedAnnouncement(form);
    const isPreview = form.get('go') === 'preview';
    const answer = await answering(typed, async () =>
      asActor(operatorOf(locals), async (context) => {
        if (isPreview) return { typed, preview: await previewAnnouncement(context, typed) };
        await changeAnnouncement(context, { number: params.number, typed });
        return { isSaved: true };
      }),
    );
    if (!('isSaved' in answer)) return answer;
    redirect(303, `/console/announcements/${params.number}?saved=1`);
  },
};

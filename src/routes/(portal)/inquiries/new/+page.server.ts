import { redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import type { Actions, PageServerLoad } from './$types';
import { openCase, OpenCaseInput } from '#modules/cases/server/index.ts';
import { titleOfArticle } from '#modules/knowledge/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../edge/actors.ts';
import { bodyOf, readEntry, uploadsOf } from '../../../../edge/entry-form.ts';
import { answering, parsed, reading } from '../../../../edge/refusals.ts';

/** `about` names an article that the question is about. */
export const load: PageServerLoad = ({ locals, url }) => {
  const about = url.searchParams.get('about');
  return reading(userOf(locals), async (context) => ({ key: randomUUID(), about: about ? await titleOfArticle(context, about) : null }));
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const actor = userOf(locals);
    const form = await request.formData();
    const entry = readEntry(form);
    const typed = {
      ...entry,
      contractNumber: String(form.get('contractNumber') ?? ''),
      category: String(form.get('category') ?? ''),
      key: String(form.get('key') ?? ''),
    };
    const opened = await answering(typed, async () => {
      const attachments = await uploadsOf(actor, form, entry, actor.accountId);
      const input = parsed(OpenCaseInput, { contractNumber: typed.contractNumber, category: typed.category, key: typed.key, body: bodyOf(entry), attachments });
      return { number: await asActor(actor, (context) => openCase(context, input)) };
    });
    if (!('number' in opened)) return opened;
    redirect(303, `/cases/${opened.number}?opened=1`);
  },
};

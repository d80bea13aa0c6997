import { redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import type { Actions, PageServerLoad } from './$types';
import { AnswerInput, answerQuestion, readSent, WithdrawInput, withdrawRequest } from '#modules/requests/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../edge/actors.ts';
import { uploadsOf } from '../../../../edge/entry-form.ts';
import { answering, parsed, reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, params, depends }) => {
  depends('app:request');
  return { request: await reading(userOf(locals), (context) => readSent(context, params.number)), key: randomUUID(), readAt: new Date().toISOString() };
};

export const actions: Actions = {
  answer: async ({ request, locals, params }) => {
    const actor = userOf(locals);
    const form = await request.formData();
    const typed = {
      words: String(form.get('words') ?? ''),
      key: String(form.get('key') ?? ''),
      attachments: form.getAll('attachment').map(String).filter(Boolean),
    };
    const answer = await answering(typed, async () => {
      await uploadsOf(actor, form, { ...typed, text: '', prose: '' }, actor.accountId);
      const input = parsed(AnswerInput, { number: params.number, ...typed });
      await asActor(actor, (context) => answerQuestion(context, input));
    });
    if (answer) return answer;
    redirect(303, `/requests/${params.number}`);
  },
  withdraw: async ({ locals, params }) => {
    const answer = await answering({ words: '', key: '' }, async () => {
      const input = parsed(WithdrawInput, { number: params.number });
      await asActor(userOf(locals), (context) => withdrawRequest(context, input));
    });
    if (answer) return answer;
    redirect(303, `/requests/${params.number}`);
  },
};

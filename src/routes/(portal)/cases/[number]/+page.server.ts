import { redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import type { Actions, PageServerLoad } from './$types';
import { acceptSolution, closeCase, commentOnCase, CommentInput, MoveInput, readCase, rejectSolution, RejectInput } from '#modules/cases/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../edge/actors.ts';
import { bodyOf, readEntry, uploadsOf } from '../../../../edge/entry-form.ts';
import { answering, parsed, reading } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, params, depends }) => {
  depends('app:case');
  const { accountId: _kept, ...found } = await reading(userOf(locals), (context) => readCase(context, params.number));
  return { case: found, key: randomUUID(), readAt: new Date().toISOString() };
};

export const actions: Actions = {
  comment: async ({ request, locals, params }) => {
    const actor = userOf(locals);
    const form = await request.formData();
    const typed = { ...readEntry(form), key: String(form.get('key') ?? '') };
    const answer = await answering(typed, async () => {
      const attachments = await uploadsOf(actor, form, typed, actor.accountId);
      const input = parsed(CommentInput, { number: params.number, key: typed.key, body: bodyOf(typed), attachments });
      await asActor(actor, (context) => commentOnCase(context, input));
    });
    if (answer) return answer;
    redirect(303, `/cases/${params.number}`);
  },
  close: ({ request, locals, params }) => move(request, locals, params.number, closeCase),
  accept: ({ request, locals, params }) => move(request, locals, params.number, acceptSolution),
  reject: async ({ request, locals, params }) => {
    const form = await request.formData();
    const typed = { reason: String(form.get('reason') ?? ''), version: String(form.get('version') ?? '') };
    const answer = await answering(typed, async () => {
      const input = parsed(RejectInput, { number: params.number, ...typed });
      await asActor(userOf(locals), (context) => rejectSolution(context, input));
    });
    if (answer) return answer;
    redirect(303, `/cases/${params.number}`);
  },
};

async function move(request: Request, locals: App.Locals, number: string, deed: typeof closeCase) {
  const form = await request.formData();
  const answer = await answering({}, async () => {
    const input = parsed(MoveInput, { number, version: form.get('version') });
    await asActor(userOf(locals), (context) => deed(context, input));
  });
  if (answer) return answer;
  redirect(303, `/cases/${number}`);
}

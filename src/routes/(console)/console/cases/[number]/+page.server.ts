import { redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import type { Actions, PageServerLoad } from './$types';
import type { OperatorActor } from '#kernel/actor.ts';
import {
  accessCase,
  askCustomer,
  CommentAndMoveInput,
  CommentInput,
  commentOnCase,
  MoveInput,
  othersInCase,
  proposeSolution,
  readCase,
  takeCase,
  writeWorkNote,
} from '#modules/cases/server/index.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { bodyOf, readEntry, uploadsOf } from '../../../../../edge/entry-form.ts';
import { answering, parsed, reading } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, params, depends }) => {
  depends('app:case');
  return reading(operatorOf(locals), async (context) => {
    const { accountId: _kept, ...found } = await readCase(context, params.number);
    return { case: found, others: await othersInCase(context, found.id), key: randomUUID(), readAt: new Date().toISOString() };
  });
};

type Write = (
  context: Context<OperatorActor>,
  typed: { key: string; version: FormDataEntryValue | null; body: object; attachments: string[]; number: string },
) => Promise<void>;

const writes: Record<'comment' | 'note' | 'ask' | 'solve', Write> = {
  comment: (context, { version: _unused, ...typed }) => commentOnCase(context, parsed(CommentInput, typed)),
  note: (context, { version: _unused, ...typed }) => writeWorkNote(context, parsed(CommentInput, typed)),
  ask: (context, typed) => askCustomer(context, parsed(CommentAndMoveInput, typed)),
  solve: (context, typed) => proposeSolution(context, parsed(CommentAndMoveInput, typed)),
};

const writing =
  (kind: keyof typeof writes): Actions[string] =>
  async ({ request, locals, params }) => {
    const actor = operatorOf(locals);
    const number = params.number ?? '';
    const form = await request.formData();
    const typed = { ...readEntry(form), key: String(form.get('key') ?? ''), kind };
    const answer = await answering(typed, async () => {
      const { accountId } = await asActor(actor, (context) => accessCase(context, { number, action: 'view' }));
      const attachments = await uploadsOf(actor, form, typed, accountId);
      const input = { number, key: typed.key, version: form.get('version'), body: bodyOf(typed), attachments };
      await asActor(actor, (context) => writes[kind](context, input));
    });
    if (answer) return answer;
    redirect(303, `/console/cases/${number}`);
  };

export const actions: Actions = {
  comment: writing('comment'),
  note: writing('note'),
  ask: writing('ask'),
  solve: writing('solve'),
  take: async ({ request, locals, params }) => {
    const form = await request.formData();
    const answer = await answering({}, async () => {
      const input = parsed(MoveInput, { number: params.number, version: form.get('version') });
      await asActor(operatorOf(locals), (context) => takeCase(context, input));
    });
    if (answer) return answer;
    redirect(303, `/console/cases/${params.number}`);
  },
};

import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import type { OperatorActor } from '#kernel/actor.ts';
import {
  acceptRequest,
  askAboutRequest,
  AskInput,
  claimRequest,
  NoteInput,
  noteOnRequest,
  readTriaged,
  RefuseInput,
  refuseRequest,
  returnRequest,
  TriageInput,
} from '#modules/requests/server/index.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { answering, parsed, reading } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, params, depends }) => {
  depends('app:request');
  return { request: await reading(operatorOf(locals), (context) => readTriaged(context, params.number)), readAt: new Date().toISOString() };
};

type Kind = 'claim' | 'return' | 'accept' | 'refuse' | 'ask' | 'note';
type Seen = { number: string; version: string; words: string };
const silent = ({ number, version }: Seen) => parsed(TriageInput, { number, version });

const deeds: Record<Kind, (context: Context<OperatorActor>, seen: Seen) => Promise<unknown>> = {
  claim: (context, seen) => claimRequest(context, silent(seen)),
  return: (context, seen) => returnRequest(context, silent(seen)),
  accept: (context, seen) => acceptRequest(context, silent(seen)),
  refuse: (context, seen) => refuseRequest(context, parsed(RefuseInput, seen)),
  ask: (context, seen) => askAboutRequest(context, parsed(AskInput, seen)),
  note: (context, { number, words }) => noteOnRequest(context, parsed(NoteInput, { number, words })),
};

const doing =
  (kind: Kind): Actions[string] =>
  async ({ request, locals, params }) => {
    const number = params.number ?? '';
    const form = await request.formData();
    const typed = { kind, words: String(form.get('words') ?? '') };
    const seen = { number, version: String(form.get('version') ?? ''), words: typed.words };
    const answer = await answering(typed, async () => {
      await asActor(operatorOf(locals), (context) => deeds[kind](context, seen));
    });
    if (answer) return answer;
    redirect(303, `/console/requests/${number}`);
  };

export const actions: Actions = {
  claim: doing('claim'),
  return: doing('return'),
  accept: doing('accept'),
  refuse: doing('refuse'),
  ask: doing('ask'),
  note: doing('note'),
};

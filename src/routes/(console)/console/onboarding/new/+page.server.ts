import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import type { OperatorActor } from '#kernel/actor.ts';
import { isId, newId } from '#kernel/ids.ts';
import { invalid, isRefusal } from '#kernel/refusal.ts';
import { emptyCustomer, fieldsOfStep, onboardingSteps, type OnboardingStep, type TypedCustomer } from '#modules/onboarding/index.ts';
import { fileWords, findCollisions, onboard, readCustomer, typedCustomer, type Collisions } from '#modules/onboarding/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { orErrorPage, reading, wordsOf } from '../../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals }) => {
  const actor = operatorOf(locals);
  const words = await reading(actor, (context) => fileWords(context));
  return { ...words, key: newId(), empty: emptyCustomer(words.today), mayWrite: actor.duty === 'service_manager' };
};

const stepFrom = (value: unknown): OnboardingStep | undefined => onboardingSteps.find((step) => step === value);
const nextTo = (step: OnboardingStep, by: 1 | -1): OnboardingStep => onboardingSteps[onboardingSteps.indexOf(step) + by] ?? step;

/** What is wrong on one step, in words. */
function faultsOn(step: OnboardingStep, problems: Record<string, string>): Record<string, string> {
  const fields: readonly string[] = fieldsOfStep[step];
  return Object.fromEntries(fields.flatMap((field) => (problems[field] ? [[field, wordsOf(problems[field])]] : [])));
}

const collide = (actor: OperatorActor, typed: TypedCustomer): Promise<Collisions> =>
  orErrorPage(() => asActor(actor, (context) => findCollisions(context, typed)));

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const actor = operatorOf(locals);
    const form = await request.formData();
    const typed = typedCustomer(form);
    const sent = String(form.get('key') ?? '');
    const key = isId(sent) ? sent : newId();
    const step = stepFrom(form.get('step')) ?? 'customer';
    const go = String(form.get('go') ?? 'next');
    const at = (to: OnboardingStep, errors: Record<string, string>, collisions: Collisions) => ({ typed, key, step: to, errors, collisions });
    const collisions = await collide(actor, typed);
    if (go === 'back') return at(nextTo(step, -1), {}, collisions);
    const jump = stepFrom(go);
    if (jump) return at(jump, {}, collisions);
    // The rule's user ID, or what is free where it is taken (G-2.2-1, D-9).
    if (step === 'administrator' && typed.userId.trim() === '') typed.userId = collisions.proposal.free ?? collisions.proposal.userId;
    const { problems } = readCustomer(typed);
    const all = { ...problems, ...(collisions.isNumberTaken && step === 'contract' ? { number: 'contract_number_taken' } : {}) };
    if (step !== 'confirm') {
      const errors = faultsOn(step, all);
      return Object.keys(errors).length > 0 ? fail(422, at(step, errors, collisions)) : at(nextTo(step, 1), {}, collisions);
    }
    const done = await save(actor, { typed, key });
    if (done.id !== null) redirect(303, `/console/onboarding/${done.id}?saved=1`);
    const wrong = onboardingSteps.find((one) => Object.keys(faultsOn(one, done.problems)).length > 0) ?? 'confirm';
    const errors = wrong === 'confirm' ? { line: wordsOf(done.code) } : faultsOn(wrong, done.problems);
    return fail(422, at(wrong, errors, collisions));
  },
};

async function save(
  actor: OperatorActor,
  { typed, key }: { typed: TypedCustomer; key: string },
): Promise<{ id: string } | { id: null; code: string; problems: Record<string, string> }> {
  try {
    const { customer, problems } = readCustomer(typed);
    if (!customer) throw invalid('form_incomplete', problems);
    return await asActor(actor, (context) => onboard(context, { id: key, customer }));
  } catch (thrown) {
    if (!isRefusal(thrown) || thrown.kind === 'unavailable') throw thrown;
    return { id: null, code: thrown.code, problems: thrown.fields };
  }
}

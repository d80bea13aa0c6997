import type { Actions, PageServerLoad } from './$types';
import { requestReset, ResetRequest, ResetUserId } from '#modules/access/server/index.ts';
import { brandIn } from '../../../../edge/brand.ts';
import { answering, parsed } from '../../../../edge/refusals.ts';
import { visitorOf } from '../../../../edge/visitor.ts';

export const load: PageServerLoad = ({ locals }) => ({ realm: 'user' as const, brand: brandIn(locals.language), language: locals.language });

const typedIn = async (request: Request) => {
  const form = await request.formData();
  return { userId: String(form.get('userId') ?? ''), mail: String(form.get('mail') ?? '') };
};

/** 特定 → 検証 → 完了 (G-4.4-1 to G-4.4-8). Every answer of the second step is the same, whoever asks for whom. */
export const actions: Actions = {
  identify: async ({ request }) => {
    const typed = { ...(await typedIn(request)), step: 0 };
    return answering(typed, async () => ({ typed: { ...typed, userId: parsed(ResetUserId, { userId: typed.userId }).userId, step: 1 } }));
  },
  verify: async (event) => {
    const { userId, mail } = await typedIn(event.request);
    const typed = { userId, mail, step: 1 };
    return answering(typed, async () => {
      await requestReset(parsed(ResetRequest, { userId, mail }), visitorOf(event, 'user'));
      return { typed: { userId: '', mail: '', step: 2 } };
    });
  },
};

// Plain forms: nothing here needs a script.
export const csr = false;

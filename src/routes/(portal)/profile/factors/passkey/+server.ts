import type { RequestHandler } from './$types';
import { offerPasskey } from '#modules/access/server/index.ts';
import { userOf } from '../../../../../edge/actors.ts';
import { answeringJson } from '../../../../../edge/refusals.ts';

/** What the browser needs to make a passkey: a new challenge each time (D-1). */
export const POST: RequestHandler = ({ request, locals }) =>
  answeringJson(async () => {
    const form = await request.formData();
    return Response.json(await offerPasskey(userOf(locals), { password: String(form.get('password') ?? '') }));
  });

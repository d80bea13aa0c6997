import type { RequestHandler } from './$types';
import { operatorOfSession } from '#modules/access/server/index.ts';
import { accessRequest } from '#modules/requests/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../../edge/actors.ts';
import { readCookie } from '../../../../../../edge/cookies.ts';
import { answeringJson } from '../../../../../../edge/refusals.ts';
import { requestStream } from '../../../../../../edge/streams.ts';

export const GET: RequestHandler = ({ params, locals, cookies }) =>
  answeringJson(async () => {
    const actor = operatorOf(locals);
    const token = readCookie(cookies, 'session', 'operator');
    const found = await asActor(actor, (context) => accessRequest(context, { number: params.number, action: 'view' }));
    return requestStream({
      requestId: found.id,
      readerId: actor.id,
      hears: () => true,
      stillAllowed: async () => (await operatorOfSession(token, { use: false })) !== undefined,
    });
  });

import type { RequestHandler } from './$types';
import { userOfSession } from '#modules/access/server/index.ts';
import { accessRequest } from '#modules/requests/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../../edge/actors.ts';
import { requestStream } from '../../../../../edge/streams.ts';
import { readCookie } from '../../../../../edge/cookies.ts';
import { answeringJson } from '../../../../../edge/refusals.ts';

export const GET: RequestHandler = ({ params, locals, cookies }) =>
  answeringJson(async () => {
    const actor = userOf(locals);
    const token = readCookie(cookies, 'session', 'user');
    const found = await asActor(actor, (context) => accessRequest(context, { number: params.number, action: 'view' }));
    return requestStream({
      requestId: found.id,
      readerId: actor.id,
      hears: (audience) => audience === 'customer',
      stillAllowed: async () => {
        const session = await userOfSession(token, { use: false });
        return session?.actor.contracts.some((contract) => contract.id === found.contractId) ?? false;
      },
    });
  });

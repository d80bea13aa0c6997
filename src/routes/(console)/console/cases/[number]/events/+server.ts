import type { RequestHandler } from './$types';
import { newId } from '#kernel/ids.ts';
import { operatorOfSession } from '#modules/access/server/index.ts';
import { accessCase, enterCase, leaveCase, stayInCase } from '#modules/cases/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../../edge/actors.ts';
import { caseStream } from '../../../../../../edge/streams.ts';
import { readCookie } from '../../../../../../edge/cookies.ts';
import { answeringJson } from '../../../../../../edge/refusals.ts';

export const GET: RequestHandler = ({ params, locals, cookies }) =>
  answeringJson(async () => {
    const actor = operatorOf(locals);
    const token = readCookie(cookies, 'session', 'operator');
    const streamId = newId();
    const found = await asActor(actor, async (context) => {
      const seen = await accessCase(context, { number: params.number, action: 'view' });
      await enterCase(context, { number: params.number, streamId });
      return seen;
    });
    return caseStream({
      caseId: found.id,
      readerId: actor.id,
      hears: () => true,
      stillAllowed: async () => {
        if (!(await operatorOfSession(token, { use: false }))) return false;
        await asActor(actor, (context) => stayInCase(context, streamId));
        return true;
      },
      onEnd: () => asActor(actor, (context) => leaveCase(context, { caseId: found.id, streamId })),
    });
  });

import type { RequestHandler } from './$types';
import { operatorOfSession } from '#modules/access/server/index.ts';
import { operatorOf } from '../../../../../edge/actors.ts';
import { readCookie } from '../../../../../edge/cookies.ts';
import { requestStream } from '../../../../../edge/streams.ts';

export const GET: RequestHandler = ({ locals, cookies }) => {
  const token = readCookie(cookies, 'session', 'operator');
  return requestStream({
    requestId: undefined,
    readerId: operatorOf(locals).id,
    hears: () => true,
    stillAllowed: async () => (await operatorOfSession(token, { use: false })) !== undefined,
  });
};

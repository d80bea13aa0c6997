import type { RequestHandler } from './$types';
import { readContactList } from '#modules/contacts/index.ts';
import { countContacts } from '#modules/contacts/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../../edge/actors.ts';
import { answeringJson } from '../../../../../edge/refusals.ts';

/** How many contacts a question would list, before it is asked. */
export const GET: RequestHandler = ({ locals, url }) =>
  answeringJson(async () => {
    const total = await asActor(userOf(locals), (context) => countContacts(context, readContactList(url.searchParams).list));
    return Response.json({ total }, { headers: { 'cache-control': 'private, no-store' } });
  });

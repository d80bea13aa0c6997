import type { RequestHandler } from './$types';
import { countList } from '#modules/cases/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../edge/actors.ts';
import { askedCases } from '../../../../edge/case-list.ts';
import { answeringJson } from '../../../../edge/refusals.ts';

/** How many cases a question would list, before it is asked. */
export const GET: RequestHandler = ({ locals, url }) =>
  answeringJson(async () => {
    const total = await asActor(userOf(locals), async (context) => countList(context, (await askedCases(context, url.searchParams)).list));
    return Response.json({ total }, { headers: { 'cache-control': 'private, no-store' } });
  });

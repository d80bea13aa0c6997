import type { RequestHandler } from './$types';
import { suggestArticles } from '#modules/knowledge/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../edge/actors.ts';
import { answeringJson } from '../../../../edge/refusals.ts';

/** Articles that may answer what is being written. */
export const GET: RequestHandler = ({ locals, url }) =>
  answeringJson(async () => {
    const text = (url.searchParams.get('text') ?? '').slice(0, 2_000);
    const articles = await asActor(userOf(locals), (context) => suggestArticles(context, text));
    return Response.json({ articles }, { headers: { 'cache-control': 'private, no-store' } });
  });

import type { RequestHandler } from './$types';
import { openPicture } from '#modules/users/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../edge/actors.ts';
import { answeringJson } from '../../../../edge/refusals.ts';

/** Somebody's picture. A new picture has a new address, so a browser may keep one for a while, but nobody between. */
export const GET: RequestHandler = ({ params, locals }) =>
  answeringJson(async () => {
    const bytes = await asActor(userOf(locals), (context) => openPicture(context, params.id));
    const headers = {
      'content-type': 'image/webp',
      'content-length': String(bytes.length),
      'cache-control': 'private, max-age=600',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': 'inline',
    };
    return new Response(new Uint8Array(bytes), { headers });
  });

import type { RequestHandler } from './$types';
import { userOf } from '../../../../../edge/actors.ts';
import { answeringJson } from '../../../../../edge/refusals.ts';
import { exportList, formatOf } from '../../../../../edge/sheets.ts';

/** The rows that the list shows under the same filter, in its order (G-4.11.1-3, D-20). */
export const GET: RequestHandler = ({ locals, url, request }) =>
  answeringJson(() =>
    exportList(userOf(locals), {
      list: 'sign-ins',
      search: url.searchParams,
      format: formatOf(url.searchParams.get('format')),
      accept: request.headers.get('accept'),
    }),
  );

import type { RequestHandler } from './$types';
import { userOf } from '../../../../edge/actors.ts';
import { answeringJson } from '../../../../edge/refusals.ts';
import { exportList, formatOf } from '../../../../edge/sheets.ts';

/** Exactly the rows and columns that the list shows under the same question, in its order; `only` narrows to chosen ones. */
export const GET: RequestHandler = ({ locals, url, request }) =>
  answeringJson(() =>
    exportList(userOf(locals), {
      list: 'cases',
      search: url.searchParams,
      format: formatOf(url.searchParams.get('format')),
      accept: request.headers.get('accept'),
    }),
  );

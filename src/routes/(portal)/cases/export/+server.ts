import type { RequestHandler } from './$types';
import { answeringJson } from '../../../../edge/refusals.ts';
import { exportList } from '../../../../edge/sheets.ts';

/** Exactly the rows and columns that the list shows under the same question, in its order; `only` narrows to chosen ones. */
export const GET: RequestHandler = (event) => answeringJson(() => exportList(event, 'cases'));

import type { RequestHandler } from './$types';
import { answeringJson } from '../../../../../edge/refusals.ts';
import { exportList } from '../../../../../edge/sheets.ts';

/** The rows that the list shows under the same filter, in its order (G-4.11.1-3, D-20). */
export const GET: RequestHandler = (event) => answeringJson(() => exportList(event, 'sign-ins'));

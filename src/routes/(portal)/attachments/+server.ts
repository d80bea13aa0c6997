import type { RequestHandler } from './$types';
import { userOf } from '../../../edge/actors.ts';
import { takeUpload } from '../../../edge/files.ts';

/** Takes one file in as the reader's own upload (D-23). */
export const POST: RequestHandler = ({ request, locals }) => takeUpload(request, userOf(locals), userOf(locals).accountId);

import type { RequestHandler } from './$types';
import { operatorOf } from '../../../../../../../edge/actors.ts';
import { dropUpload } from '../../../../../../../edge/files.ts';

export const DELETE: RequestHandler = ({ params, locals }) => dropUpload(operatorOf(locals), params.id);

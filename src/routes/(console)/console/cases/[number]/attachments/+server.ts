import type { RequestHandler } from './$types';
import { accessCase } from '#modules/cases/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../../edge/actors.ts';
import { takeUpload } from '../../../../../../edge/files.ts';
import { answeringJson } from '../../../../../../edge/refusals.ts';

/** An operator's upload belongs to the account of the case that is answered. */
export const POST: RequestHandler = ({ request, params, locals }) =>
  answeringJson(async () => {
    const { accountId } = await asActor(operatorOf(locals), (context) => accessCase(context, { number: params.number, action: 'view' }));
    return takeUpload(request, operatorOf(locals), accountId);
  });

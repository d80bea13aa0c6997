import type { RequestHandler } from './$types';
import { openingPdf } from '#modules/onboarding/server/index.ts';
import { operatorOf } from '../../../../../../edge/actors.ts';
import { orErrorPage } from '../../../../../../edge/refusals.ts';
import { downloadHeaders } from '../../../../../../edge/sheets.ts';

/** 開通案内 as a letter to print or to send. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { name, pdf } = await orErrorPage(() => openingPdf(operatorOf(locals), params.id));
  return new Response(new Uint8Array(pdf), { headers: downloadHeaders(name, 'application/pdf') });
};

import type { RequestHandler } from './$types';
import { sendProblems } from '../../../../../../../edge/import-pages.ts';

export const GET: RequestHandler = (event) => sendProblems(event, 'onboarding');

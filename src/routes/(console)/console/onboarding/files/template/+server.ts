import type { RequestHandler } from './$types';
import { sendTemplate } from '../../../../../../edge/import-pages.ts';

export const GET: RequestHandler = (event) => sendTemplate(event, 'onboarding');

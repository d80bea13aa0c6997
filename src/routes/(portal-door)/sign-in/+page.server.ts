import type { PageServerLoad } from './$types';
import { announcementsAtDoor } from '#modules/announcements/server/index.ts';
import { signInPages } from '../../../edge/sign-in-pages.ts';

const pages = signInPages('user');
export const load: PageServerLoad = async (event) => ({
  ...(await pages.loadPassword(event)),
  announcements: await announcementsAtDoor(event.locals.language),
});
export const actions = { default: pages.password };

// Plain forms: nothing here needs a script, and none can lose what was typed while it loads.
export const csr = false;

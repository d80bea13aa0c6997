import type { PageServerLoad } from './$types';
import { announcementsAtDoor } from '#modules/announcements/server/index.ts';
import { signInPages } from '../../../../edge/sign-in-pages.ts';

const pages = signInPages('user');
export const load: PageServerLoad = async (event) => ({
  ...(await pages.loadCode(event)),
  announcements: await announcementsAtDoor(event.locals.language),
});
export const actions = { choose: pages.choose, confirm: pages.code, passkey: pages.passkey };

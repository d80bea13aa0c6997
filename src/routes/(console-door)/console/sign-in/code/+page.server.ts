import { signInPages } from '../../../../../edge/sign-in-pages.ts';

const pages = signInPages('operator');
export const load = pages.loadCode;
export const actions = { choose: pages.choose, confirm: pages.code, passkey: pages.passkey };

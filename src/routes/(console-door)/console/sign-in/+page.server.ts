import { signInPages } from '../../../../edge/sign-in-pages.ts';

const pages = signInPages('operator');
export const load = pages.loadPassword;
export const actions = { default: pages.password };

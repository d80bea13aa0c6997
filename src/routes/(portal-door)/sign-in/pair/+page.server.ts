import { signInPages } from '../../../../edge/sign-in-pages.ts';

const pages = signInPages('user');
export const load = pages.loadPairing;
export const actions = { default: pages.pair };

export const csr = false;

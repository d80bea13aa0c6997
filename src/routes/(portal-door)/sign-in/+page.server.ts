import { signInPages } from '../../../edge/sign-in-pages.ts';

const pages = signInPages('user');
export const load = pages.loadPassword;
export const actions = { default: pages.password };

// Plain forms: nothing here needs a script, and none can lose what was typed while it loads.
export const csr = false;

import { ownAccessPages } from '../../../../edge/own-access-pages.ts';

const pages = ownAccessPages('user');
export const load = pages.loadPassword;
export const actions = pages.passwordActions;

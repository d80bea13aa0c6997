import { ownAccessPages } from '../../../../../edge/own-access-pages.ts';

const pages = ownAccessPages('operator');
export const load = pages.loadPassword;
export const actions = pages.passwordActions;

import { ownAccessPages } from '../../../../edge/own-access-pages.ts';

const pages = ownAccessPages('user');
export const load = pages.loadConfirm;
export const actions = pages.confirmActions;

import { ownAccessPages } from '../../../../../edge/own-access-pages.ts';

const pages = ownAccessPages('operator');
export const load = pages.loadConfirm;
export const actions = pages.confirmActions;

import { ownAccessPages } from '../../../../../../edge/own-access-pages.ts';

const pages = ownAccessPages('operator');
export const load = pages.loadApp;
export const actions = pages.appActions;

import { ownAccessPages } from '../../../../../edge/own-access-pages.ts';

const pages = ownAccessPages('user');
export const load = pages.loadApp;
export const actions = pages.appActions;

import { ownAccessPages } from '../../../../../edge/own-access-pages.ts';

const pages = ownAccessPages('operator');
export const load = pages.loadSessions;
export const actions = pages.sessionActions;

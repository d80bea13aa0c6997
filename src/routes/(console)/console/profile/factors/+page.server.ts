import { ownAccessPages } from '../../../../../edge/own-access-pages.ts';

const pages = ownAccessPages('operator');
export const load = pages.loadFactors;
export const actions = pages.factorActions;

import { ownAccessPages } from '../../../../../edge/own-access-pages.ts';

export const POST = ownAccessPages('user').passkeyOptions;

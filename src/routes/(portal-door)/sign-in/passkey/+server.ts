import { signInPages } from '../../../../edge/sign-in-pages.ts';

/** What the browser needs to ask for a passkey: a new challenge each time. */
export const POST = signInPages('user').passkeyOptions;

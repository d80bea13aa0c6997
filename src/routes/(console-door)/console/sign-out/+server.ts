import { signInPages } from '../../../../edge/sign-in-pages.ts';

export const POST = signInPages('operator').signOut;

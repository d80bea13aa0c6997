import { redirect } from '@sveltejs/kit';

/** Only a path of this very site may follow a sign-in or a confirmation. */
export const safeNext = (text: string | null): string | undefined => (text && /^\/(?![/\\])[\x21-\x7e]*$/.test(text) && text.length < 500 ? text : undefined);

/** Leads to the page that asks for the password again, if that is why an act was refused; from there one comes back. */
export function askAgain(answer: void | { data: { refusal: { code: string } } }, base: '/profile' | '/console/profile', next: string): void {
  if (answer?.data.refusal.code === 'password_needed') redirect(303, `${base}/confirm?next=${encodeURIComponent(next)}`);
}

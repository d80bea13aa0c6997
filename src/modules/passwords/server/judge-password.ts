import { invalid } from '#kernel/refusal.ts';
import { brokenRules, normalPassword, type PasswordProfile } from '../password.ts';
import { isMostlyRepeats, isPersonal, personalWords } from '../weakness.ts';

export type PasswordFault = 'password_rules_broken' | 'password_repeats' | 'password_personal' | 'password_too_common';

const refuse = (fault: PasswordFault) => invalid(fault, { newPassword: fault });

/**
 * Refuses a new password that breaks the rules (G-2.3-3) or is weak (G-2.3-4, D-3). `personal` are the words of the
 * account, the product and the user: user ID, mail address, names. Anybody who sets a password calls it, outside a
 * transaction: it reads its word lists on first use and works some milliseconds. Hash `normalPassword(password)` afterwards.
 */
export async function judgePassword(input: { password: string; profile: PasswordProfile; personal: readonly string[] }): Promise<void> {
  if (brokenRules(input.password, input.profile).length > 0) throw refuse('password_rules_broken');
  const password = normalPassword(input.password);
  if (isMostlyRepeats(password)) throw refuse('password_repeats');
  if (isPersonal(password, input.personal)) throw refuse('password_personal');
  const { estimateOnServer } = await import('./strength-on-server.ts');
  if (estimateOnServer(password, personalWords(input.personal)).tooCommon) throw refuse('password_too_common');
}

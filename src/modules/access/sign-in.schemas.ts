import { z } from 'zod';
import { normal } from '#kernel/normal.ts';

/** The sign-in form (G-4.2-1). Longer values are refused before any work is done on them. */
export const PasswordInput = z.strictObject({
  userId: z.string().trim().min(1, 'user_id_missing').max(200, 'sign_in_refused'),
  password: z.string().min(1, 'password_missing').max(1000, 'sign_in_refused'),
});
export type PasswordInput = z.infer<typeof PasswordInput>;

const plain = (typed: string) => normal(typed).replace(/[\s-]/g, '');

/** A typed six-digit code; full-width digits and spaces are forgiven (D-2). */
export const SixDigits = z
  .string()
  .max(40, 'code_malformed')
  .transform(plain)
  .refine((code) => /^\d{6}$/.test(code), 'code_malformed');

/** A code of the second step, by the way that was chosen (D-1). */
export const CodeInput = z.discriminatedUnion('factor', [
  z.strictObject({ factor: z.literal('mail'), code: SixDigits }),
  z.strictObject({ factor: z.literal('app'), code: SixDigits }),
  z.strictObject({
    factor: z.literal('recovery'),
    code: z
      .string()
      .max(40, 'recovery_malformed')
      .transform((typed) => plain(typed).toUpperCase())
      .refine((code) => /^[A-Z2-7]{16}$/.test(code), 'recovery_malformed'),
  }),
]);
export type CodeInput = z.output<typeof CodeInput>;

/** Steps 1 and 2 of the reset (G-4.4-2, G-4.4-4). Any text is taken: whether it fits is told to nobody. */
export const ResetUserId = z.strictObject({ userId: z.string().trim().min(1, 'user_id_missing').max(200, 'user_id_too_long') });
export const ResetRequest = z.strictObject({
  userId: z.string().trim().min(1, 'user_id_missing').max(200, 'user_id_too_long'),
  mail: z
    .string()
    .transform((typed) => normal(typed).trim())
    .refine((mail) => mail.length > 0, 'mail_missing')
    .refine((mail) => mail.length <= 254 && z.email().safeParse(mail).success, 'mail_malformed'),
});
export type ResetRequest = z.output<typeof ResetRequest>;

/** A new password as typed twice; its strength is judged by the deed. */
export const NewPassword = z
  .strictObject({
    newPassword: z.string().min(1, 'new_password_missing').max(1000, 'password_rules_broken'),
    newPasswordAgain: z.string().max(1000, 'password_rules_broken'),
  })
  .refine((typed) => typed.newPassword === typed.newPasswordAgain, { message: 'passwords_differ', path: ['newPasswordAgain'] });

export const AuthenticatorName = z
  .string()
  .transform((typed) => normal(typed, 'NFC').trim())
  .refine((name) => name.length <= 100, 'text_too_long')
  .refine((name) => !/[\u0000-\u001f\u007f]/.test(name), 'text_control');

/** The browser's answer about a passkey, as JSON; its meaning is checked by the library. */
export const PasskeyAnswer = z
  .string()
  .max(20_000, 'passkey_refused')
  .transform((text, context) => {
    try {
      const parsed = z
        .looseObject({ id: z.string().max(1500), rawId: z.string(), response: z.looseObject({}), type: z.literal('public-key') })
        .safeParse(JSON.parse(text));
      if (parsed.success) return parsed.data;
    } catch {
      // Not JSON: the same answer as JSON of another shape.
    }
    context.addIssue({ code: 'custom', message: 'passkey_refused' });
    return z.NEVER;
  });
export type PasskeyAnswer = z.output<typeof PasskeyAnswer>;

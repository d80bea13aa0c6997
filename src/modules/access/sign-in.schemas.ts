import { z } from 'zod';

/** The sign-in form (G-4.2-1). Longer values are refused before any work is done on them. */
export const PasswordInput = z.strictObject({
  userId: z.string().trim().min(1, 'user_id_missing').max(200, 'sign_in_refused'),
  password: z.string().min(1, 'password_missing').max(1000, 'sign_in_refused'),
});
export type PasswordInput = z.infer<typeof PasswordInput>;

/** A typed verification code; full-width digits and spaces are forgiven (D-2). */
export const CodeInput = z.strictObject({
  code: z
    .string()
    .max(40, 'code_malformed')
    .transform((typed) => typed.normalize('NFKC').replace(/[\s-]/g, ''))
    .refine((code) => /^\d{6}$/.test(code), 'code_malformed'),
});
export type CodeInput = z.infer<typeof CodeInput>;

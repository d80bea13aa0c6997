import { z } from 'zod';
import { isId } from '#kernel/ids.ts';
import { normal } from '#kernel/normal.ts';
import { LanguageChoice, MailAddress, NameLine, PhoneLine, TimeZoneChoice } from '#modules/users/server/index.ts';
import { canonicalUserId, isPlainUserId, isReservedUserId, MAX_USER_ID } from '#modules/users/index.ts';

/** Taken, reserved and confusable get one sentence, so that nobody learns which user IDs exist (D-9). */
export const UserId = z
  .string()
  .transform((typed) => normal(typed).trim())
  .refine((id) => id.length > 0, 'user_id_missing')
  .refine((id) => id.length <= MAX_USER_ID, 'user_id_too_long')
  .refine((id) => isPlainUserId(canonicalUserId(id)) && !isReservedUserId(canonicalUserId(id)), 'user_id_refused');

const Names = {
  givenName: NameLine.refine((text) => text.length > 0, 'given_name_missing'),
  familyName: NameLine.refine((text) => text.length > 0, 'family_name_missing'),
};
const Password = z.string().max(1000, 'password_wrong');

/** 連絡先を作成 (G-5.1.5-2). `password` is asked when the contact becomes an administrator. */
export const CreateContactInput = z.strictObject({
  userId: UserId,
  ...Names,
  mail: MailAddress,
  language: LanguageChoice,
  timeZone: TimeZoneChoice,
  appRequired: z.boolean(),
  administrator: z.boolean(),
  password: Password,
});
export type CreateContactInput = z.output<typeof CreateContactInput>;

/** A contact's form (G-5.1.2-2, G-5.1.4-1). */
export const EditContactInput = z.strictObject({
  version: z.coerce.number().int().min(1),
  userId: UserId,
  displayName: NameLine.refine((text) => text.length > 0, 'display_name_missing'),
  givenName: NameLine,
  familyName: NameLine,
  mail: MailAddress,
  jobTitle: NameLine,
  workPhone: PhoneLine,
  mobilePhone: PhoneLine,
  language: LanguageChoice,
  timeZone: TimeZoneChoice,
  appRequired: z.boolean(),
  administrator: z.boolean(),
  contractIds: z.array(z.string().refine(isId, 'malformed')).max(200),
  password: Password,
});
export type EditContactInput = z.output<typeof EditContactInput>;

/** 多要素認証の方針 (D-1). */
export const PolicyInput = z.strictObject({ policy: z.enum(['any', 'app_once_paired', 'app_required'], 'malformed') });

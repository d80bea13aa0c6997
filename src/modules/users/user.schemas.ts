import { z } from 'zod';
import { normal } from '#kernel/normal.ts';

/** Text on one line, without control characters that could break a mail header or a table. */
const line = (most: number, tooLong: string) =>
  z
    .string()
    .transform((text) => normal(text, 'NFC').trim())
    .refine((text) => !/[\u0000-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(text), 'text_control')
    .refine((text) => text.length <= most, tooLong);

/** A name stands at the top of mails in the provider's name: no address of a site may pass for one. */
export const NameLine = line(100, 'text_too_long').refine((text) => !/:\/\/|www\.|[/\\]{2}/i.test(text), 'text_link');
export const PhoneLine = line(40, 'phone_malformed').refine((text) => /^[0-9+()\-. 　０-９－（）＋#x内線]*$/i.test(text), 'phone_malformed');
/** One address as people type it; lists, names and line breaks are no address. */
export const MailAddress = z
  .string()
  .transform((text) => normal(text).trim())
  .refine((text) => text.length > 0, 'mail_missing')
  .refine((text) => text.length <= 254 && z.email().safeParse(text).success, 'mail_malformed');

export const LanguageChoice = z.enum(['system', 'ja', 'en'], 'malformed').transform((choice) => (choice === 'system' ? null : choice));
export const TimeZoneChoice = z
  .string()
  .refine((text) => text === 'system' || text === 'UTC' || Intl.supportedValuesOf('timeZone').includes(text), 'time_zone_unknown')
  .transform((text) => (text === 'system' ? null : text));

/** 自分のサポートプロファイル (G-4.13.1-2). */
export const ProfileInput = z.strictObject({
  displayName: NameLine.refine((text) => text.length > 0, 'display_name_missing'),
  givenName: NameLine,
  familyName: NameLine,
  jobTitle: NameLine,
  bio: z
    .string()
    .transform((text) => text.replace(/\r\n/g, '\n').trim())
    .refine((text) => !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text), 'text_control')
    .refine((text) => text.length <= 2000, 'text_too_long'),
  workPhone: PhoneLine,
  mobilePhone: PhoneLine,
});
export type ProfileInput = z.output<typeof ProfileInput>;

/** ユーザー初期設定 (G-4.13.5-1). */
export const PreferencesInput = z.strictObject({ easierReading: z.boolean(), language: LanguageChoice, timeZone: TimeZoneChoice });
export type PreferencesInput = z.output<typeof PreferencesInput>;

import type { Language, Role } from '#kernel/actor.ts';
import { normal } from '#kernel/normal.ts';

/** `invited`: has no password yet that could match (D-6). */
export type UserState = 'invited' | 'active' | 'disabled';

/** One form for comparing user IDs, whatever width or case was typed (D-9). */
export const canonicalUserId = (typed: string): string => normal(plain(typed)).trim().toLowerCase();

/** The database takes every character but one; what holds it is the name of nobody. */
const plain = (typed: string): string => typed.replaceAll('\u0000', '\ufffd');

export const MAX_USER_ID = 40;

/**
 * The user ID that is proposed for a mail address (G-5.1.2-5): the address and `.cs`; of an address of 38 characters or
 * more the first 37, so that the whole never passes 40.
 */
export const suggestedUserId = (mail: string): string => (mail.trim() ? `${mail.trim().slice(0, MAX_USER_ID - 3)}.cs` : '');

/** What else to propose for a mail address when its own user ID is taken: the same with a number. */
export const otherUserIds = (mail: string): string[] =>
  Array.from({ length: 8 }, (_, index) => String(index + 2)).map((number) => `${mail.trim().slice(0, MAX_USER_ID - 3 - number.length)}${number}.cs`);

const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

export const MAX_DISPLAY_NAME = 100;

/** A display name of 名 and 姓 in the order that its script is read: 山田 太郎, but Taro Yamada. Very long ones are cut, never in half a character. */
export function displayNameOf(name: { givenName: string; familyName: string }): string {
  const inOrder = eastAsian.test(name.givenName + name.familyName) ? [name.familyName, name.givenName] : [name.givenName, name.familyName];
  return inOrder
    .filter(Boolean)
    .join(' ')
    .slice(0, MAX_DISPLAY_NAME)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();
}

/** Lookalikes of Latin letters from other scripts would make two user IDs that nobody can tell apart (D-9). */
const plainUserId = /^[a-z0-9.@_+!#$%&'*/=?^`{|}~-]+$/;
export const isPlainUserId = (canonical: string): boolean => plainUserId.test(canonical);

/** Names that could pass for the provider's own people or for the program. */
const reserved = new Set([
  'admin',
  'administrator',
  'root',
  'system',
  'sac',
  'support',
  'operator',
  'postmaster',
  'security',
  'madoguchi',
  'noreply',
  'no-reply',
]);
export const isReservedUserId = (canonical: string): boolean => reserved.has(canonical.replace(/\.cs$/, '').split('@')[0] ?? '') && !canonical.includes('@');

/** What a person says of themselves (G-4.13.1-1). Null language or time zone: the system's. */
export type Profile = {
  id: string;
  userId: string;
  displayName: string;
  givenName: string;
  familyName: string;
  mail: string;
  jobTitle: string;
  bio: string;
  workPhone: string;
  mobilePhone: string;
  language: Language | null;
  timeZone: string | null;
  easierReading: boolean;
  pictureId: string | null;
  role: Role;
};

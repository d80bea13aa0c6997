import type { Language, Role } from '#kernel/actor.ts';

export const CONTACTS_A_PAGE = 20;

/** A line of 連絡先一覧. */
export type ContactRow = {
  id: string;
  displayName: string;
  userId: string;
  accountName: string;
  mail: string;
  workPhone: string;
  locked: boolean;
  state: 'invited' | 'active' | 'disabled';
  role: Role;
  updatedAt: string;
};
export type ContactPage = { rows: ContactRow[]; page: number; pages: number; total: number; from: number; to: number };

/** One contact with everything that their form shows, and what the reader may do. */
export type ContactView = ContactRow & {
  accountId: string;
  givenName: string;
  familyName: string;
  jobTitle: string;
  mobilePhone: string;
  language: Language | null;
  timeZone: string | null;
  appRequired: boolean;
  pictureId: string | null;
  version: number;
  createdAt: string;
  lockedUntil: string | null;
  passwordChangedAt: string | null;
  /** Until when self-service reset is closed; null when it is open. */
  resetPausedUntil: string | null;
  hasPassword: boolean;
  isSelf: boolean;
  contracts: { id: string; number: string; holderName: string; nameJa: string; nameEn: string; linked: boolean }[];
  can: { edit: boolean; disable: boolean; enable: boolean; mailOpening: boolean; mailReset: boolean; removeFactor: boolean; liftResetPause: boolean };
};

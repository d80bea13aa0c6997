import type { ContactView } from '../index.ts';

/** A contact's form as its fields hold it. */
export type TypedContact = Record<
  'userId' | 'displayName' | 'givenName' | 'familyName' | 'mail' | 'jobTitle' | 'workPhone' | 'mobilePhone' | 'language' | 'timeZone',
  string
> & { appRequired: boolean; administrator: boolean; contractIds: string[] };

/** What the form shows before anybody typed. */
export const typedFrom = (contact: ContactView): TypedContact => ({
  userId: contact.userId,
  displayName: contact.displayName,
  givenName: contact.givenName,
  familyName: contact.familyName,
  mail: contact.mail,
  jobTitle: contact.jobTitle,
  workPhone: contact.workPhone,
  mobilePhone: contact.mobilePhone,
  language: contact.language ?? 'system',
  timeZone: contact.timeZone ?? 'system',
  appRequired: contact.appRequired,
  administrator: contact.role === 'administrator',
  contractIds: contact.contracts.filter((one) => one.linked).map((one) => one.id),
});

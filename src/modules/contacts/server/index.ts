export { chooseFactorPolicy, readFactorPolicy } from './factor-policy.ts';
export { createContact } from './create-contact.ts';
export { inviteAdministrator, ownersOfUserIds, proposeUserId, type UserIdProposal } from './invite-administrator.ts';
export { editContact } from './edit-contact.ts';
export { allContacts, countContacts, listContacts } from './list-contacts.ts';
export { readContact, type ContactDetails } from './read-contact.ts';
export {
  contactDeliveries,
  disableLogin,
  enableLogin,
  endContactSessions,
  mailOpeningAgain,
  removeContactFactor,
  reopenReset,
  startReset,
} from './help-contact.ts';
export { CreateContactInput, EditContactInput, PolicyInput, UserId } from './contact.schemas.ts';

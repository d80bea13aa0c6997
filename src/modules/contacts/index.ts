export { CONTACTS_A_PAGE, type ContactPage, type ContactRow, type ContactView } from './contact.ts';
export { contactAddress, contactListShape, contactParams, readContactList, type AskedContacts, type ContactList } from './contact-list.ts';

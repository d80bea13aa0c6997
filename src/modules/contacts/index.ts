export { CONTACTS_A_PAGE, contactSorts, type ContactPage, type ContactRow, type ContactSort, type ContactView } from './contact.ts';
export { contactAddress } from './address.ts';

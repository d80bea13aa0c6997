export { onboard } from './onboard.ts';
export { readCustomer, typedCustomer, type Customer } from './customer.schemas.ts';
export { findCollisions, listOnboardings, openingDeliveries, readOnboarding, type Collisions, type OpeningDelivery } from './read-onboardings.ts';
export { openingPdf } from './opening-pdf.ts';
export { fileWords, receiveCustomers, takeCustomers } from './take-file.ts';

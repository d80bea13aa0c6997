export { eventForJob, record, recordHomeView, sweepJournal } from './journal.ts';
export { allEvents, listEvents, listEventsOf, type HistoryPage } from './read-history.ts';
export type { StoredEvent } from './journal.sql.ts';
export { EventQuery } from '../journal.schemas.ts';

export { EVENTS_A_PAGE, eventNames, isEventName, LAST_EVENTS_PAGE, type EventName, type EventRow } from './event.ts';
export { browserOf } from './browser.ts';
export { eventTitle } from './event-words.ts';

import { m } from '#messages';
import type { CaseQueue } from '../case.ts';

/** The queues' names in the reader's language, in the order in which they are worked. */
export const queueNames = (): Record<CaseQueue, string> => ({
  replied: m.queue_replied(),
  new: m.queue_new(),
  mine: m.queue_mine(),
  awaiting_customer: m.queue_awaiting(),
  resolved: m.queue_resolved(),
  open: m.queue_open(),
});

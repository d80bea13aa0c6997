import { z } from 'zod';
import { isEventName, LAST_EVENTS_PAGE, type EventName } from './event.ts';

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)));

/**
 * The history's filter in the address (D-20): whatever is unknown is left out rather than refused, so that a hand-made or
 * old address still shows something. Days are those of the reader's time zone, the last one included.
 */
export const EventQuery = z.object({
  q: z
    .string()
    .transform((text) => text.replaceAll('\u0000', '').trim().slice(0, 100))
    .catch('')
    .default(''),
  event: z
    .string()
    .refine(isEventName)
    .transform((name): EventName => name as EventName)
    .optional()
    .catch(undefined),
  result: z.enum(['success', 'failure']).optional().catch(undefined),
  from: day.optional().catch(undefined),
  to: day.optional().catch(undefined),
  sort: z.enum(['newest', 'oldest']).catch('newest').default('newest'),
  page: z.coerce.number().int().min(1).max(LAST_EVENTS_PAGE).catch(1).default(1),
});
export type EventQuery = z.output<typeof EventQuery>;

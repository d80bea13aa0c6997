import type { UserActor } from '#kernel/actor.ts';
import type { Sheet } from '#platform/server/sheets/index.ts';

/**
 * What a list gives to an export: its rows, worded and in order, for a reader and the parameters of its address. Rows are read in
 * pieces, each as `asActor(actor, …)` in a transaction of its own. `total` is how many there will be, as far as it is known.
 */
export type ListSource = (actor: UserActor, search: URLSearchParams) => Promise<{ sheet: Sheet; total: number }>;
export type ListSources = Readonly<Record<string, ListSource>>;

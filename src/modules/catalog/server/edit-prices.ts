import type { z } from 'zod';
import type { OperatorActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { invalid } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { catalogChanged } from '../catalog.refusals.ts';
import { decideOnCatalog } from '../catalog.policy.ts';
import type { NewPriceListInput, PriceListInput } from '../catalog.schemas.ts';
import type { PriceListView } from '../index.ts';
import * as rows from './catalog.sql.ts';

/** Every price list with the points of each item. Operators only. */
export async function readPrices(context: Context<OperatorActor>): Promise<PriceListView> {
  require(decideOnCatalog(context.actor, 'view'));
  const [items, lists] = [await rows.selectPricedItems(context.tx), await rows.selectPriceLists(context.tx)];
  return { items, lists, can: { change: decideOnCatalog(context.actor, 'change').allowed } };
}

/**
 * Changes a price list as a whole. What was quoted before stays as quoted (D-15). Service managers only. Refuses `catalog_changed`,
 * `price_list_taken`.
 */
export async function changePrices(context: Context<OperatorActor>, input: PriceListInput): Promise<void> {
  require(decideOnCatalog(context.actor, 'change'));
  const prices = Object.fromEntries(Object.entries(input.prices).flatMap(([id, points]) => (points === null ? [] : [[id, points] as const])));
  const renamed = await rows.renamePriceList(context.tx, input);
  if (renamed === 'gone') throw catalogChanged();
  if (renamed === 'taken') throw nameTaken();
  await rows.replacePrices(context.tx, { id: input.id, prices });
}

/** Adds an empty price list. Service managers only. Returns its id. */
export async function createPriceList(context: Context<OperatorActor>, input: z.output<typeof NewPriceListInput>): Promise<string> {
  require(decideOnCatalog(context.actor, 'change'));
  const id = newId();
  if (!(await rows.insertPriceList(context.tx, { id, name: input.name }))) throw nameTaken();
  return id;
}

const nameTaken = () => invalid('price_list_taken', { name: 'price_list_taken' });

import type { OperatorActor } from '#kernel/actor.ts';
import { isId, newId } from '#kernel/ids.ts';
import { invalid, notFound } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { listServices } from '#modules/contracts/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { decideOnWriting } from '../knowledge.policy.ts';
import { placeNotEmpty } from '../knowledge.refusals.ts';
import * as rows from './writing.sql.ts';

type Operator = Context<OperatorActor>;
type Names = { nameJa: string; nameEn: string };
/** A base, or a category of one. */
export type PlaceRef = { kind: 'base' | 'category'; id: string };

/** Every base with its categories in order, and the number of articles in each, announcements apart. Operators only. */
export async function listPlaces(context: Operator) {
  require(decideOnWriting(context.actor));
  const categories = await rows.selectCategories(context.tx);
  return (await rows.selectBases(context.tx)).map((base) => ({ ...base, categories: categories.filter((category) => category.baseId === base.id) }));
}

/** Adds a base at the end. `serviceId` is whose customers its new articles are meant for; null for all. Refuses `article_place_unknown`. Operators only. */
export async function addBase(context: Operator, input: Names & { serviceId: string | null }): Promise<void> {
  await checkService(context, input.serviceId);
  await rows.insertBase(context.tx, { ...input, id: newId() });
}

/** Adds a category at the end of a base. Operators only. */
export async function addCategory(context: Operator, input: Names & { baseId: string }): Promise<void> {
  require(decideOnWriting(context.actor));
  if (!isId(input.baseId) || !(await rows.isPlace(context.tx, { baseId: input.baseId, categoryId: null }))) throw notFound();
  await rows.insertCategory(context.tx, { ...input, id: newId() });
}

/** Gives a base or category other names, and a base another service. Operators only. */
export async function changePlace(context: Operator, input: PlaceRef & Names & { serviceId: string | null }): Promise<void> {
  await checkService(context, input.kind === 'base' ? input.serviceId : null);
  if (!isId(input.id)) throw notFound();
  const isDone = input.kind === 'base' ? await rows.updateBase(context.tx, input) : await rows.updateCategory(context.tx, input);
  if (!isDone) throw notFound();
}

/** Moves a base or category one place up or down. Operators only. */
export async function movePlace(context: Operator, input: PlaceRef & { up: boolean }): Promise<void> {
  require(decideOnWriting(context.actor));
  if (!isId(input.id)) throw notFound();
  await rows.swapPlaces(context.tx, input);
}

/** Takes an empty base or category away. Refuses `article_place_not_empty`. Operators only. */
export async function removePlace(context: Operator, input: PlaceRef): Promise<void> {
  require(decideOnWriting(context.actor));
  if (!isId(input.id)) throw notFound();
  if (!(await rows.deleteEmpty(context.tx, input))) throw placeNotEmpty();
}

async function checkService(context: Operator, serviceId: string | null): Promise<void> {
  require(decideOnWriting(context.actor));
  if (serviceId !== null && !(await listServices(context)).some((service) => service.id === serviceId))
    throw invalid('article_place_unknown', { serviceId: 'article_place_unknown' });
}

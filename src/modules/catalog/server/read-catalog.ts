import type { Actor, ContractLink, UserActor } from '#kernel/actor.ts';
import { notFound } from '#kernel/refusal.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { parseForm } from '../form.schemas.ts';
import type { CatalogEntry, ItemVersion, OpenItem } from '../index.ts';
import { selectOffered, selectOfferedItem, selectVersion, type ItemRow } from './catalog.sql.ts';

/**
 * What can be ordered under one of the reader's contracts (G-4.7-3, D-16), in the catalogue's order. Nothing, where the contract does not include
 * work requests or has ended (D-18). Where it has points, an item without a price is not offered.
 */
export async function listItems(context: Context<UserActor>, { contract }: { contract: ContractLink }): Promise<CatalogEntry[]> {
  if (!mayOrder(contract)) return [];
  const rows = await selectOffered(context.tx, { serviceId: contract.service.id, contractId: contract.id });
  return rows.filter((row) => !contract.hasPoints || row.points !== null).map((row) => entryOf(row, contract));
}

/** An item with its form, to be filled in for one of the reader's contracts; whatever {@link listItems} does not show is `not_found`. */
export async function openItem(context: Context<UserActor>, { key, contract }: { key: string; contract: ContractLink }): Promise<OpenItem> {
  if (!mayOrder(contract) || !/^[a-z][a-z0-9-]{1,60}$/.test(key)) throw notFound();
  const row = await selectOfferedItem(context.tx, { serviceId: contract.service.id, contractId: contract.id, key });
  if (!row || (contract.hasPoints && row.points === null)) throw notFound();
  return { ...entryOf(row, contract), form: parseForm(row.form) };
}

/** One published version, for reading requests of it long after there are newer ones (G-R-4); operators may read drafts too. */
export async function readVersion(context: Context<Actor>, input: { itemId: string; version: number }): Promise<ItemVersion> {
  const row = await selectVersion(context.tx, input);
  if (!row) throw notFound();
  return { name: { ja: row.nameJa, en: row.nameEn }, summary: { ja: row.summaryJa, en: row.summaryEn }, form: parseForm(row.form) };
}

const mayOrder = (contract: ContractLink): boolean => contract.hasRequests && !contract.isOver;

const entryOf = (row: ItemRow, contract: ContractLink): CatalogEntry => ({
  id: row.id,
  key: row.key,
  version: row.version,
  name: { ja: row.nameJa, en: row.nameEn },
  summary: { ja: row.summaryJa, en: row.summaryEn },
  category: row.category,
  points: contract.hasPoints ? row.points : null,
  isPerUnit: row.isPerUnit,
});

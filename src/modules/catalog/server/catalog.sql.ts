import { sql } from 'kysely';
import type { Tx } from '#platform/server/database.ts';

export type ItemRow = {
  id: string;
  key: string;
  serviceId: string;
  category: string;
  version: number;
  nameJa: string;
  nameEn: string;
  summaryJa: string;
  summaryEn: string;
  points: number | null;
  isPerUnit: boolean;
};

const columns = sql`i.id, i.key, i.service_id as "serviceId", i.category, v.version, v.name_ja as "nameJa", v.name_en as "nameEn",
  v.summary_ja as "summaryJa", v.summary_en as "summaryEn", v.form -> 'units' is not null as "isPerUnit"`;

/** What a service offers, in its order, with what one unit costs under a contract of the reader. */
export async function selectOffered(tx: Tx, input: { serviceId: string; contractId: string }): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    select ${columns}, app.points_of_item(${input.contractId}, i.id) as points
    from catalog_items i join catalog_versions v on v.item_id = i.id and v.version = i.published_version
    where i.service_id = ${input.serviceId} and i.is_offered order by i.position, i.key`.execute(tx);
  return rows;
}

export async function selectOfferedItem(
  tx: Tx,
  input: { serviceId: string; contractId: string; key: string },
): Promise<(ItemRow & { form: unknown }) | undefined> {
  const { rows } = await sql<ItemRow & { form: unknown }>`
    select ${columns}, v.form, app.points_of_item(${input.contractId}, i.id) as points
    from catalog_items i join catalog_versions v on v.item_id = i.id and v.version = i.published_version
    where i.service_id = ${input.serviceId} and i.key = ${input.key} and i.is_offered`.execute(tx);
  return rows[0];
}

export type VersionRow = { nameJa: string; nameEn: string; summaryJa: string; summaryEn: string; form: unknown };

export async function selectVersion(tx: Tx, input: { itemId: string; version: number }): Promise<VersionRow | undefined> {
  const { rows } = await sql<VersionRow>`
    select name_ja as "nameJa", name_en as "nameEn", summary_ja as "summaryJa", summary_en as "summaryEn", form
    from catalog_versions where item_id = ${input.itemId} and version = ${input.version}`.execute(tx);
  return rows[0];
}

import { sql } from 'kysely';
import type { Tx } from '#platform/server/database.ts';
import type { ItemSummary } from '../index.ts';

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

// ── The console's side ─────────────────────────────────────────────────────────────────────────────────────────────

export type EditedItem = { id: string; key: string; isOffered: boolean; publishedVersion: number | null };

export async function selectItems(tx: Tx): Promise<ItemSummary[]> {
  const { rows } = await sql<ItemSummary>`select key, service_ja as "serviceJa", service_en as "serviceEn", position, is_offered as "isOffered",
    published_version as "publishedVersion", has_draft as "hasDraft", name_ja as "nameJa", name_en as "nameEn" from catalog_overview order by service_ja, position, key`.execute(
    tx,
  );
  return rows;
}

/** An item, held until the transaction ends when it is to be changed. */
export async function selectItem(tx: Tx, key: string, hold: boolean): Promise<EditedItem | undefined> {
  const { rows } = await sql<EditedItem>`select id, key, is_offered as "isOffered", published_version as "publishedVersion" from catalog_items
    where key = ${key} ${hold ? sql`for update` : sql``}`.execute(tx);
  return rows[0];
}

export type DraftRow = {
  version: number;
  nameJa: string;
  nameEn: string;
  summaryJa: string;
  summaryEn: string;
  form: unknown;
  publishedAt: Date | null;
  changedAt: string;
  publishedBy: string | null;
};

export async function selectVersions(tx: Tx, itemId: string): Promise<DraftRow[]> {
  const { rows } = await sql<DraftRow>`select version, name_ja as "nameJa", name_en as "nameEn", summary_ja as "summaryJa", summary_en as "summaryEn", form,
    published_at as "publishedAt", changed_at::text as "changedAt", published_by as "publishedBy" from catalog_versions where item_id = ${itemId} order by version desc limit 100`.execute(
    tx,
  );
  return rows;
}

export type DraftWords = { nameJa: string; nameEn: string; summaryJa: string; summaryEn: string; form: unknown };

export async function insertDraft(tx: Tx, d: DraftWords & { itemId: string; version: number; operatorId: string; now: Date }): Promise<void> {
  await sql`insert into catalog_versions (item_id, version, name_ja, name_en, summary_ja, summary_en, form, changed_at, changed_by)
    values (${d.itemId}, ${d.version}, ${d.nameJa}, ${d.nameEn}, ${d.summaryJa}, ${d.summaryEn}, ${JSON.stringify(d.form)}::jsonb, ${d.now}, ${d.operatorId})`.execute(
    tx,
  );
}

/** Changes the draft that its editor saw; false when it is another one by now. */
export async function updateDraft(tx: Tx, d: DraftWords & { itemId: string; seen: string; operatorId: string; now: Date }): Promise<boolean> {
  const { rows } = await sql`update catalog_versions set name_ja = ${d.nameJa}, name_en = ${d.nameEn}, summary_ja = ${d.summaryJa}, summary_en = ${d.summaryEn},
      form = ${JSON.stringify(d.form)}::jsonb, changed_at = ${d.now}, changed_by = ${d.operatorId}
    where item_id = ${d.itemId} and published_at is null and changed_at::text = ${d.seen} returning version`.execute(tx);
  return rows.length === 1;
}

export async function publishVersion(tx: Tx, p: { itemId: string; seen: string; operatorId: string; now: Date }): Promise<boolean> {
  const { rows } = await sql`with published as (update catalog_versions set published_at = ${p.now}, published_by = ${p.operatorId}
      where item_id = ${p.itemId} and published_at is null and changed_at::text = ${p.seen} returning version)
    update catalog_items set published_version = published.version from published where id = ${p.itemId} returning id`.execute(tx);
  return rows.length === 1;
}

export async function deleteDraft(tx: Tx, d: { itemId: string; seen: string }): Promise<boolean> {
  const { rows } =
    await sql`delete from catalog_versions where item_id = ${d.itemId} and published_at is null and changed_at::text = ${d.seen} returning version`.execute(tx);
  return rows.length === 1;
}

/** Adds an item at the end of its service; false when its key is taken or there is no such service. */
export async function insertItem(tx: Tx, item: { id: string; key: string; serviceId: string }): Promise<boolean> {
  return hasRow(
    sql`insert into catalog_items (id, key, service_id, position)
    select ${item.id}, ${item.key}, s.id, coalesce((select max(position) from catalog_items where service_id = s.id), 0) + 1 from services s
    where s.id = ${item.serviceId} returning id`.execute(tx),
  );
}

export async function setOffered(tx: Tx, input: { itemId: string; isOffered: boolean }): Promise<void> {
  await sql`update catalog_items set is_offered = ${input.isOffered} where id = ${input.itemId}`.execute(tx);
}

/** Lets an item change places with its neighbour. */
export async function swapPlaces(tx: Tx, input: { itemId: string; up: boolean }): Promise<void> {
  const beside = input.up ? sql`n.position < i.position order by n.position desc` : sql`n.position > i.position order by n.position`;
  await sql`with pair as (select i.id, i.position, o.id as other, o.position as place from catalog_items i
      cross join lateral (select n.id, n.position from catalog_items n where n.service_id = i.service_id and ${beside} limit 1) o where i.id = ${input.itemId})
    update catalog_items c set position = case when c.id = pair.id then pair.place else pair.position end from pair where c.id in (pair.id, pair.other)`.execute(
    tx,
  );
}

// ── Prices ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export async function selectPriceLists(tx: Tx): Promise<{ id: string; name: string; version: number; prices: Record<string, number> }[]> {
  const { rows } = await sql<{ id: string; name: string; version: number; prices: Record<string, number> }>`
    select l.id, l.name, l.version, coalesce((select json_object_agg(p.item_id, p.points) from prices p where p.price_list_id = l.id), '{}') as prices
    from price_lists l order by l.name`.execute(tx);
  return rows;
}

export async function selectPricedItems(tx: Tx): Promise<{ id: string; nameJa: string; nameEn: string; isOffered: boolean }[]> {
  const { rows } = await sql<{ id: string; nameJa: string; nameEn: string; isOffered: boolean }>`
    select id, name_ja as "nameJa", name_en as "nameEn", is_offered as "isOffered" from catalog_overview order by service_ja, position, key`.execute(tx);
  return rows;
}

/** Adds a price list; false when its name is taken. */
export async function insertPriceList(tx: Tx, list: { id: string; name: string }): Promise<boolean> {
  return hasRow(sql`insert into price_lists (id, name) values (${list.id}, ${list.name}) returning id`.execute(tx));
}

/** Gives a price list as it was seen its name and its next version; `gone` when it changed meanwhile, `taken` when another has that name. */
export async function renamePriceList(tx: Tx, list: { id: string; version: number; name: string }): Promise<'done' | 'gone' | 'taken'> {
  try {
    const { rows } =
      await sql`update price_lists set name = ${list.name}, version = version + 1 where id = ${list.id} and version = ${list.version} returning id`.execute(tx);
    return rows.length === 1 ? 'done' : 'gone';
  } catch (error) {
    if (isTaken(error)) return 'taken';
    throw error;
  }
}

/** Replaces all prices of a list. */
export async function replacePrices(tx: Tx, list: { id: string; prices: Record<string, number> }): Promise<void> {
  await sql`delete from prices where price_list_id = ${list.id}`.execute(tx);
  await sql`insert into prices (price_list_id, item_id, points) select ${list.id}, i.id, (w.value)::int
    from json_each_text(${JSON.stringify(list.prices)}::json) w join catalog_items i on i.id = w.key::uuid`.execute(tx);
}

/** Whether a row was written; false when its name is taken, after which the transaction can only be given up. */
async function hasRow(writing: Promise<{ rows: unknown[] }>): Promise<boolean> {
  try {
    return (await writing).rows.length === 1;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '23505';

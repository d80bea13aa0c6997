import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { CONTRACT_TIME_ZONE, dayOf, dayStart, monthOf } from '#kernel/days.ts';
import { newId } from '#kernel/ids.ts';
import { canonicalUserId, displayNameOf } from '#modules/users/index.ts';
import { hashPassword } from '#modules/access/server/index.ts';
import { openVault, type Vault } from '#platform/server/vault.ts';
import { proseFromText } from '#modules/prose/index.ts';
import type { Config } from '#platform/server/config.ts';
import { demoCases, type DemoCase, type DemoEntry } from '../../database/seeds/cases.ts';
import { demoFiles } from '../../database/seeds/files.ts';
import { demoItems } from '../../database/seeds/catalog.ts';
import { loadAnnouncements } from './demo-announcements.ts';
import { loadKnowledge } from './demo-knowledge.ts';
import { accounts, contracts, operators, PRICE_LIST, services, terms, users } from '../../database/seeds/world.ts';

/** One password for every demo person; it is printed at the start and never used outside the demo world. */
export const DEMO_PASSWORD = 'Umi-to-Yama-2026';

/** The key of every demo operator's authenticator app, for an app of one's own or for `npm run demo:code`. */
export const DEMO_APP_SECRET = 'MADOGUCHIDEMOAPPSECRETKEY2345672';

type Options = { ownerUrl: string; config: Pick<Config, 'dataDir' | 'FILES_S3_BUCKET' | 'SECRET_KEY'>; onlyIfEmpty: boolean; now?: Date };
type Ids = {
  accounts: Map<string, string>;
  contracts: Map<string, { id: string; accountId: string }>;
  people: Map<string, { id: string; kind: 'user' | 'operator' }>;
};

/**
 * Loads the demo world into an empty database, in one transaction. Returns false when there is something in it already.
 * Throws when asked to load into a database that is not empty.
 */
export async function loadDemoWorld(options: Options): Promise<boolean> {
  const client = new pg.Client({ connectionString: options.ownerUrl });
  await client.connect();
  try {
    const isEmpty = (await client.query('select from accounts limit 1')).rowCount === 0;
    if (!isEmpty && options.onlyIfEmpty) return false;
    if (!isEmpty) throw new Error('The database is not empty: the demo world is only loaded into an empty one.');
    await client.query('begin');
    const ids = await loadPeople(client, openVault(options.config));
    await loadTerms(client, ids, await loadCatalog(client), options.now ?? new Date());
    const files = await loadCases(client, ids, options.now ?? new Date());
    files.push(...(await loadKnowledge(client, { authorId: found(ids.people, 'op02').id, accounts: ids.accounts }, options.now ?? new Date())));
    await loadAnnouncements(client, found(ids.people, 'op01').id, options.now ?? new Date());
    await storeFiles(join(options.config.dataDir, 'files'), files);
    await client.query('commit');
    await client.query('analyze');
    return true;
  } finally {
    await client.end();
  }
}

async function loadPeople(client: pg.Client, vault: Vault): Promise<Ids> {
  const ids: Ids = { accounts: new Map(), contracts: new Map(), people: new Map() };
  const hash = await hashPassword(DEMO_PASSWORD);
  for (const service of services) await client.query('insert into services values ($1, $2, $3)', [service.id, service.nameJa, service.nameEn]);
  for (const account of accounts) {
    ids.accounts.set(account.key, newId());
    await client.query('insert into accounts (id, name) values ($1, $2)', [ids.accounts.get(account.key), account.name]);
  }
  for (const contract of contracts) {
    const accountId = found(ids.accounts, contract.account);
    const id = newId();
    ids.contracts.set(contract.number, { id, accountId });
    await client.query('insert into contracts (id, account_id, number, holder_name, service_id, started_on) values ($1, $2, $3, $4, $5, $6)', [
      id,
      accountId,
      contract.number,
      contract.holderName,
      contract.service,
      contract.startedOn,
    ]);
  }
  for (const user of users) {
    const accountId = found(ids.accounts, user.account);
    const id = newId();
    ids.people.set(user.key, { id, kind: 'user' });
    await client.query(
      `insert into users (id, account_id, user_id, canonical_user_id, display_name, mail, language, time_zone, role, given_name, family_name, state)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'active')`,
      [
        id,
        accountId,
        user.userId,
        canonicalUserId(user.userId),
        user.displayName,
        user.mail,
        user.language,
        user.timeZone,
        user.role,
        ...namesOf(user.displayName),
      ],
    );
    await client.query('insert into user_passwords (account_id, reader_id, hash) values ($1, $2, $3)', [accountId, id, hash]);
    for (const contract of contracts.filter((one) => one.account === user.account && (user.contracts === 'all' || user.contracts.includes(one.number)))) {
      await client.query('insert into user_contracts values ($1, $2, $3)', [accountId, id, found(ids.contracts, contract.number).id]);
    }
  }
  for (const operator of operators) {
    const id = newId();
    ids.people.set(operator.key, { id, kind: 'operator' });
    await client.query('insert into operators (id, user_id, canonical_user_id, display_name, mail, language, duty) values ($1, $2, $3, $4, $5, $6, $7)', [
      id,
      operator.userId,
      canonicalUserId(operator.userId),
      operator.displayName,
      operator.mail,
      operator.language,
      operator.duty,
    ]);
    await client.query('insert into operator_passwords (reader_id, hash) values ($1, $2)', [id, hash]);
    await client.query(`insert into operator_authenticators (id, reader_id, kind, name, sealed_secret) values ($1, $2, 'app', 'Authenticator', $3)`, [
      newId(),
      id,
      vault.seal(DEMO_APP_SECRET, id),
    ]);
  }
  return ids;
}

/** The nine items, published, with the price list that every demo contract has. Returns the list's id. */
async function loadCatalog(client: pg.Client): Promise<string> {
  const priceListId = newId();
  await client.query('insert into price_lists (id, name) values ($1, $2)', [priceListId, PRICE_LIST]);
  for (const [index, item] of demoItems.entries()) {
    const id = newId();
    await client.query('insert into catalog_items (id, key, service_id, position, published_version) values ($1, $2, $3, $4, 1)', [
      id,
      item.key,
      item.service,
      index + 1,
    ]);
    await client.query(
      `insert into catalog_versions (item_id, version, name_ja, name_en, summary_ja, summary_en, form, published_at) values ($1, 1, $2, $3, $4, $5, $6, now())`,
      [id, item.name.ja, item.name.en, item.summary.ja, item.summary.en, JSON.stringify(item.form)],
    );
    await client.query('insert into prices values ($1, $2, $3)', [priceListId, id, item.points]);
  }
  return priceListId;
}

/** What every contract includes, and the points of this month and the two before. */
async function loadTerms(client: pg.Client, ids: Ids, priceListId: string, now: Date): Promise<void> {
  for (const { contract, ...includes } of terms) {
    const { id, accountId } = found(ids.contracts, contract);
    const points = includes.planPoints + includes.optionPoints;
    await client.query('update contracts set renews_on = $2 where id = $1', [id, includes.renewsOn]);
    await client.query(
      `insert into contract_terms (id, account_id, contract_id, from_on, kind, plan, credits, plan_points, option_points, has_requests, has_points, price_list_id)
       select $1, account_id, id, started_on, $3, $4, $5, $6, $7, $8, $9, $10 from contracts where id = $2`,
      [
        newId(),
        id,
        includes.kind,
        includes.plan,
        includes.credits,
        includes.planPoints,
        includes.optionPoints,
        includes.hasRequests,
        points > 0,
        points > 0 ? priceListId : null,
      ],
    );
    if (points === 0) continue;
    for (const back of [-2, -1, 0]) {
      const month = monthOf(dayOf(now), back);
      await client.query(`insert into point_entries (id, account_id, contract_id, month, kind, points, at) values ($1, $2, $3, $4, 'grant', $5, $6)`, [
        newId(),
        accountId,
        id,
        month,
        points,
        dayStart(month, CONTRACT_TIME_ZONE, 0),
      ]);
    }
  }
}

/** 名 and 姓 of an invented person, in the order that the script of the display name has. */
function namesOf(displayName: string): [string, string] {
  const [first = '', ...rest] = displayName.split(' ');
  return displayNameOf({ givenName: rest.join(' '), familyName: first }) === displayName ? [rest.join(' '), first] : [first, rest.join(' ')];
}

type StoredFile = { id: string; body: Buffer };

async function loadCases(client: pg.Client, ids: Ids, now: Date): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  const oldestFirst = [...demoCases].sort((a, b) => b.daysAgo - a.daysAgo);
  for (const demo of oldestFirst) await loadCase(client, ids, demo, new Date(now.getTime() - demo.daysAgo * 86_400_000), now, files);
  return files;
}

async function loadCase(client: pg.Client, ids: Ids, demo: DemoCase, openedAt: Date, now: Date, files: StoredFile[]): Promise<void> {
  const contract = found(ids.contracts, demo.contract);
  const caseId = newId();
  const at = (entry: DemoEntry) => new Date(Math.min(openedAt.getTime() + entry.after * 60_000, now.getTime() - 60_000));
  const last = demo.entries.reduce((latest, entry) => Math.max(latest, at(entry).getTime()), openedAt.getTime());
  const unanswered = waitingSince(demo, ids, at);
  const subject = typeof demo.subject === 'function' ? demo.subject(openedAt) : demo.subject;
  await client.query(
    `insert into cases (id, account_id, contract_id, number, status, category, subject, contact_id, assignee_id, replied_at, created_at, updated_at, closed_at)
     values ($1, $2, $3, 'CS' || lpad(nextval('case_numbers')::text, 7, '0'), $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      caseId,
      contract.accountId,
      contract.id,
      demo.status,
      demo.category,
      subject,
      demo.contact && found(ids.people, demo.contact).id,
      demo.assignee && found(ids.people, demo.assignee).id,
      unanswered,
      openedAt,
      new Date(last),
      demo.status === 'closed' ? new Date(last) : null,
    ],
  );
  const place = { caseId, accountId: contract.accountId, contractId: contract.id };
  const opener = demo.entries[0]?.by ?? 'system';
  await insertEntry(client, ids, place, { after: 0, by: opener, kind: 'status', to: 'new' }, openedAt, 'opened', null);
  let status = 'new';
  for (const entry of demo.entries) {
    const entryId = await insertEntry(
      client,
      ids,
      place,
      entry,
      at(entry),
      entry.kind === 'status' ? 'status' : 'comment',
      entry.kind === 'status' ? status : null,
    );
    if (entry.kind === 'status' && entry.to) status = entry.to;
    for (const key of entry.files ?? []) files.push(await insertFile(client, ids, place, entry, entryId, key, at(entry)));
  }
}

type Place = { caseId: string; accountId: string; contractId: string };

async function insertEntry(
  client: pg.Client,
  ids: Ids,
  place: Place,
  entry: DemoEntry,
  at: Date,
  kind: 'opened' | 'comment' | 'status',
  from: string | null,
): Promise<string> {
  const id = newId();
  const author = entry.by === 'system' ? { id: null, kind: 'system' } : found(ids.people, entry.by);
  const text = [entry.text, entry.reason].filter(Boolean).join('\n\n');
  const body = text ? JSON.stringify(proseFromText(text)) : null;
  if (entry.kind === 'work_note') {
    await client.query('insert into work_notes (id, account_id, case_id, author_id, body, body_text, created_at) values ($1, $2, $3, $4, $5, $6, $7)', [
      id,
      place.accountId,
      place.caseId,
      author.id,
      body,
      text,
      at,
    ]);
    return id;
  }
  await client.query(
    `insert into activities (id, account_id, contract_id, case_id, kind, author_kind, author_id, body, body_text, from_status, to_status, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      id,
      place.accountId,
      place.contractId,
      place.caseId,
      kind,
      author.kind,
      author.id,
      body,
      text || null,
      from,
      kind === 'comment' ? null : (entry.to ?? null),
      at,
    ],
  );
  return id;
}

async function insertFile(client: pg.Client, ids: Ids, place: Place, entry: DemoEntry, entryId: string, key: string, at: Date): Promise<StoredFile> {
  const file = demoFiles[key];
  if (!file) throw new Error(`The demo world has no file ${key}.`);
  const body = file.make();
  const id = newId();
  const author = entry.by === 'system' ? { id: null, kind: 'system' } : found(ids.people, entry.by);
  const isNote = entry.kind === 'work_note';
  const types: Record<string, string> = { pdf: 'application/pdf', png: 'image/png' };
  const contentType = types[file.name.split('.').pop() ?? ''] ?? 'application/octet-stream';
  await client.query(
    `insert into attachments (id, account_id, contract_id, case_id, activity_id, work_note_id, audience, owner_kind, owner_id, name, size, content_type, sha256, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      id,
      place.accountId,
      place.contractId,
      place.caseId,
      isNote ? null : entryId,
      isNote ? entryId : null,
      isNote ? 'internal' : 'customer',
      author.kind,
      author.id,
      file.name,
      body.length,
      contentType,
      createHash('sha256').update(body).digest(),
      at,
    ],
  );
  return { id, body };
}

/** A customer's last word that no operator has answered yet, on a case that was taken. */
function waitingSince(demo: DemoCase, ids: Ids, at: (entry: DemoEntry) => Date): Date | null {
  if (demo.status === 'closed' || demo.status === 'new') return null;
  const comments = demo.entries.filter((entry) => entry.kind === 'comment' && entry.by !== 'system');
  const last = comments.at(-1);
  const answered = comments.some((entry) => ids.people.get(entry.by)?.kind === 'operator');
  return last && answered && ids.people.get(last.by)?.kind === 'user' ? at(last) : null;
}

async function storeFiles(folder: string, files: readonly StoredFile[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const file of files) await writeFile(join(folder, file.id), file.body);
}

function found<V>(map: Map<string, V>, key: string): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`The demo world has no ${key}.`);
  return value;
}

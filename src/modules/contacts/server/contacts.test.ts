import { beforeEach, describe, expect, it } from 'vitest';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { checkPassword, confirmCode, requestCode, userOfSession, type Visitor } from '#modules/access/server/index.ts';
import { allEvents, EventQuery, listEvents } from '#modules/journal/server/index.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { DEMO_PASSWORD } from '../../../cli/demo-world.ts';
import { people } from '#tests/support/people.ts';
import { personOf } from '#tests/support/server.ts';
import { eventually, useWorld } from '#tests/support/world.ts';
import {
  chooseFactorPolicy,
  contactDeliveries,
  createContact,
  CreateContactInput,
  disableLogin,
  editContact,
  EditContactInput,
  enableLogin,
  listContacts,
  mailOpeningAgain,
  readContact,
  readFactorPolicy,
  removeContactFactor,
  reopenReset,
  startReset,
} from './index.ts';
import { readContactList } from '../contact-list.ts';

const world = useWorld({ jobs: true });
const visitor: Visitor = { address: '192.0.2.4', agent: 'test', browser: undefined };
let administrator: UserActor;
let stranger: UserActor;
let contact: UserActor;
let operator: OperatorActor;
beforeEach(async () => {
  await world.owner.query('delete from throttles');
  administrator = await world.user(people.administrator);
  stranger = await world.user(people.strangeAdministrator);
  contact = await world.user(people.contact);
  operator = await world.operator(people.operator);
});

const wanted = (more: Record<string, unknown> = {}) =>
  CreateContactInput.parse({
    userId: `taro${Math.random().toString(36).slice(2, 8)}@sample.example.cs`,
    givenName: '太郎',
    familyName: '見本',
    mail: 'taro@sample.example',
    language: 'system',
    timeZone: 'system',
    appRequired: false,
    administrator: false,
    password: '',
    ...more,
  });
const edited = async (id: string, more: Record<string, unknown> = {}) => {
  const { contact: now } = await as(administrator, (context) => readContact(context, id));
  return EditContactInput.parse({
    version: now.version,
    userId: now.userId,
    displayName: now.displayName,
    givenName: now.givenName,
    familyName: now.familyName,
    mail: now.mail,
    jobTitle: now.jobTitle,
    workPhone: now.workPhone,
    mobilePhone: now.mobilePhone,
    language: now.language ?? 'system',
    timeZone: now.timeZone ?? 'system',
    appRequired: now.appRequired,
    administrator: now.role === 'administrator',
    contractIds: now.contracts.filter((one) => one.linked).map((one) => one.id),
    password: '',
    ...more,
  });
};
const as = <A extends UserActor | OperatorActor, T>(actor: A, work: (context: Context<A>) => Promise<T>) => asActor(actor, work);
const mailOf = (address: string, subject: string, after: number) =>
  eventually(`${subject} to ${address}`, () => world.mails.slice(after).find((mail) => mail.to.address === address && mail.subject === subject));
const historyOf = async (actor: UserActor) => (await as(actor, (context) => listEvents(context, EventQuery.parse({})))).rows;

describe('creating a contact', () => {
  it('invites them by mail, links them to the contracts of the administrator, and names them in the order of their script [G-5.1.5-2, G-5.1.5-3, G-5.2-1, G-5.2-4, D-6, D-8]', async () => {
    const before = world.mails.length;
    const input = wanted();
    const { id } = await createContact(administrator, input);
    const details = await as(administrator, (context) => readContact(context, id));
    expect(details.contact).toMatchObject({
      displayName: '見本 太郎',
      state: 'invited',
      language: null,
      timeZone: null,
      role: 'contact',
      can: { mailOpening: true },
    });
    expect(details.contact.contracts.every((contract) => contract.linked)).toBe(true);
    const letter = await mailOf('taro@sample.example', 'カスタマーポータル開通のご案内', before);
    expect(letter.text).toContain(input.userId);
    expect(letter.text).toContain('/password/forgot');
    await expect(checkPassword('user', { userId: input.userId, password: '' }, visitor)).rejects.toThrow();
  });

  it('refuses a user ID that is taken anywhere, reserved or a lookalike with one sentence, and counts the tries [G-5.1.2-4, G-5.1.5-3, D-9]', async () => {
    const taken = personOf(people.stranger).userId;
    for (const userId of [taken, taken.toUpperCase(), 'ＫＯＫＹＡＫＵ@a-company.example.cs']) {
      await expect(createContact(administrator, wanted({ userId }))).rejects.toMatchObject({ code: 'user_id_refused' });
    }
    for (const userId of ['admin.cs', 'tаro@sample.example.cs', 'x y'])
      expect(CreateContactInput.safeParse({ ...wanted(), userId, language: 'ja', timeZone: 'system' }).error?.issues[0]?.message).toBe('user_id_refused');
    expect(CreateContactInput.safeParse({ ...wanted(), userId: 'x'.repeat(41), language: 'ja', timeZone: 'system' }).error?.issues[0]?.message).toBe(
      'user_id_too_long',
    );
    const tries = Array.from({ length: 61 }, () => createContact(administrator, wanted({ userId: taken })));
    const outcomes = await Promise.allSettled(tries);
    expect(
      outcomes.filter((outcome) => outcome.status === 'rejected' && (outcome.reason as { code: string }).code === 'user_ids_too_many').length,
    ).toBeGreaterThanOrEqual(1);
  });

  it('takes one of two equal user IDs at once', async () => {
    const input = wanted();
    const outcomes = await Promise.allSettled([createContact(administrator, input), createContact(stranger, input)]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('makes an administrator only with the password again, and tells the other administrators [G-5.1.5-4, D-22]', async () => {
    await expect(createContact(administrator, wanted({ administrator: true }))).rejects.toMatchObject({ code: 'password_needed' });
    await expect(createContact(administrator, wanted({ administrator: true, password: 'wrong' }))).rejects.toMatchObject({ code: 'password_wrong' });
    await world.owner.query(`update users set role = 'administrator' where user_id = $1`, [personOf(people.colleague).userId]);
    const before = world.mails.length;
    await createContact(administrator, wanted({ administrator: true, password: DEMO_PASSWORD, mail: 'second@sample.example' }));
    await mailOf('second@sample.example', '管理者権限が付与されました', before);
    await mailOf(personOf(people.colleague).mail, '管理者が追加されました', before);
    await world.owner.query(`update users set role = 'contact' where user_id = $1`, [personOf(people.colleague).userId]);
  });

  it('belongs to administrators', () => expect(createContact(contact, wanted())).rejects.toMatchObject({ kind: 'not_found' }));
});

describe('editing a contact', () => {
  it('changes user ID, address and facts, and tells owner and old address [G-2.2-2, G-5.1.2-1, G-5.1.4-1]', async () => {
    const { id } = await createContact(administrator, wanted({ mail: 'old@sample.example' }));
    const before = world.mails.length;
    await editContact(
      administrator,
      id,
      await edited(id, { userId: 'hanako@sample.example.cs', mail: 'hanako@sample.example', jobTitle: '部長', workPhone: '03-0000-0000' }),
    );
    expect((await as(administrator, (context) => readContact(context, id))).contact).toMatchObject({
      userId: 'hanako@sample.example.cs',
      mail: 'hanako@sample.example',
      jobTitle: '部長',
    });
    await mailOf('old@sample.example', 'メールアドレスが変更されました', before);
    await mailOf('hanako@sample.example', 'メールアドレスが変更されました', before);
    await mailOf('hanako@sample.example', 'ユーザーIDが変更されました', before);
  });

  it('is refused to whoever read an older state, and loses nothing', async () => {
    const { id } = await createContact(administrator, wanted());
    const stale = await edited(id, { jobTitle: '二番目' });
    await editContact(administrator, id, await edited(id, { jobTitle: '一番目' }));
    await expect(editContact(administrator, id, stale)).rejects.toMatchObject({ kind: 'conflict', code: 'contact_changed' });
    expect((await as(administrator, (context) => readContact(context, id))).contact.jobTitle).toBe('一番目');
  });

  it('narrows and widens the contracts at the next request, never beyond the administrator, never for oneself [D-8, D-11]', async () => {
    const token = await world.token('user', people.contact);
    const links = async () => (await userOfSession(token, { use: false }))?.actor.contracts.map((one) => one.number);
    const { contact: before } = await as(administrator, (context) => readContact(context, contact.id));
    const [first] = before.contracts;
    await editContact(administrator, contact.id, await edited(contact.id, { contractIds: [first?.id] }));
    expect(await links()).toEqual([first?.number]);
    await editContact(administrator, contact.id, await edited(contact.id, { contractIds: before.contracts.map((one) => one.id) }));
    expect(await links()).toHaveLength(2);
    const foreign = stranger.contracts[0]?.id;
    await editContact(administrator, contact.id, await edited(contact.id, { contractIds: [...before.contracts.map((one) => one.id), foreign] }));
    expect(await links()).toHaveLength(2);
    await expect(editContact(administrator, administrator.id, await edited(administrator.id, { contractIds: [] }))).rejects.toMatchObject({
      code: 'own_contracts',
    });
    await expect(editContact(administrator, administrator.id, await edited(administrator.id, { mail: 'x@evil.example' }))).rejects.toMatchObject({
      code: 'own_mail_by_profile',
    });
  });

  it('lets the last administrator neither disable nor demote themselves, and of two who leave at once one [D-22]', async () => {
    await expect(editContact(administrator, administrator.id, await edited(administrator.id, { administrator: false }))).rejects.toMatchObject({
      code: 'last_administrator',
    });
    await expect(as(administrator, (context) => disableLogin(context, administrator.id))).rejects.toMatchObject({ code: 'last_administrator' });
    await world.owner.query(`update users set role = 'administrator' where user_id = $1`, [personOf(people.colleague).userId]);
    const second = await world.user(people.colleague);
    const both = await Promise.allSettled([
      as(administrator, (context) => disableLogin(context, administrator.id)),
      as(second, (context) => disableLogin(context, second.id)),
    ]);
    expect(both.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    await world.owner.query(`update users set state = 'active' where id = any($1)`, [[administrator.id, second.id]]);
    await world.owner.query(`update users set role = 'contact' where id = $1`, [second.id]);
  });
});

describe('helping a contact', () => {
  it('disables at the next request and enables again, which also unlocks [G-2.3-8, G-5.1.3-1, G-5.1.3-2, G-5.1.3-3, D-4, D-11]', async () => {
    const { userId } = personOf(people.english);
    const subject = await world.user(people.english);
    const token = await world.token('user', people.english);
    const signIn = () => checkPassword('user', { userId, password: DEMO_PASSWORD }, visitor);
    await as(administrator, (context) => disableLogin(context, subject.id));
    expect(await userOfSession(token, { use: true })).toBeUndefined();
    await expect(signIn()).rejects.toMatchObject({ code: 'sign_in_refused' });
    await as(administrator, (context) => enableLogin(context, subject.id));
    await signIn();
    for (let tries = 0; tries < 5; tries += 1) await checkPassword('user', { userId, password: 'wrong' }, visitor).catch(() => undefined);
    await expect(signIn()).rejects.toMatchObject({ code: 'sign_in_refused' });
    const locked = await as(administrator, (context) => readContact(context, subject.id));
    expect(locked.contact).toMatchObject({ locked: true, can: { enable: true } });
    await as(administrator, (context) => enableLogin(context, subject.id));
    await signIn();
  });

  it('shows and ends a lock of a browser that is known too [G-5.1.3-3, D-4]', async () => {
    const subject = await world.user(people.english);
    await world.owner.query(
      `insert into user_browsers (account_id, reader_id, token_hash, failures, locked_until) values ($1, $2, 'known', 5, now() + interval '20 minutes')`,
      [subject.accountId, subject.id],
    );
    const look = async () => (await as(administrator, (context) => readContact(context, subject.id))).contact;
    expect(await look()).toMatchObject({ locked: true, can: { enable: true } });
    await as(administrator, (context) => enableLogin(context, subject.id));
    expect(await look()).toMatchObject({ locked: false, lockedUntil: null });
  });

  it('leaves one line of many looks at a contact in ten minutes, and tells no customer where an operator sits [G-4.11.1-2, D-20]', async () => {
    const subject = await world.user(people.english);
    const from = { address: '203.0.113.44', agent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36' };
    for (let looks = 0; looks < 3; looks += 1) await as({ ...operator, from }, (context) => readContact(context, subject.id));
    const seen = (await historyOf(subject)).filter((line) => line.name === 'user.view' && line.by === 'Security Advisory Center');
    expect(seen).toMatchObject([{ address: '', agent: '' }]);
  });

  it('opens the reset again within its day for an operator only, and mails a link for both [G-4.4-16, D-5]', async () => {
    const subject = await world.user(people.narrow);
    await world.owner.query('update user_passwords set reset_at = now() where reader_id = $1', [subject.id]);
    const before = world.mails.length;
    await as(administrator, (context) => startReset(context, subject.id));
    await mailOf(personOf(people.narrow).mail, 'パスワードのリセット', before);
    await as(operator, (context) => reopenReset(context, subject.id));
    expect((await as(operator, (context) => readContact(context, subject.id))).contact.resetPausedUntil).toBeNull();
    await expect(as(operator, (context) => reopenReset(context, subject.id))).rejects.toMatchObject({ code: 'reset_not_paused' });
    expect((await as(operator, (context) => contactDeliveries(context, subject.id)))[0]).toMatchObject({ kind: 'reset', fault: null });
  });

  it('that could hand an access over needs a fresh proof, and all contracts of the contact [D-8, D-22]', async () => {
    const subject = await world.user(people.colleague);
    await world.owner.query(`update user_sessions set confirmed_at = now() - interval '1 hour' where id = $1`, [administrator.sessionId]);
    await expect(as(administrator, (context) => startReset(context, subject.id))).rejects.toMatchObject({ code: 'password_needed' });
    await expect(as(administrator, (context) => removeContactFactor(context, { id: subject.id, authenticatorId: null }))).rejects.toMatchObject({
      code: 'password_needed',
    });
    const moved = await edited(subject.id, { mail: 'evil@evil.example' });
    await expect(editContact(administrator, subject.id, moved)).rejects.toMatchObject({ code: 'password_needed' });
    await expect(editContact(administrator, subject.id, { ...moved, password: 'wrong' })).rejects.toMatchObject({ code: 'password_wrong' });

    await world.owner.query(`update users set role = 'administrator' where user_id = $1`, [personOf(people.narrow).userId]);
    const narrowed = await world.user(people.narrow);
    for (const deed of [enableLogin, startReset])
      await expect(as(narrowed, (context) => deed(context, subject.id))).rejects.toMatchObject({ code: 'beyond_own_contracts' });
    await expect(editContact(narrowed, subject.id, moved)).rejects.toMatchObject({ code: 'beyond_own_contracts' });
    expect((await as(narrowed, (context) => readContact(context, subject.id))).contact.can).toMatchObject({
      edit: false,
      mailReset: false,
      removeFactor: false,
      disable: true,
    });
    await world.owner.query(`update users set role = 'contact' where user_id = $1`, [personOf(people.narrow).userId]);
  });

  it('is told in the history of the contact, with the team for an operator [D-20]', async () => {
    const subject = await world.user(people.narrow);
    await as(operator, (context) => disableLogin(context, subject.id));
    await as(operator, (context) => enableLogin(context, subject.id));
    const [line] = await historyOf(subject);
    expect(line).toMatchObject({ name: 'user.enabled', by: 'セキュリティアドバイザリーセンター' });
    await as(administrator, (context) => readContact(context, subject.id));
    expect((await historyOf(subject))[0]).toMatchObject({ name: 'user.view', by: 'Ex Sample03' });
  });

  it('is for the contacts of the own account only, whatever id is sent [G-5.1-1]', async () => {
    const deeds: ((context: Context<UserActor>) => Promise<unknown>)[] = [
      (context: Context<UserActor>) => readContact(context, contact.id),
      (context: Context<UserActor>) => disableLogin(context, contact.id),
      (context: Context<UserActor>) => enableLogin(context, contact.id),
      (context: Context<UserActor>) => startReset(context, contact.id),
      (context: Context<UserActor>) => mailOpeningAgain(context, contact.id),
      (context: Context<UserActor>) => removeContactFactor(context, { id: contact.id, authenticatorId: null }),
    ];
    for (const actor of [stranger, await world.user(people.colleague)]) {
      for (const deed of deeds) await expect(as(actor, deed)).rejects.toMatchObject({ kind: 'not_found' });
      await expect(editContact(actor, contact.id, await edited(contact.id))).rejects.toMatchObject({ kind: 'not_found' });
    }
    await expect(as(administrator, (context) => readContact(context, "' or 1=1"))).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('the policy of an account', () => {
  it('is decided by its administrators with a fresh proof, and holds at the next sign-in [D-1]', async () => {
    await expect(as(contact, (context) => chooseFactorPolicy(context, 'any'))).rejects.toMatchObject({ kind: 'not_found' });
    await as(stranger, (context) => chooseFactorPolicy(context, 'app_required'));
    expect(await as(stranger, readFactorPolicy)).toBe('app_required');
    expect(await as(administrator, readFactorPolicy)).toBe('any');
    const { token } = await checkPassword('user', { userId: personOf(people.stranger).userId, password: DEMO_PASSWORD }, visitor);
    await requestCode(token);
    const letter = await eventually('the code', () =>
      world.mails.find((mail) => mail.to.address === personOf(people.stranger).mail && /^\s*\d{6}\s*$/m.test(mail.text)),
    );
    const code = /^\s*(\d{6})\s*$/m.exec(letter.text)?.[1] ?? '';
    expect(await confirmCode('user', { factor: 'mail', code }, { token, visitor })).toEqual({ kind: 'pair' });
    await world.owner.query(`update user_sessions set confirmed_at = now() - interval '1 hour' where id = $1`, [stranger.sessionId]);
    await expect(as(stranger, (context) => chooseFactorPolicy(context, 'any'))).rejects.toMatchObject({ code: 'password_needed' });
  });
});

describe('the lists', () => {
  it('of contacts show the own account only, searched in any width, sorted and counted [G-5.1.1-1]', async () => {
    const list = (actor: UserActor, query: Record<string, string>) =>
      as(actor, (context) => listContacts(context, readContactList(new URLSearchParams(query)).list));
    const all = await list(administrator, {});
    expect(all.total).toBeGreaterThanOrEqual(5);
    expect(new Set(all.rows.map((row) => row.accountName))).toEqual(new Set(['株式会社サンプル']));
    expect((await list(administrator, { q: 'ＳＡＭＰＬＥ０４' })).rows.map((row) => row.displayName)).toEqual(['Ex Sample04']);
    expect((await list(administrator, { q: 'a-company' })).total).toBe(0);
    expect((await list(administrator, { q: '%' })).total).toBe(0);
    const names = (await list(administrator, { sort: '-name' })).rows.map((row) => row.displayName);
    expect(names).toEqual([...names].sort().reverse());
    await expect(list(contact, {})).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('of contacts answer the same questions as every list [G-5.1.1-1]', async () => {
    const namesFor = async (where: string, actor = administrator) =>
      (await as(actor, (context) => listContacts(context, readContactList(new URLSearchParams({ where })).list))).rows.map((row) => row.displayName);
    expect(await namesFor('mail.starts(ＳＡＭＰＬＥ０２)')).toEqual(['Ex Sample02']);
    expect(await namesFor('or(name.ends(02),name.ends(04))')).toEqual(['Ex Sample02', 'Ex Sample04']);
    expect(await namesFor('role.is(administrator),name.contains(sample)')).toEqual(['Ex Sample03']);
    expect(await namesFor('account.contains(A会社)')).toEqual([]);
    expect(await namesFor('phone.filled,locked.is(yes)')).toEqual([]);
    expect((await namesFor('name.not_contains(01),updated.within(24h)')).length).toBeGreaterThan(2);
    expect(await namesFor("mail.contains(' or true --)")).toEqual([]);
    const { list, problems } = readContactList(new URLSearchParams({ where: 'hash.contains(a),role.is(owner),name.contains(02)', sort: 'hash' }));
    expect(problems.map((problem) => problem.code)).toEqual(['unknown_field', 'unknown_value', 'unknown_sort']);
    expect(list.query.where.of).toHaveLength(1);
  });

  it("of events show a contact their own, an administrator the account's, and the export the same rows in the same order [G-4.11.1-1, G-4.11.1-4, D-20]", async () => {
    const own = await historyOf(contact);
    expect(new Set(own.map((row) => row.readerUserId))).toEqual(new Set([personOf(people.contact).userId]));
    const query = EventQuery.parse({ event: 'user.enabled', sort: 'oldest' });
    const page = await as(administrator, (context) => listEvents(context, query));
    const exported = await Array.fromAsync(allEvents(administrator, query));
    expect(exported).toHaveLength(page.total);
    expect(exported.slice(0, 20)).toEqual(page.rows);
    expect(page.total).toBeGreaterThan(1);
    expect((await historyOf(stranger)).every((row) => !row.readerUserId.startsWith('sample'))).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import type { OperatorActor } from '#kernel/actor.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { useWorld } from '#tests/support/world.ts';
import {
  changeItem,
  changePrices,
  createItem,
  createPriceList,
  discardDraft,
  listCatalog,
  listItems,
  openItem,
  PriceListInput,
  publishDraft,
  readForEditing,
  readPrices,
  readVersion,
  saveDraft,
} from './index.ts';

const world = useWorld();
const key = 'alert-rule';
const words = { nameJa: '8.CSPM ルール追加（改）', nameEn: '8. CSPM rule', summaryJa: '', summaryEn: '' };
const form = (label = '新しい質問') => ({ fields: [{ key: 'a', kind: 'text' as const, label: { ja: label, en: 'A' }, required: true }] });
const read = (actor: OperatorActor, of = key) => asActor(actor, (context) => readForEditing(context, of));
const save = (actor: OperatorActor, seen: string, more: object = {}) =>
  asActor(actor, (context) => saveDraft(context, { key, seen, ...words, form: form(), ...more }));

describe('the catalogue in the console', () => {
  it('keeps a draft to itself until it is published, and old versions for ever [G-R-4, D-16]', async () => {
    const [manager, contact] = [await world.operator(people.operator), await world.user(people.contact)];
    const contract = contact.contracts.find((one) => one.hasRequests);
    if (!contract) throw new Error('no contract');
    const open = () => asActor(contact, (context) => openItem(context, { key, contract }));
    const before = await open();
    await save(manager, '');
    expect((await open()).name.ja).toBe('8.CSPM アラートルール追加');
    const draft = await read(manager);
    expect([draft.words.nameJa, draft.publishedVersion, draft.faults]).toEqual([words.nameJa, 1, []]);
    await expect(asActor(contact, (context) => readVersion(context, { itemId: before.id, version: 2 }))).rejects.toMatchObject({ kind: 'not_found' });
    await asActor(manager, (context) => publishDraft(context, { key, seen: draft.seen }));
    const after = await open();
    expect([after.version, after.name.ja, after.form.fields.map((field) => field.key)]).toEqual([2, words.nameJa, ['a']]);
    const old = await asActor(contact, (context) => readVersion(context, { itemId: before.id, version: 1 }));
    expect([old.name.ja, old.form]).toEqual(['8.CSPM アラートルール追加', before.form]);
    expect((await read(manager)).versions.map((one) => [one.version, one.publishedBy])).toEqual([
      [2, 'OP-01'],
      [1, null],
    ]);
    await expect(world.owner.query(`update catalog_versions set name_ja = 'x' where version = 1`)).rejects.toThrow('never changes');
  });

  it('lets one of two editors win, and publishes nothing that contradicts itself', async () => {
    const manager = await world.operator(people.operator);
    await save(manager, '');
    const { seen } = await read(manager);
    await save(manager, seen, { form: { fields: [] } });
    await expect(save(manager, seen)).rejects.toMatchObject({ code: 'catalog_changed' });
    await expect(save(manager, '')).rejects.toMatchObject({ code: 'catalog_changed' });
    const draft = await read(manager);
    expect(draft.faults.map((fault) => fault.code)).toEqual(['fields_missing']);
    await expect(asActor(manager, (context) => publishDraft(context, { key, seen: draft.seen }))).rejects.toMatchObject({ code: 'catalog_form_faulty' });
    await asActor(manager, (context) => discardDraft(context, { key, seen: draft.seen }));
    expect((await read(manager)).seen).toBe('');
  });

  it('is changed by service managers alone; other operators look, customers do not even that', async () => {
    const [manager, operator] = [await world.operator(people.operator), await world.operator(people.secondOperator)];
    expect((await read(operator)).can.change).toBe(false);
    const refused = { code: 'service_manager_only' };
    await expect(save(operator, '')).rejects.toMatchObject(refused);
    await expect(asActor(operator, (context) => changeItem(context, { key, act: 'retire' }))).rejects.toMatchObject(refused);
    await expect(
      asActor(operator, (context) => createItem(context, { key: 'x-1', serviceId: 'managed-cspm', nameJa: 'x', nameEn: 'x' })),
    ).rejects.toMatchObject(refused);
    const prices = await asActor(manager, readPrices);
    const list = prices.lists[0];
    if (!list) throw new Error('no list');
    const input = PriceListInput.parse({ id: list.id, version: list.version, name: list.name, prices: {} });
    await expect(asActor(operator, (context) => changePrices(context, input))).rejects.toMatchObject(refused);
    const contact = (await world.user(people.contact)) as never;
    await expect(asActor(contact, (context) => listCatalog(context as never))).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('offers what is offered, in its order, at the prices of the list; an item without a price is not offered', async () => {
    const [manager, contact] = [await world.operator(people.operator), await world.user(people.contact)];
    const contract = contact.contracts.find((one) => one.hasRequests);
    if (!contract) throw new Error('no contract');
    const keys = async () => (await asActor(contact, (context) => listItems(context, { contract }))).map((item) => item.key);
    const act = (of: string, what: 'offer' | 'retire' | 'up' | 'down') => asActor(manager, (context) => changeItem(context, { key: of, act: what }));
    await act('alert-dismissal', 'up');
    expect((await keys()).slice(0, 2)).toEqual(['alert-dismissal', 'policy-change']);
    await act('alert-dismissal', 'down');
    await act('users', 'retire');
    expect(await keys()).not.toContain('users');
    await act('users', 'offer');
    const { lists, items } = await asActor(manager, readPrices);
    const list = lists[0];
    const users = items.find((item) => item.nameJa.startsWith('6.'));
    if (!list || !users) throw new Error('no list');
    const changed = (prices: Record<string, string>, version: number) => PriceListInput.parse({ id: list.id, version, name: list.name, prices });
    const all = Object.fromEntries(Object.entries(list.prices).map(([id, points]) => [id, String(points)]));
    await asActor(manager, (context) => changePrices(context, changed({ ...all, [users.id]: '' }, list.version)));
    expect(await keys()).not.toContain('users');
    await expect(asActor(manager, (context) => changePrices(context, changed(all, list.version)))).rejects.toMatchObject({ code: 'catalog_changed' });
    await asActor(manager, (context) => changePrices(context, changed({ ...all, [users.id]: '３' }, list.version + 1)));
    const offered = await asActor(contact, (context) => listItems(context, { contract }));
    expect(offered.find((item) => item.key === 'users')?.points).toBe(3);
    expect(await asActor(contact, (context) => listItems(context, { contract: { ...contract, isOver: true } }))).toEqual([]);
  });

  it('has one item of a key and one price list of a name, whoever comes at once or renames', async () => {
    const manager = await world.operator(people.operator);
    const codes = async (deeds: Promise<unknown>[]) =>
      (await Promise.allSettled(deeds)).map((one) => (one.status === 'fulfilled' ? 'done' : (one.reason as { code: string }).code)).toSorted();
    const four = [1, 2, 3, 4];
    const item = { key: 'same-key', serviceId: 'managed-cspm', nameJa: 'あ', nameEn: 'a' };
    expect(await codes(four.map(() => asActor(manager, (context) => createItem(context, item))))).toEqual([
      'done',
      ...four.slice(1).map(() => 'item_key_taken'),
    ]);
    const made = four.map(() => asActor(manager, (context) => createPriceList(context, { name: '同時' })));
    expect(await codes(made)).toEqual(['done', ...four.slice(1).map(() => 'price_list_taken')]);
    const { lists } = await asActor(manager, readPrices);
    const [one, other] = [lists.find((list) => list.name === '同時'), lists.find((list) => list.name !== '同時')];
    if (!one || !other) throw new Error('no list');
    const renamed = PriceListInput.parse({ id: other.id, version: other.version, name: one.name, prices: {} });
    await expect(asActor(manager, (context) => changePrices(context, renamed))).rejects.toMatchObject({ code: 'price_list_taken' });
    const kept = (await asActor(manager, readPrices)).lists.find((list) => list.id === other.id);
    expect(kept).toEqual(other);
  });

  it('takes a moment that is none for a draft that changed', async () => {
    const manager = await world.operator(people.operator);
    await save(manager, '');
    await expect(save(manager, 'yesterday or so')).rejects.toMatchObject({ code: 'catalog_changed' });
    await expect(asActor(manager, (context) => discardDraft(context, { key, seen: 'x' }))).rejects.toMatchObject({ code: 'catalog_changed' });
  });
});

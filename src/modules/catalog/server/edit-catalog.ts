import type { OperatorActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { invalid, notFound } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { namesOfOperators } from '#modules/users/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { catalogChanged, formFaulty } from '../catalog.refusals.ts';
import { decideOnCatalog } from '../catalog.policy.ts';
import type { DraftInput, ItemAct, NewItemInput, SaveDraftInput } from '../catalog.schemas.ts';
import { judgeForm } from '../form.schemas.ts';
import type { EditorView, ItemSummary } from '../index.ts';
import * as rows from './catalog.sql.ts';

type Editor = Context<OperatorActor>;

/** Every item of every service, offered or not, by the words of its newest version. Operators only. */
export async function listCatalog(context: Editor): Promise<{ items: ItemSummary[]; can: { change: boolean } }> {
  require(decideOnCatalog(context.actor, 'view'));
  return { items: await rows.selectItems(context.tx), can: { change: decideOnCatalog(context.actor, 'change').allowed } };
}

/** An item in the editor: its draft, or where there is none what is published, and all its versions. Operators only. */
export async function readForEditing(context: Editor, key: string): Promise<EditorView> {
  require(decideOnCatalog(context.actor, 'view'));
  const item = await rows.selectItem(context.tx, key, false);
  const versions = item ? await rows.selectVersions(context.tx, item.id) : [];
  const [newest] = versions;
  if (!item || !newest) throw notFound();
  const publishers = await namesOfOperators(
    context,
    versions.map((version) => version.publishedBy),
  );
  const isDraft = newest.publishedAt === null;
  const { nameJa, nameEn, summaryJa, summaryEn, form } = newest;
  return {
    key: item.key,
    isOffered: item.isOffered,
    publishedVersion: item.publishedVersion,
    seen: isDraft ? newest.changedAt : '',
    words: { nameJa, nameEn, summaryJa, summaryEn },
    form,
    faults: judgeForm(form),
    versions: versions
      .filter((version) => version.publishedAt !== null)
      .map((version) => ({
        version: version.version,
        nameJa: version.nameJa,
        nameEn: version.nameEn,
        form: version.form,
        publishedAt: version.publishedAt?.toISOString() ?? '',
        publishedBy: publishers.get(version.publishedBy ?? '') ?? null,
      })),
    can: { change: decideOnCatalog(context.actor, 'change').allowed },
  };
}

/** Saves the draft of an item; the first draft after a publication becomes its next version. Service managers only. Refuses `catalog_changed`. */
export async function saveDraft(context: Editor, input: SaveDraftInput): Promise<void> {
  const item = await hold(context, input.key);
  const { key: _key, seen, ...words } = input;
  const stamp = { itemId: item.id, operatorId: context.actor.id, now: context.now };
  if (seen) {
    if (!(await rows.updateDraft(context.tx, { ...words, ...stamp, seen }))) throw catalogChanged();
    return;
  }
  const [newest] = await rows.selectVersions(context.tx, item.id);
  if (newest?.publishedAt === null) throw catalogChanged();
  await rows.insertDraft(context.tx, { ...words, ...stamp, version: (newest?.version ?? 0) + 1 });
}

/** Offers the draft to customers from now on (G-R-4): requests of earlier versions keep theirs. Service managers only. Refuses `catalog_form_faulty`. */
export async function publishDraft(context: Editor, { key, seen }: DraftInput): Promise<void> {
  const item = await hold(context, key);
  const [draft] = await rows.selectVersions(context.tx, item.id);
  if (!draft || draft.publishedAt !== null || draft.changedAt !== seen) throw catalogChanged();
  if (judgeForm(draft.form).length > 0) throw formFaulty();
  if (!(await rows.publishVersion(context.tx, { itemId: item.id, seen, operatorId: context.actor.id, now: context.now }))) throw catalogChanged();
}

/** Throws the draft away; what is published stays. Service managers only. */
export async function discardDraft(context: Editor, { key, seen }: DraftInput): Promise<void> {
  const item = await hold(context, key);
  if (item.publishedVersion === null) throw catalogChanged();
  if (!(await rows.deleteDraft(context.tx, { itemId: item.id, seen }))) throw catalogChanged();
}

/** Adds an item with a draft of one field; nobody is offered it before it is published. Service managers only. */
export async function createItem(context: Editor, input: NewItemInput): Promise<void> {
  require(decideOnCatalog(context.actor, 'change'));
  const id = newId();
  if (!(await rows.insertItem(context.tx, { id, key: input.key, serviceId: input.serviceId }))) throw invalid('item_key_taken', { key: 'item_key_taken' });
  const form = { fields: [{ key: 'details', kind: 'paragraph', label: { ja: '依頼内容', en: 'What to do' }, required: true }] };
  const words = { nameJa: input.nameJa, nameEn: input.nameEn, summaryJa: '', summaryEn: '', form };
  await rows.insertDraft(context.tx, { ...words, itemId: id, version: 1, operatorId: context.actor.id, now: context.now });
}

/** Offers or retires an item, or moves it by one place. Service managers only. */
export async function changeItem(context: Editor, { key, act }: ItemAct): Promise<void> {
  const item = await hold(context, key);
  if (act === 'offer' || act === 'retire') await rows.setOffered(context.tx, { itemId: item.id, isOffered: act === 'offer' });
  else await rows.swapPlaces(context.tx, { itemId: item.id, up: act === 'up' });
}

async function hold(context: Editor, key: string): Promise<rows.EditedItem> {
  require(decideOnCatalog(context.actor, 'change'));
  const item = await rows.selectItem(context.tx, key, true);
  if (!item) throw notFound();
  return item;
}

import type { UserActor } from '#kernel/actor.ts';
import { notFound } from '#kernel/refusal.ts';
import { openItem, readVersion } from '#modules/catalog/server/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { changesOfForm, type FormChanges } from '#modules/catalog/index.ts';

/** For a contact whose submission was refused with `request_form_changed`: what the form asks otherwise than the version that they filled in. */
export async function formChangesSince(
  context: Context<UserActor>,
  wanted: { contractNumber: string; itemKey: string; itemVersion: number },
): Promise<FormChanges> {
  const contract = context.actor.contracts.find((linked) => linked.number === wanted.contractNumber);
  if (!contract) throw notFound();
  const item = await openItem(context, { key: wanted.itemKey, contract });
  const before = await readVersion(context, { itemId: item.id, version: wanted.itemVersion });
  return changesOfForm(before.form, item.form, context.actor.language);
}

import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import type { UserActor } from '#kernel/actor.ts';
import { readable } from '#kernel/list-query.ts';
import { isRefusal } from '#kernel/refusal.ts';
import { keptQuery } from '#modules/saved-filters/index.ts';
import {
  listFilters,
  openRemovedFilter,
  removeFilter,
  renameFilter,
  RenameFilterInput,
  replaceFilter,
  ReplaceFilterInput,
  restoreFilter,
  saveFilter,
  SaveFilterInput,
  shareFilter,
  ShareFilterInput,
} from '#modules/saved-filters/server/index.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../edge/actors.ts';
import { safeNext } from '../../../../edge/next.ts';
import { answering, parsed, reading } from '../../../../edge/refusals.ts';

const list = 'cases';
const path = '/cases/filters';
const loaded = (id: string) => `/cases?filter=${id}&saved=1`;

/** The list as it was, and nowhere else; where its address is too long to pass on, what it asked. */
function wayBack(text: string, query: string): string {
  const back = /^\/cases(\?|$)/.test(text) && safeNext(text);
  return back || readable('/cases', new URLSearchParams(keptQuery(query)));
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const removed = url.searchParams.get('removed');
  return reading(userOf(locals), async (context) => ({
    filters: await listFilters(context, { list }),
    removed: removed ? await removedFilter(context, removed) : undefined,
    renaming: url.searchParams.get('rename') ?? undefined,
    done: url.searchParams.get('done') ?? undefined,
  }));
};

/** What can be brought back; nothing for an old or foreign address. */
async function removedFilter(context: Context<UserActor>, id: string): Promise<{ id: string; name: string } | undefined> {
  try {
    return await openRemovedFilter(context, { list, id });
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
    return undefined;
  }
}

type Typed = { act: string; id: string; name: string; query: string; isShared: boolean; back: string };

/** An action that calls one deed and leads on; what was typed comes back when it is refused. */
const acting =
  (act: string, deed: (context: Context<UserActor>, typed: Typed) => Promise<string>) =>
  async ({ request, locals }: RequestEvent) => {
    const form = await request.formData();
    const text = (field: string) => String(form.get(field) ?? '');
    const typed: Typed = {
      act,
      id: text('id'),
      name: text('name'),
      query: text('query'),
      isShared: form.has('isShared'),
      back: wayBack(text('back'), text('query')),
    };
    const done = await answering(typed, async () => ({ next: await asActor(userOf(locals), (context) => deed(context, typed)) }));
    if (!('next' in done)) return done;
    redirect(303, done.next);
  };

export const actions: Actions = {
  save: acting('save', async (context, { name, query, isShared }) =>
    loaded((await saveFilter(context, parsed(SaveFilterInput, { list, name, query, isShared }))).id),
  ),
  replace: acting('replace', async (context, { id, query }) => loaded((await replaceFilter(context, parsed(ReplaceFilterInput, { list, id, query }))).id)),
  rename: acting('rename', async (context, { id, name }) => {
    await renameFilter(context, parsed(RenameFilterInput, { list, id, name }));
    return `${path}?done=renamed`;
  }),
  share: acting('share', async (context, { id }) => {
    await shareFilter(context, parsed(ShareFilterInput, { list, id, isShared: true }));
    return `${path}?done=shared`;
  }),
  unshare: acting('unshare', async (context, { id }) => {
    await shareFilter(context, parsed(ShareFilterInput, { list, id, isShared: false }));
    return `${path}?done=unshared`;
  }),
  remove: acting('remove', async (context, { id }) => `${path}?removed=${(await removeFilter(context, { list, id })).id}`),
  restore: acting('restore', async (context, { id }) => {
    await restoreFilter(context, { list, id });
    return `${path}?done=restored`;
  }),
};

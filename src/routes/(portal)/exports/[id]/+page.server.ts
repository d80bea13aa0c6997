import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { cancelExport, watchExport } from '#modules/exports/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../edge/actors.ts';
import { exportHrefOf, hrefOfList } from '../../../../edge/list-sources.ts';
import { answering, reading, wordsOf } from '../../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, params }) => {
  const shown = await reading(userOf(locals), (context) => watchExport(context, params.id));
  return {
    shown,
    fault: shown.fault ? wordsOf(shown.fault) : undefined,
    listHref: hrefOfList(shown.list, shown.search),
    againHref: exportHrefOf(shown.list, shown.search, shown.format),
  };
};

export const actions: Actions = {
  cancel: ({ locals, params }) =>
    answering({}, async () => {
      await asActor(userOf(locals), (context) => cancelExport(context, params.id));
      redirect(303, `/exports/${params.id}`);
    }),
};

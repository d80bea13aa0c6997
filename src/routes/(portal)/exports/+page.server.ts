import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { deleteExport, listExports } from '#modules/exports/server/index.ts';
import { userOf } from '../../../edge/actors.ts';
import { answering, reading, wordsOf } from '../../../edge/refusals.ts';

export const load: PageServerLoad = async ({ locals, url }) => ({
  exports: await reading(userOf(locals), listExports),
  isDeleted: url.searchParams.has('deleted'),
  tooMany: ['exports_too_many', 'exports_today'].filter((code) => url.searchParams.has(code)).map((code) => wordsOf(code))[0],
});

export const actions: Actions = {
  delete: async ({ locals, request }) => {
    const id = String((await request.formData()).get('id') ?? '');
    return answering({}, async () => {
      await deleteExport(userOf(locals), id);
      redirect(303, '/exports?deleted');
    });
  },
};

import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { listServices } from '#modules/contracts/server/index.ts';
import { accessArticle, findCustomers, readDesk, setAudience } from '#modules/knowledge/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { operatorOf } from '../../../../../../edge/actors.ts';
import { answering, reading } from '../../../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, params, url }) => {
  const find = url.searchParams.get('find') ?? '';
  return reading(operatorOf(locals), async (context) => ({
    desk: await readDesk(context, params.number),
    services: await listServices(context),
    find,
    found: await findCustomers(context, find),
  }));
};

export const actions: Actions = {
  set: async ({ request, locals, params }) => {
    const openTo = (await request.formData()).getAll('openTo').map(String);
    const done = await answering({ openTo }, async () => {
      await asActor(operatorOf(locals), async (context) => {
        const { id } = await accessArticle(context, { number: params.number });
        await setAudience(context, { articleId: id, openTo });
      });
      return { isDone: true };
    });
    if (!('isDone' in done)) return done;
    redirect(303, `/console/knowledge/${params.number}?done=audience`);
  },
};

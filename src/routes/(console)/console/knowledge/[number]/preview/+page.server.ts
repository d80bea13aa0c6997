import type { PageServerLoad } from './$types';
import { findCustomers, previewFor, readDesk } from '#modules/knowledge/server/index.ts';
import { operatorOf } from '../../../../../../edge/actors.ts';
import { reading } from '../../../../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals, params, url }) => {
  const find = url.searchParams.get('find') ?? '';
  const accountId = url.searchParams.get('account');
  return reading(operatorOf(locals), async (context) => ({
    number: params.number,
    title: (await readDesk(context, params.number)).panes.find((pane) => pane.newest)?.newest?.title ?? params.number,
    find,
    found: await findCustomers(context, find),
    preview: accountId === null ? null : await previewFor(context, { number: params.number, accountId }),
  }));
};

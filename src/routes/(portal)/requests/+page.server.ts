import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';
import { dayOf, monthOf } from '#kernel/days.ts';
import { fold, wordsIn } from '#kernel/fold.ts';
import { listItems } from '#modules/catalog/server/index.ts';
import { balanceOf } from '#modules/points/server/index.ts';
import { userOf } from '../../../edge/actors.ts';
import { reading, wordsOf } from '../../../edge/refusals.ts';

/** How many items are shown before アイテムをさらに表示 is pressed. */
const SHOWN = 12;

export const load: PageServerLoad = ({ locals, url }) => {
  const actor = userOf(locals);
  const contracts = actor.contracts.filter((contract) => contract.hasRequests);
  const contract = contracts.find((one) => one.number === url.searchParams.get('contract')) ?? contracts.find((one) => !one.isOver) ?? contracts[0];
  if (!contract) error(404, { message: wordsOf('not_found') });
  return reading(actor, async (context) => {
    const q = (url.searchParams.get('q') ?? '').slice(0, 100);
    const words = wordsIn(q);
    const all = await listItems(context, { contract });
    const items = all
      .map((item) => ({
        key: item.key,
        name: item.name[actor.language],
        summary: item.summary[actor.language],
        category: item.category,
        points: item.points,
        isPerUnit: item.isPerUnit,
      }))
      .filter((item) => words.every((word) => fold(`${item.name} ${item.summary}`).includes(word)));
    const shown = url.searchParams.has('all') ? items.length : SHOWN;
    return {
      contract: { number: contract.number, isOver: contract.isOver },
      contracts: contracts.map(({ number, holderName }) => ({ number, holderName })),
      categories: [...new Set(all.map((item) => item.category))],
      q,
      items: items.slice(0, shown),
      hasMore: items.length > shown,
      left: contract.hasPoints ? (await balanceOf(context, { contractId: contract.id, month: monthOf(dayOf(context.now)) })).left : null,
    };
  });
};

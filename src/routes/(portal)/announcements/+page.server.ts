import type { PageServerLoad } from './$types';
import { z } from 'zod';
import { listAnnouncements } from '#modules/announcements/server/index.ts';
import { userOf } from '../../../edge/actors.ts';
import { reading } from '../../../edge/refusals.ts';

const Page = z.coerce.number().int().min(1).max(1000).catch(1);

export const load: PageServerLoad = ({ locals, url }) =>
  reading(userOf(locals), async (context) => ({ list: await listAnnouncements(context, { page: Page.parse(url.searchParams.get('page') ?? 1) }) }));

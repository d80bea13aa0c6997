import type { PageServerLoad } from './$types';
import { knowledgeHome } from '#modules/knowledge/server/index.ts';
import { userOf } from '../../../edge/actors.ts';
import { reading } from '../../../edge/refusals.ts';

export const load: PageServerLoad = ({ locals }) => reading(userOf(locals), knowledgeHome);

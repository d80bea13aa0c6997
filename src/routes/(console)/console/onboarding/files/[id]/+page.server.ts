import type { Actions, PageServerLoad } from './$types';
import { loadImport, takeMore } from '../../../../../../edge/import-pages.ts';

export const load: PageServerLoad = (event) => loadImport(event, 'onboarding');
export const actions: Actions = { take: (event) => takeMore(event, 'onboarding') };

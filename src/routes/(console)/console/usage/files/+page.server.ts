import type { Actions, PageServerLoad } from './$types';
import { checkFile, loadImports } from '../../../../../edge/import-pages.ts';

export const load: PageServerLoad = (event) => loadImports(event, 'usage');
export const actions: Actions = { default: (event) => checkFile(event, 'usage') };

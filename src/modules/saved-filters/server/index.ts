export { columnsOf, keepColumns } from './keep-columns.ts';
export { listFilters, openFilter, openRemovedFilter, type OpenedFilter } from './read-filters.ts';
export { renameFilter, replaceFilter, saveFilter } from './save-filter.ts';
export { removeFilter, restoreFilter, shareFilter } from './share-filter.ts';
export { KeepColumnsInput, RenameFilterInput, ReplaceFilterInput, SaveFilterInput, ShareFilterInput } from '../saved-filter.schemas.ts';

export { filterableLists, foldName, isSameQuery, keptQuery, MAX_FILTER_NAME, MAX_FILTERS, type FilterableList, type FilterRow } from './saved-filter.ts';

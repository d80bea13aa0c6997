export { listItems, openItem, readVersion } from './read-catalog.ts';

export { judgeForm, parseForm } from '../form.schemas.ts';
export { listItems, openItem, readVersion } from './read-catalog.ts';

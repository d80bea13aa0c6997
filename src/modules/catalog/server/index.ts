export { judgeForm, parseForm } from '../form.schemas.ts';
export { DraftInput, ItemAct, NewItemInput, NewPriceListInput, PriceListInput, SaveDraftInput } from '../catalog.schemas.ts';
export { changeItem, createItem, discardDraft, listCatalog, publishDraft, readForEditing, saveDraft } from './edit-catalog.ts';
export { changePrices, createPriceList, readPrices } from './edit-prices.ts';
export { listItems, openItem, readVersion } from './read-catalog.ts';

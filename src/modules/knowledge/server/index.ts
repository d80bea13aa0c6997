export { openFileForAuthors, readArticleFile, receiveArticleFile } from './article-files.ts';
export { importDocument } from './import-article.ts';
export { addBase, addCategory, changePlace, listPlaces, movePlace, removePlace } from './places.ts';
export { compareVersions, findCustomers, listDesk, previewFor, readDesk, readDraft, readFigures } from './read-desk.ts';
export {
  accessArticle,
  approveVersion,
  createArticle,
  discardDraft,
  markLevel,
  placeArticle,
  publishVersions,
  restoreArticle,
  restoreVersion,
  retireArticle,
  saveVersion,
  sendBack,
  setAudience,
  submitVersion,
  withdrawVersion,
} from './write-article.ts';
export { DeskQuery, DraftInput, NewArticleInput, NewBaseInput, NewCategoryInput, PlaceAct, PlaceInput, placeOf } from '../authoring.schemas.ts';
export {
  ARTICLES_A_PAGE,
  knowledgeHome,
  listArticles,
  openArticleFile,
  rateArticle,
  readArticle,
  suggestArticles,
  titleOfArticle,
  viewArticle,
  type ArticleLine,
  type ArticleList,
  type ArticlePage,
  type Choice,
  type KnowledgeHome,
} from './read-articles.ts';

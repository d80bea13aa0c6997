export { BODY_LIMITS, bodyToText, emptyBody, headingsOf, parseBody, picturesOf, renderBody, type ArticleBlock, type ArticleBody } from './body.ts';
export { differencesOf, isBehind, otherLanguage, standOf, type DiffPiece, type VersionStand, type VersionState } from './version.ts';
export {
  articleAddress,
  articleFilters,
  articleSorts,
  parseArticleQuery,
  tellingWords,
  type ArticleFilter,
  type ArticleQuery,
  type ArticleSort,
} from './article-query.ts';
export type { ArticleKind, DeskFile, DeskView, DraftView, Hidden, PaneView, PlaceView, VersionView } from './authoring.ts';

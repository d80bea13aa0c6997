export type { Prose, ProseBlock, ProseInline, ProseListItem, ProseMark, ProseParagraph, ProseProblem, ProseReading, ProseText } from './prose.schemas.ts';
export { BlockSchema, InlineSchema, measure, parseProse, proseFromForm, ProseSchema } from './prose.schemas.ts';
export {
  cleanText,
  escapeHtml,
  excerpt,
  inlineWords,
  isBlank,
  isBlankText,
  linesOf,
  proseFromText,
  proseToText,
  renderBlock,
  renderInlines,
  renderProse,
} from './prose.ts';
export { isAllowedHref } from './prose.links.ts';
export { PROSE_LIMITS } from './prose.limits.ts';

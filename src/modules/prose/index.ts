export type { Prose, ProseBlock, ProseInline, ProseListItem, ProseMark, ProseParagraph, ProseProblem, ProseReading, ProseText } from './prose.schemas.ts';
export { parseProse, proseFromForm, ProseSchema } from './prose.schemas.ts';
export { excerpt, isBlank, isBlankText, proseFromText, proseToText, renderProse } from './prose.ts';
export { isAllowedHref } from './prose.links.ts';
export { PROSE_LIMITS } from './prose.limits.ts';

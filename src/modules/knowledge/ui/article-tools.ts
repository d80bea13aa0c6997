import { m } from '#messages';

/** The buttons of the article editor, in their order, in groups. */
export const ARTICLE_TOOLS = [
  ['heading', 'subheading'],
  ['bold', 'italic', 'underline', 'strike', 'inlineCode', 'link'],
  ['bullets', 'numbers', 'quote', 'code'],
  ['table', 'picture', 'note', 'tip', 'warning'],
  ['undo', 'redo'],
] as const;
/** Offered while the caret stands in a table. */
export const TABLE_TOOLS = ['rowBelow', 'columnAfter', 'headerRow', 'deleteRow', 'deleteColumn', 'deleteTable'] as const;

export type ArticleTool = (typeof ARTICLE_TOOLS)[number][number] | (typeof TABLE_TOOLS)[number];

const words: Record<ArticleTool, () => string> = {
  heading: m.author_tool_heading,
  subheading: m.author_tool_subheading,
  bold: m.editor_bold,
  italic: m.editor_italic,
  underline: m.editor_underline,
  strike: m.author_tool_strike,
  inlineCode: m.author_tool_inline_code,
  link: m.author_tool_link,
  bullets: m.editor_bullets,
  numbers: m.editor_numbers,
  quote: m.editor_quote,
  code: m.author_tool_code_block,
  table: m.author_tool_table,
  picture: m.author_tool_picture,
  note: m.article_tone_note,
  tip: m.article_tone_tip,
  warning: m.article_tone_warning,
  undo: m.author_tool_undo,
  redo: m.author_tool_redo,
  rowBelow: m.author_tool_row,
  columnAfter: m.author_tool_column,
  headerRow: m.author_tool_header_row,
  deleteRow: m.author_tool_delete_row,
  deleteColumn: m.author_tool_delete_column,
  deleteTable: m.author_tool_delete_table,
};
export const toolName = (tool: ArticleTool): string => words[tool]();

import { m } from '#messages';

/** The editor's words in the reader's language. */
export const editorLabels = () => ({
  toolbar: m.editor_toolbar(),
  bold: m.editor_bold(),
  italic: m.editor_italic(),
  underline: m.editor_underline(),
  bullets: m.editor_bullets(),
  numbers: m.editor_numbers(),
  quote: m.editor_quote(),
  code: m.editor_code(),
  draftRestored: m.editor_draft_restored(),
  draftSaved: m.editor_draft_saved(),
  draftDiscard: m.editor_draft_discard(),
});

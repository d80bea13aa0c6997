import { m } from '#messages';

/** The file field's words in the reader's language. */
export const pickerLabels = () => ({
  add: m.attachment_add(),
  drop: m.attachment_drop(),
  remove: m.attachment_remove(),
  retry: m.attachment_retry(),
  uploading: m.attachment_uploading(),
  done: m.attachment_done(),
  tooLarge: m.refusal_attachment_too_large(),
  tooMany: m.refusal_attachments_too_many(),
  failed: m.attachment_failed(),
  list: m.attachments(),
});

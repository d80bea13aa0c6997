export { cleanFileName, contentDisposition, judgeFile, KEEP_UPLOAD_HOURS, MAX_BYTES, MAX_PER_ENTRY, mayShowInline } from './attachment.ts';

/** A file as its readers see it. */
export type AttachmentView = { id: string; name: string; size: number; contentType: string; at: string; activityId: string | null; workNoteId: string | null };

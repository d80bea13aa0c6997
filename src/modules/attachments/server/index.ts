export { attachToRequest, attachUploads, filesOfCase, filesOfRequest, handFilesToCase, openAttachment } from './attachments.ts';
export { readAttachment, sweepUnread } from './read-text.ts';
export { discardUpload, receiveUpload, sweepUploads } from './uploads.ts';

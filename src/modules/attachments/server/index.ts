export { attachUploads, filesOfCase, openAttachment } from './attachments.ts';
export { discardUpload, receiveUpload, sweepUploads } from './uploads.ts';

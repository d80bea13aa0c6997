export { attachToRequest, attachUploads, filesOfCase, filesOfRequest, handFilesToCase, openAttachment } from './attachments.ts';
export { inTurn, readAttachment, readStored, sweepUnread } from './read-text.ts';
export { discardFile, storeFile, type StoredFile } from './store-file.ts';
export { inThread, readFile, type Task } from './texts/reader.ts';
export { discardUpload, receiveUpload, sweepUploads } from './uploads.ts';

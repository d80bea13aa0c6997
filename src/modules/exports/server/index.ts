export { requestExport } from './request-export.ts';
export { listExports, openExportFile, readExport, watchExport } from './read-exports.ts';
export { cancelExport, deleteExport, sweepExports } from './end-export.ts';
export { makeExport } from './make-export.ts';
export { sendExportMail } from './export-mail.ts';
export type { ListSource, ListSources } from './list-source.ts';

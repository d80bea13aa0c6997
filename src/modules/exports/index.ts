export {
  DIRECT_ROWS,
  hasKept,
  isOpen,
  KEEP_EXPORT_DAYS,
  LOOKED_AWAY_SECONDS,
  MAIL_AFTER_SECONDS,
  OPEN_EXPORTS,
  rightsOf,
  secondsLeft,
  type ExportFormat,
  type ExportState,
  type ExportView,
} from './export.ts';
export { countText, formatName, restText, stateName } from './export-words.ts';

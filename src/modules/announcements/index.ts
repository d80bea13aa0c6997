export {
  announcedTitle,
  ANNOUNCEMENTS_A_PAGE,
  momentInWords,
  MOST_AT_HOME,
  severities,
  spanInWords,
  type AnnouncementRow,
  type Planned,
  type Severity,
  type Told,
} from './announcement.ts';
export { severityName } from './announcement-words.ts';
export { bodyFrom, typedAnnouncement, type TypedAnnouncement } from './announcement-form.ts';

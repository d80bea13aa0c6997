export { announcementForm, newAnnouncementForm, previewAnnouncement, type AnnouncementForm } from './announcement-forms.ts';
export { sendAnnouncementMail, sweepAnnouncements } from './announcement-mails.ts';
export { listCards, openAnnouncement, readersOf, type AnnouncementCard, type CardPage, type Reach, type ShownWords } from './keep-announcements.ts';
export {
  announcementsAtDoor,
  announcementsAtHome,
  dismissBanner,
  listAnnouncements,
  readAnnouncement,
  type AnnouncementFacts,
  type AnnouncementPage,
  type DoorAnnouncement,
} from './read-announcements.ts';
export { announce, changeAnnouncement, endAnnouncement } from './write-announcement.ts';

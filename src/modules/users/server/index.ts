export {
  activate,
  addAccount,
  anyUserReader,
  changeMail,
  chooseLanguage,
  namesOfOperators,
  namesOfUsers,
  operatorReaders,
  userReaders,
  withSystemChoices,
  type Reader,
} from './users.ts';
export { MAX_PICTURE_BYTES, openPicture, readProfile, removePicture, savePicture, savePreferences, saveProfile } from './profile.ts';
export { actorOfUser } from './user-actor.ts';
export { contactCards, contactRows } from './contact-rows.ts';
export type { ContactCard } from './contact-cards.sql.ts';
export { LanguageChoice, MailAddress, NameLine, PhoneLine, PreferencesInput, ProfileInput, TimeZoneChoice } from '../user.schemas.ts';

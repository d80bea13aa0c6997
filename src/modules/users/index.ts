export {
  canonicalUserId,
  displayNameOf,
  isPlainUserId,
  isReservedUserId,
  MAX_USER_ID,
  otherUserIds,
  suggestedUserId,
  type Profile,
  type UserState,
} from './user.ts';
export { timeZoneName, timeZones } from './time-zones.ts';

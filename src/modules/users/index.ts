export { canonicalUserId, displayNameOf, isPlainUserId, isReservedUserId, MAX_USER_ID, suggestedUserId, type Profile, type UserState } from './user.ts';
export { timeZoneName, timeZones } from './time-zones.ts';

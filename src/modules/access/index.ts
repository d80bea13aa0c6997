export { ATTEMPT_MINUTES, LOCK_MINUTES, MAX_FAILURES, MAX_MAILS, MAX_TRIES, canonicalUserId, maskMail, type Realm } from './sign-in.ts';

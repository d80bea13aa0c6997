export {
  ATTEMPT_MINUTES,
  FRESH_MINUTES,
  LOCK_MINUTES,
  MAIL_CONFIRM_HOURS,
  MAIL_UNDO_DAYS,
  MAX_FAILURES,
  MAX_MAILS,
  MAX_MISMATCHES,
  MAX_TRIES,
  maskMail,
  OPERATOR_LINK_HOURS,
  RESET_BLOCK_MINUTES,
  RESET_LINK_MINUTES,
  RESET_PAUSE_HOURS,
  type Realm,
} from './sign-in.ts';
export { factorsOffered, RECOVERY_CODES, type Authenticator, type Factor, type FactorPolicy } from './factors.ts';

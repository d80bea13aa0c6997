export { sendCodeMail } from './code-mails.ts';
export { checkPassword, confirmCode, issueCode, readAttempt, requestCode } from './sign-in.ts';
export { endSession, operatorOfSession, userOfSession } from './sessions.ts';
export { hashPassword } from './secrets.ts';
export { CodeInput, PasswordInput } from '../sign-in.schemas.ts';

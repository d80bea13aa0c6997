export { sendCaseMail, tellCaseEvent } from './case-mails.ts';
export { sendCodeMail } from './code-mails.ts';

import { sweepUploads } from '#modules/attachments/server/index.ts';
import { answerReset, noteRefusedSignIn, sendCodeMail, sendNotice, sendResetMail, sweepAccess } from '#modules/access/server/index.ts';
import { sendCaseMail, tellCaseEvent } from '#modules/cases/server/index.ts';
import type { JobHandlers } from '#platform/server/jobs.ts';

/** Which capability does which job. */
export const handlers: JobHandlers = {
  'tell-case-event': tellCaseEvent,
  'send-case-mail': sendCaseMail,
  'send-code-mail': sendCodeMail,
  'note-refused-sign-in': noteRefusedSignIn,
  'answer-reset': answerReset,
  'send-reset-mail': sendResetMail,
  'send-notice': sendNotice,
  'sweep-access': () => sweepAccess(),
  'sweep-uploads': () => sweepUploads(),
};

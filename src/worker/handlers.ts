import { sweepUploads } from '#modules/attachments/server/index.ts';
import { sendCodeMail } from '#modules/access/server/index.ts';
import { sendCaseMail, tellCaseEvent } from '#modules/cases/server/index.ts';
import type { JobHandlers } from '#platform/server/jobs.ts';

/** Which capability does which job. */
export const handlers: JobHandlers = {
  'tell-case-event': tellCaseEvent,
  'send-case-mail': sendCaseMail,
  'send-code-mail': sendCodeMail,
  'sweep-uploads': () => sweepUploads(),
};

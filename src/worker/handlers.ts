import { sendAnnouncementMail, sweepAnnouncements } from '#modules/announcements/server/index.ts';
import { readAttachment, sweepUnread, sweepUploads } from '#modules/attachments/server/index.ts';
import { answerReset, noteRefusedSignIn, sendCodeMail, sendNotice, sendResetMail, sweepAccess } from '#modules/access/server/index.ts';
import { readArticleFile } from '#modules/knowledge/server/index.ts';
import { sendCaseMail, tellCaseEvent } from '#modules/cases/server/index.ts';
import { remindOfRenewal, sendRenewalMail, sweepRenewals } from '#modules/contracts/server/index.ts';
import { makeExport, sendExportMail, sweepExports } from '#modules/exports/server/index.ts';
import { sendRequestMail, tellRequestEntry } from '#modules/requests/server/index.ts';
import { grantContractPoints, sweepGrants } from '#modules/points/server/index.ts';
import { sendOverrunMail } from '#modules/usage/server/index.ts';
import type { JobHandlers } from '#platform/server/jobs.ts';
import { listSources } from '../edge/list-sources.ts';

/** Which capability does which job. */
export const handlers: JobHandlers = {
  'tell-case-event': tellCaseEvent,
  'send-case-mail': sendCaseMail,
  'tell-request-entry': tellRequestEntry,
  'send-request-mail': sendRequestMail,
  'send-code-mail': sendCodeMail,
  'note-refused-sign-in': noteRefusedSignIn,
  'answer-reset': answerReset,
  'send-reset-mail': sendResetMail,
  'send-notice': sendNotice,
  'make-export': (job, signal) => makeExport(job, listSources, signal),
  'send-export-mail': sendExportMail,
  'sweep-grants': () => sweepGrants(),
  'grant-contract-points': grantContractPoints,
  'sweep-renewals': () => sweepRenewals(),
  'remind-of-renewal': remindOfRenewal,
  'send-renewal-mail': sendRenewalMail,
  'send-overrun-mail': sendOverrunMail,
  'read-article-file': readArticleFile,
  'sweep-announcements': () => sweepAnnouncements(),
  'send-announcement-mail': sendAnnouncementMail,
  'sweep-exports': () => sweepExports(),
  'sweep-access': () => sweepAccess(),
  'sweep-uploads': () => sweepUploads(),
  'read-attachment': readAttachment,
  'sweep-unread': (_, signal) => sweepUnread(signal),
};

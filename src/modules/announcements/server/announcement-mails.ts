import type { SystemActor } from '#kernel/actor.ts';
import { m } from '#messages';
import { deliver } from '#modules/notifications/server/index.ts';
import { userReaders, type Reader } from '#modules/users/server/index.ts';
import { house } from '#platform/server/house.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { announcedTitle, spanInWords } from '../announcement.ts';
import * as rows from './announcements.sql.ts';

type MailJob = JobPayloads['send-announcement-mail'];

/** Queues the mails of announcements whose window has begun: one for each active reader. Run by a schedule, and when one begins at once. */
export async function sweepAnnouncements(): Promise<void> {
  await asActor<SystemActor, void>({ kind: 'system', accountId: null }, async (context) => {
    for (const articleId of await rows.takeToMail(context.tx, context.now))
      for (const reader of await rows.selectReaders(context.tx, articleId))
        await context.enqueue('send-announcement-mail', { ...reader, articleId }, { key: `${articleId}:${reader.userId}` });
  });
}

/** Sends one announcement in its reader's language and zone. Nobody gets it who may not read it any more, or when it is over. */
export async function sendAnnouncementMail(job: MailJob): Promise<void> {
  const prepared = await asActor<SystemActor, { mailed: rows.MailedRow; reader: Reader } | undefined>(
    { kind: 'system', accountId: job.accountId },
    async (context) => {
      const [reader] = await userReaders(context, { ids: [job.userId], contractId: null });
      if (!reader || !(await rows.isReader(context.tx, job))) return undefined;
      const mailed = await rows.selectMailed(context.tx, { articleId: job.articleId, language: reader.language });
      return mailed && { mailed, reader };
    },
  );
  if (!prepared) return;
  const { mailed, reader } = prepared;
  const { config } = house();
  const o = { locale: reader.language };
  const planned = mailed.plannedFrom && mailed.plannedUntil ? { from: mailed.plannedFrom.toISOString(), until: mailed.plannedUntil.toISOString() } : null;
  await deliver(
    { ...reader, accountId: job.accountId },
    {
      kind: 'announcement',
      subject: m.news_mail_subject({ title: announcedTitle(mailed.title, planned, reader) }, o),
      messageId: `<announcement-${job.articleId}-${reader.id}@${config.MAIL_FROM_ADDRESS.split('@')[1]}>`,
      letter: {
        language: reader.language,
        greeting: m.mail_greeting({ name: reader.displayName }, o),
        lead: m.news_mail_lead({}, o),
        facts: [
          { label: m.news_mail_title({}, o), value: mailed.title },
          ...(planned ? [{ label: m.news_planned({}, o), value: `${spanInWords(planned, reader)} (${reader.timeZone})` }] : []),
        ],
        quote: mailed.text,
        link: { label: m.news_details({}, o), href: `${config.PORTAL_ORIGIN}/knowledge/${mailed.number}` },
        notes: [m.mail_do_not_reply({}, o)],
        signature: reader.language === 'ja' ? config.TEAM_NAME_JA : config.TEAM_NAME_EN,
      },
    },
  );
}

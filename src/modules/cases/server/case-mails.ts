import type { SystemActor } from '#kernel/actor.ts';
import { excerpt } from '#modules/prose/index.ts';
import { operatorReaders, userReaders, type Reader } from '#modules/users/server/index.ts';
import { m } from '#messages';
import { house } from '#platform/server/house.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { deliver, type Letter } from '#modules/notifications/server/index.ts';
import { categoryName, statusName } from '../case-words.ts';
import { caseNews, type CaseNews } from './watch-case.ts';

type EventJob = JobPayloads['tell-case-event'];
type MailJob = JobPayloads['send-case-mail'];

/** Decides who gets a mail about an entry and queues one job each, so that one bad address delays nobody else. */
export async function tellCaseEvent(job: EventJob): Promise<void> {
  const worker: SystemActor = { kind: 'system', accountId: job.accountId };
  await asActor(worker, async (context) => {
    const news = await caseNews(context, job);
    if (!news) return;
    for (const recipient of recipientsOf(job.event, news)) {
      await context.enqueue('send-case-mail', { ...job, recipient }, { key: `${job.activityId}:${job.event}:${recipient.id}` });
    }
  });
}

/**
 * The receipt of a new case is its contact's alone. Other news goes to the contact and everyone who wrote, on their own
 * entry only where it ends the case. The operator in charge hears of customers.
 */
function recipientsOf(event: EventJob['event'], { found, entry, participants }: CaseNews): MailJob['recipient'][] {
  const contact = found.contactId ? [found.contactId] : [];
  if (event === 'opened') return contact.map((id) => ({ kind: 'user', id }));
  const customers = new Set([...participants, ...contact]);
  if (event !== 'closed' && entry.authorId) customers.delete(entry.authorId);
  const inCharge = entry.authorKind === 'user' && found.assigneeId ? [found.assigneeId] : [];
  return [...[...customers].map((id) => ({ kind: 'user' as const, id })), ...inCharge.map((id) => ({ kind: 'operator' as const, id }))];
}

/** Sends one mail about an entry (G-2.5-1) in its reader's language. A reader who lost access gets none. */
export async function sendCaseMail(job: MailJob): Promise<void> {
  const worker: SystemActor = { kind: 'system', accountId: job.accountId };
  const prepared = await asActor(worker, async (context) => {
    const news = await caseNews(context, job);
    if (!news) return undefined;
    const [reader] =
      job.recipient.kind === 'user'
        ? await userReaders(context, { ids: [job.recipient.id], contractId: news.found.contractId })
        : await operatorReaders(context, [job.recipient.id]);
    return reader && { news, reader };
  });
  if (!prepared) return;
  const { config } = house();
  const { news, reader } = prepared;
  const domain = config.MAIL_FROM_ADDRESS.split('@')[1];
  const root = `<case-${news.found.id}@${domain}>`;
  const letter = letterAbout(job, news, reader);
  const accountId = job.recipient.kind === 'user' ? job.accountId : null;
  await deliver(
    { ...reader, accountId },
    {
      kind: `case_${job.event}`,
      // The same subject for the life of the case: mail programs thread by it and by References.
      subject: `[${news.found.number}] ${titleOf(news, reader)}`,
      letter,
      messageId: `<${job.event}-${job.activityId}-${reader.id}@${domain}>`,
      inReplyTo: root,
      references: [root],
    },
  );
}

function titleOf({ found }: CaseNews, reader: Reader): string {
  return found.subject || categoryName(found.category, reader.language);
}

function letterAbout(job: MailJob, news: CaseNews, reader: Reader): Letter {
  const { config } = house();
  const locale = reader.language;
  const team = locale === 'ja' ? config.TEAM_NAME_JA : config.TEAM_NAME_EN;
  const { found, entry } = news;
  const isOperator = job.recipient.kind === 'operator';
  const href = isOperator ? `${config.CONSOLE_ORIGIN}/console/cases/${found.number}` : `${config.PORTAL_ORIGIN}/cases/${found.number}`;
  const facts = [
    { label: m.case_number({}, { locale }), value: found.number },
    { label: m.case_subject({}, { locale }), value: titleOf(news, reader) },
    { label: m.case_category({}, { locale }), value: categoryName(found.category, locale) },
    { label: m.case_status({}, { locale }), value: statusName(found.status, config.PROVIDER_SHORT_NAME, locale) },
  ];
  return {
    language: locale,
    greeting: m.mail_greeting({ name: reader.displayName }, { locale }),
    lead: leadOf(job, news, team, locale),
    facts,
    ...(entry.body ? { quote: excerpt(entry.body, 300) } : {}),
    link: { label: m.mail_open_case({}, { locale }), href },
    notes: [m.mail_do_not_reply({}, { locale })],
    signature: `${team}\n${locale === 'ja' ? news.serviceNames.nameJa : news.serviceNames.nameEn}`,
  };
}

function leadOf(job: MailJob, { entry }: CaseNews, team: string, locale: 'ja' | 'en'): string {
  const byCustomer = entry.authorKind === 'user';
  switch (job.event) {
    case 'opened':
      return byCustomer ? m.mail_case_opened({ team }, { locale }) : m.usage_mail_case_raised({ team }, { locale });
    case 'asked':
      return m.mail_case_asked({ team }, { locale });
    case 'solved':
      return m.mail_case_solved({ team }, { locale });
    case 'rejected':
      return m.mail_case_rejected({}, { locale });
    case 'closed':
      return m.mail_case_closed({}, { locale });
    case 'commented':
      return byCustomer ? m.mail_case_commented_customer({}, { locale }) : m.mail_case_commented({ team }, { locale });
  }
}

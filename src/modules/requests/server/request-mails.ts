import type { Language, SystemActor } from '#kernel/actor.ts';
import { deliver, type Letter } from '#modules/notifications/server/index.ts';
import { operatorReaders, userReaders, type Reader } from '#modules/users/server/index.ts';
import { m } from '#messages';
import { house } from '#platform/server/house.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { isCustomerEntry, type CustomerEntryKind } from '../request.ts';
import { stateName } from '../request-words.ts';
import { requestForJob } from './access-request.ts';
import { contentOf } from './content-of-request.ts';
import { selectEntries, type EntryRow, type Request } from './requests.sql.ts';

type EntryJob = JobPayloads['tell-request-entry'];
type MailJob = JobPayloads['send-request-mail'];
type News = { found: Request; entries: EntryRow[]; entry: EntryRow & { kind: CustomerEntryKind } };

/** Decides who gets a mail about an entry and queues one job each, so that one bad address delays nobody else. */
export async function tellRequestEntry(job: EntryJob): Promise<void> {
  await asActor(workerOf(job), async (context) => {
    const news = await newsOf(context, job);
    if (!news) return;
    for (const recipient of recipientsOf(news)) {
      await context.enqueue('send-request-mail', { ...job, recipient }, { key: `${job.entryId}:${recipient.id}` });
    }
  });
}

/**
 * The receipt is the requester's own (G-4.7-8). What SAC says goes to the requester and everybody who answered; what a customer does, to those
 * of them who did not do it, and to the operator in charge, or else to the one who asked last.
 */
function recipientsOf({ found, entries, entry }: News): MailJob['recipient'][] {
  const customers = new Set([found.requesterId, ...entries.filter((one) => one.kind === 'answer').map((one) => one.authorId)]);
  if (entry.kind !== 'submitted') customers.delete(entry.authorId);
  const told = entry.kind === 'submitted' ? [found.requesterId] : entry.kind === 'answer' ? [] : [...customers];
  const asker = found.claimedBy ?? entries.findLast((one) => one.kind === 'question')?.authorId;
  const operators = asker && (entry.kind === 'answer' || entry.kind === 'withdrawn') ? [asker] : [];
  return [...told.map((id) => ({ kind: 'user' as const, id })), ...operators.map((id) => ({ kind: 'operator' as const, id }))];
}

/** Sends one mail about an entry (G-4.7-8, G-4.7-12) in its reader's language. A reader who lost access gets none. */
export async function sendRequestMail(job: MailJob): Promise<void> {
  const prepared = await asActor(workerOf(job), async (context) => {
    const news = await newsOf(context, job);
    if (!news) return undefined;
    const { kind, id } = job.recipient;
    const [reader] = kind === 'user' ? await userReaders(context, { ids: [id], contractId: news.found.contractId }) : await operatorReaders(context, [id]);
    return reader && { news, reader, content: await contentOf(context, news.found, reader.language) };
  });
  if (!prepared) return;
  const { news, reader, content } = prepared;
  const { found, entry } = news;
  const isOperator = job.recipient.kind === 'operator';
  const domain = house().config.MAIL_FROM_ADDRESS.split('@')[1];
  const root = `<request-${found.id}@${domain}>`;
  await deliver(
    { ...reader, accountId: isOperator ? null : job.accountId },
    {
      kind: `request_${entry.kind}`,
      // The same subject for the life of the request: mail programs thread by it and by References.
      subject: `[${found.number}] ${nameOf(found, reader.language)}`,
      letter: letterAbout(news, reader, { content, isOperator }),
      messageId: `<request-${entry.kind}-${entry.id}-${reader.id}@${domain}>`,
      inReplyTo: root,
      references: [root],
    },
  );
}

const workerOf = (job: EntryJob): SystemActor => ({ kind: 'system', accountId: job.accountId });

async function newsOf(context: Context<SystemActor>, job: EntryJob): Promise<News | undefined> {
  const found = await requestForJob(context, job.requestId);
  const entries = found ? await selectEntries(context.tx, found) : [];
  const entry = entries.find((one) => one.id === job.entryId);
  return found && entry && isCustomerEntry(entry.kind) ? { found, entries, entry: { ...entry, kind: entry.kind } } : undefined;
}

const nameOf = (found: Request, language: Language): string => (language === 'ja' ? found.nameJa : found.nameEn);

function letterAbout({ found, entry }: News, reader: Reader, { content, isOperator }: { content: string; isOperator: boolean }): Letter {
  const { config } = house();
  const locale = reader.language;
  const team = locale === 'ja' ? config.TEAM_NAME_JA : config.TEAM_NAME_EN;
  const isAccepted = entry.kind === 'accepted' && found.caseNumber !== null;
  const href = isOperator
    ? `${config.CONSOLE_ORIGIN}/console/requests/${found.number}`
    : isAccepted
      ? `${config.PORTAL_ORIGIN}/cases/${found.caseNumber}`
      : `${config.PORTAL_ORIGIN}/requests/${found.number}`;
  const quote = entry.words ?? content;
  return {
    language: locale,
    greeting: m.mail_greeting({ name: reader.displayName }, { locale }),
    lead: leadOf(entry.kind, team, locale),
    facts: [
      { label: m.request_number({}, { locale }), value: found.number },
      { label: m.request_item({}, { locale }), value: nameOf(found, locale) },
      { label: m.case_contract_number({}, { locale }), value: found.contractNumber },
      ...(found.points > 0 ? [{ label: m.request_points({}, { locale }), value: m.request_points_value({ points: found.points }, { locale }) }] : []),
      { label: m.request_state({}, { locale }), value: stateName(found.state, locale) },
      ...(isAccepted ? [{ label: m.case_number({}, { locale }), value: found.caseNumber ?? '' }] : []),
    ],
    ...(quote ? { quote } : {}),
    link: { label: isAccepted && !isOperator ? m.mail_open_case({}, { locale }) : m.request_mail_open({}, { locale }), href },
    notes: [m.mail_do_not_reply({}, { locale })],
    signature: team,
  };
}

function leadOf(kind: CustomerEntryKind, team: string, locale: Language): string {
  switch (kind) {
    case 'submitted':
      return m.request_mail_submitted({ team }, { locale });
    case 'question':
      return m.request_mail_question({ team }, { locale });
    case 'answer':
      return m.request_mail_answer({}, { locale });
    case 'accepted':
      return m.request_mail_accepted({ team }, { locale });
    case 'refused':
      return m.request_mail_refused({ team }, { locale });
    case 'withdrawn':
      return m.request_mail_withdrawn({}, { locale });
  }
}

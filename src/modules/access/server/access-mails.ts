import type { Language, SystemActor } from '#kernel/actor.ts';
import { m } from '#messages';
import { browserOf } from '#modules/journal/index.ts';
import { eventForJob, type StoredEvent } from '#modules/journal/server/index.ts';
import { deliver, type Letter } from '#modules/notifications/server/index.ts';
import { anyUserReader, operatorReaders, type Reader } from '#modules/users/server/index.ts';
import { house } from '#platform/server/house.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { notices, type Notice } from '../notice.ts';
import { LOCK_MINUTES, MAIL_CONFIRM_HOURS, MAIL_UNDO_DAYS, RESET_BLOCK_MINUTES, RESET_LINK_MINUTES, RESET_PAUSE_HOURS } from '../sign-in.ts';
import { issueMailLink, mailChangeForJob } from './change-mail.ts';
import { wordsOfNotice } from './notice-words.ts';
import { issueResetLink } from './reset-password.ts';

type NoticeJob = Omit<JobPayloads['send-notice'], 'notice'> & { notice: Notice };

/** Everything that a letter about somebody's access needs to know. */
type Prepared = {
  reader: Reader & { userId?: string };
  event: StoredEvent | undefined;
  link: string | undefined;
  newMail: string | undefined;
  oldMail: string | undefined;
};

/** Mails its owner what happened to their access, in their language. */
export async function sendNotice(payload: JobPayloads['send-notice']): Promise<void> {
  const notice = notices.find((one) => one === payload.notice);
  if (!notice) throw new Error(`Nobody knows the notice ${payload.notice}.`);
  const job: NoticeJob = { ...payload, notice };
  const prepared = await asActor<SystemActor, Prepared | undefined>({ kind: 'system', accountId: job.accountId }, (context) => prepare(context, job));
  if (!prepared) return;
  const { reader } = prepared;
  const words = wordsOfNotice(job.notice, reader.language, {
    userId: reader.userId ?? '',
    portal: house().config.PORTAL_ORIGIN,
    newMail: prepared.newMail ?? '',
    name: prepared.event?.readerName ?? '',
    lockMinutes: LOCK_MINUTES,
    blockMinutes: RESET_BLOCK_MINUTES,
    pauseHours: RESET_PAUSE_HOURS,
    confirmHours: MAIL_CONFIRM_HOURS,
    undoDays: MAIL_UNDO_DAYS,
  });
  const letter = letterTo(reader, { lead: words.lead, notes: words.notes, facts: factsOf(job, prepared), link: linkOf(job, prepared, words.linkLabel) });
  const address =
    job.notice === 'mail_confirm' ? prepared.newMail : job.notice === 'mail_undo' || job.notice === 'mail_changed_by_other' ? prepared.oldMail : undefined;
  await deliver({ ...reader, mail: address ?? reader.mail, accountId: job.accountId }, { kind: job.notice, subject: words.subject, letter });
}

async function prepare(context: Context<SystemActor>, job: NoticeJob): Promise<Prepared | undefined> {
  const reader = job.realm === 'user' ? await anyUserReader(context, job.readerId) : (await operatorReaders(context, [job.readerId]))[0];
  if (!reader) return undefined;
  const event = job.eventId ? await eventForJob(context, job.eventId) : undefined;
  if (job.notice === 'mail_changed_by_other') {
    const change = job.changeId ? await mailChangeForJob(context, job.changeId) : undefined;
    return change && { reader, event, link: undefined, newMail: undefined, oldMail: change.oldMail };
  }
  if (job.notice !== 'mail_confirm' && job.notice !== 'mail_undo') return { reader, event, link: undefined, newMail: undefined, oldMail: undefined };
  const issued = job.changeId
    ? await issueMailLink(context, { changeId: job.changeId, purpose: job.notice === 'mail_confirm' ? 'confirm' : 'undo' })
    : undefined;
  return issued && { reader, event, link: issued.href, newMail: issued.change.newMail, oldMail: issued.change.oldMail };
}

/** When, from where and with what, so that the owner can tell their own deeds from a stranger's. */
function factsOf(job: NoticeJob, { reader, event, newMail }: Prepared): { label: string; value: string }[] {
  const locale = reader.language;
  const facts = [{ label: m.mail_fact_time({}, { locale }), value: momentOf(event?.at ?? new Date(job.at), reader) }];
  if (newMail) facts.push({ label: m.mail_fact_new_mail({}, { locale }), value: newMail });
  if (job.notice === 'opening' || !event) return newMail ? facts : [];
  if (job.notice === 'administrator_news') facts.push({ label: m.mail_fact_user({}, { locale }), value: `${event.readerName} (${event.readerUserId})` });
  if (event.actorKind === 'operator') return facts;
  if (event.address) facts.push({ label: m.mail_fact_address({}, { locale }), value: event.address });
  const browser = browserOf(event.agent);
  if (browser) facts.push({ label: m.mail_fact_browser({}, { locale }), value: browser });
  return facts;
}

const momentOf = (at: Date, reader: { language: Language; timeZone: string }): string =>
  new Intl.DateTimeFormat(reader.language === 'ja' ? 'ja-JP' : 'en-GB', { dateStyle: 'long', timeStyle: 'long', timeZone: reader.timeZone }).format(at);

function linkOf(job: NoticeJob, { link }: Prepared, label: string | undefined): { label: string; href: string } | undefined {
  if (!label) return undefined;
  if (link) return { label, href: link };
  const { config } = house();
  if (job.realm === 'operator') return { label, href: config.CONSOLE_ORIGIN };
  return { label, href: job.notice === 'opening' ? `${config.PORTAL_ORIGIN}/password/forgot` : `${config.PORTAL_ORIGIN}/profile/factors` };
}

/** Mails the link that sets a password (G-4.4-4, G-4.4-9, D-5). Each try of the job makes a link of its own. */
export async function sendResetMail(job: JobPayloads['send-reset-mail']): Promise<void> {
  const prepared = await asActor<SystemActor, { reader: Reader & { userId: string }; href: string } | undefined>(
    { kind: 'system', accountId: job.accountId },
    async (context) => {
      const reader = await anyUserReader(context, job.readerId);
      if (!reader || reader.state === 'disabled') return undefined;
      return { reader, href: await issueResetLink(context, { ...job, mail: reader.mail }) };
    },
  );
  if (!prepared) return;
  const { reader, href } = prepared;
  const locale = reader.language;
  const lead = job.askedBy === 'self' ? m.mail_reset_lead({}, { locale }) : m.mail_reset_lead_by_other({}, { locale });
  const letter = letterTo(reader, {
    lead,
    facts: [{ label: m.sign_in_user_id({}, { locale }), value: reader.userId }],
    notes: [m.mail_reset_note({ minutes: RESET_LINK_MINUTES }, { locale }), m.mail_reset_not_you({}, { locale })],
    link: { label: m.mail_reset_link({}, { locale }), href },
  });
  await deliver({ ...reader, accountId: job.accountId }, { kind: 'reset', subject: m.mail_reset_subject({}, { locale }), letter });
}

function letterTo(
  reader: Reader,
  parts: { lead: string; notes: readonly string[]; facts: { label: string; value: string }[]; link: { label: string; href: string } | undefined },
): Letter {
  const { config } = house();
  const locale = reader.language;
  return {
    language: locale,
    greeting: m.mail_greeting({ name: reader.displayName }, { locale }),
    lead: parts.lead,
    ...(parts.facts.length > 0 ? { facts: parts.facts } : {}),
    ...(parts.link ? { link: parts.link } : {}),
    notes: parts.notes,
    signature: locale === 'ja' ? config.TEAM_NAME_JA : config.TEAM_NAME_EN,
  };
}

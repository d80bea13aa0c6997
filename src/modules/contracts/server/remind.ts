import type { SystemActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { m } from '#messages';
import { deliver, type Letter } from '#modules/notifications/server/index.ts';
import { operatorReaders, userReaders, type Reader } from '#modules/users/server/index.ts';
import { house } from '#platform/server/house.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import * as rows from './contracts.sql.ts';

type MailJob = JobPayloads['send-renewal-mail'];
type Renewing = NonNullable<Awaited<ReturnType<typeof rows.selectRenewing>>>;

/** Queues a reminder for each contract that renews within 60 and within 30 days and was not reminded of it yet; run by a schedule. */
export async function sweepRenewals(): Promise<void> {
  const everywhere: SystemActor = { kind: 'system', accountId: null };
  await asActor(everywhere, async (context) => {
    for (const renewal of await rows.selectToRemind(context.tx))
      await context.enqueue('remind-of-renewal', renewal, { key: `${renewal.contractId}:${renewal.renewsOn}:${renewal.daysBefore}` });
  });
}

/** Reminds of one renewal: one mail for each who is to know. Run twice, even at the same moment, it is one reminder. */
export async function remindOfRenewal(job: JobPayloads['remind-of-renewal']): Promise<void> {
  try {
    await asActor<SystemActor, void>({ kind: 'system', accountId: job.accountId }, async (context) => {
      if (!(await rows.selectRenewing(context.tx, job))) return;
      await rows.insertReminder(context.tx, { ...job, now: context.now });
      const after = { renewsOn: job.renewsOn, daysBefore: job.daysBefore };
      await rows.insertEvent(context.tx, { ...job, id: newId(), operatorId: null, name: 'reminded', before: null, after, now: context.now });
      for (const recipient of await rows.selectToTell(context.tx, job))
        await context.enqueue('send-renewal-mail', { ...job, recipient }, { key: `${job.contractId}:${job.renewsOn}:${job.daysBefore}:${recipient.id}` });
    });
  } catch (error) {
    if (rows.brokenRule(error) !== 'contract_reminders_pkey') throw error;
  }
}

/** Sends one reminder in its reader's language. Nobody gets it who was disabled or unlinked, or when the renewal has another day now. */
export async function sendRenewalMail(job: MailJob): Promise<void> {
  const prepared = await asActor<SystemActor, { contract: Renewing; reader: Reader } | undefined>(
    { kind: 'system', accountId: job.accountId },
    async (context) => {
      const contract = await rows.selectRenewing(context.tx, job);
      const [reader] =
        job.recipient.kind === 'user'
          ? await userReaders(context, { ids: [job.recipient.id], contractId: job.contractId })
          : await operatorReaders(context, [job.recipient.id]);
      return contract && reader && { contract, reader };
    },
  );
  if (!prepared) return;
  const { contract, reader } = prepared;
  const accountId = job.recipient.kind === 'user' ? job.accountId : null;
  const domain = house().config.MAIL_FROM_ADDRESS.split('@')[1];
  await deliver(
    { ...reader, accountId },
    {
      kind: 'contract_renewal',
      subject: m.contract_mail_renewal_subject({ number: contract.number, day: contract.renewsOn }, { locale: reader.language }),
      letter: letterAbout(job, contract, reader),
      messageId: `<renewal-${job.contractId}-${job.renewsOn}-${job.daysBefore}-${reader.id}@${domain}>`,
    },
  );
}

function letterAbout(job: MailJob, contract: Renewing, reader: Reader): Letter {
  const { config } = house();
  const locale = reader.language;
  const isUser = job.recipient.kind === 'user';
  const plan = contract.plan ? [{ label: m.contract_plan({}, { locale }), value: contract.plan }] : [];
  return {
    language: locale,
    greeting: m.mail_greeting({ name: reader.displayName }, { locale }),
    lead: isUser
      ? m.contract_mail_renewal_lead({ day: contract.renewsOn }, { locale })
      : m.contract_mail_renewal_lead_operator({ day: contract.renewsOn }, { locale }),
    facts: [
      { label: m.case_contract_number({}, { locale }), value: contract.number },
      { label: m.case_holder({}, { locale }), value: contract.holderName },
      { label: m.case_service({}, { locale }), value: locale === 'ja' ? contract.service.nameJa : contract.service.nameEn },
      ...plan,
      { label: m.contract_renews_on({}, { locale }), value: contract.renewsOn },
    ],
    link: isUser
      ? { label: m.contract_mail_link({}, { locale }), href: `${config.PORTAL_ORIGIN}/contracts/${contract.number}` }
      : { label: m.contract_mail_link_operator({}, { locale }), href: `${config.CONSOLE_ORIGIN}/console/contracts/${contract.number}` },
    notes: [m.mail_do_not_reply({}, { locale })],
    signature: locale === 'ja' ? config.TEAM_NAME_JA : config.TEAM_NAME_EN,
  };
}

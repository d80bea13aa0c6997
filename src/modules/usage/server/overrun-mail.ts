import type { SystemActor } from '#kernel/actor.ts';
import { deliver } from '#modules/notifications/server/index.ts';
import { operatorReaders } from '#modules/users/server/index.ts';
import { m } from '#messages';
import { house } from '#platform/server/house.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { selectOverrun } from './usage.sql.ts';

/** Tells one service manager that a contract used more than it bought. One who may no longer sign in gets none. */
export async function sendOverrunMail(job: JobPayloads['send-overrun-mail']): Promise<void> {
  const worker: SystemActor = { kind: 'system', accountId: job.accountId };
  const prepared = await asActor(worker, async (context) => {
    const overrun = await selectOverrun(context.tx, job);
    const [reader] = await operatorReaders(context, [job.operatorId]);
    return overrun && reader && { overrun, reader };
  });
  if (!prepared) return;
  const { overrun, reader } = prepared;
  const { config } = house();
  const o = { locale: reader.language };
  await deliver(
    { ...reader, accountId: null },
    {
      kind: 'usage_overrun',
      subject: m.usage_mail_subject({ number: overrun.number, month: overrun.month.slice(0, 7) }, o),
      messageId: `<overrun-${job.contractId}-${overrun.month}-${reader.id}@${config.MAIL_FROM_ADDRESS.split('@')[1]}>`,
      letter: {
        language: reader.language,
        greeting: m.mail_greeting({ name: reader.displayName }, o),
        lead: m.usage_mail_lead({}, o),
        facts: [
          { label: m.onboarding_account_name({}, o), value: overrun.accountName },
          { label: m.case_contract_number({}, o), value: overrun.number },
          { label: m.usage_month({}, o), value: overrun.month.slice(0, 7) },
          { label: m.usage_credits({}, o), value: overrun.credits.toLocaleString('en-US') },
          { label: m.usage_contracted({}, o), value: overrun.contracted.toLocaleString('en-US') },
          { label: m.case_number({}, o), value: overrun.caseNumber },
        ],
        link: { label: m.mail_open_case({}, o), href: `${config.CONSOLE_ORIGIN}/console/cases/${overrun.caseNumber}` },
        notes: [m.mail_do_not_reply({}, o)],
        signature: reader.language === 'ja' ? config.TEAM_NAME_JA : config.TEAM_NAME_EN,
      },
    },
  );
}

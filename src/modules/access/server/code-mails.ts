import type { SystemActor } from '#kernel/actor.ts';
import { m } from '#messages';
import { deliver, type Letter } from '#modules/notifications/server/index.ts';
import { userReaders } from '#modules/users/server/index.ts';
import { house } from '#platform/server/house.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { ATTEMPT_MINUTES } from '../sign-in.ts';
import { issueCode } from './second-step.ts';

/** Mails a verification code (G-4.2-5). Each try of the job makes a new code, so an older mail stops working. */
export async function sendCodeMail(job: JobPayloads['send-code-mail']): Promise<void> {
  const worker: SystemActor = { kind: 'system', accountId: job.accountId };
  const prepared = await asActor(worker, async (context) => {
    const issued = await issueCode(context, job.attemptId);
    if (!issued) return undefined;
    const [reader] = await userReaders(context, { ids: [issued.readerId], contractId: null });
    return reader && { reader, code: issued.code };
  });
  if (!prepared) return;
  const { config } = house();
  const { reader, code } = prepared;
  const locale = reader.language;
  const letter: Letter = {
    language: locale,
    greeting: m.mail_greeting({ name: reader.displayName }, { locale }),
    lead: m.mail_code_lead({ minutes: ATTEMPT_MINUTES }, { locale }),
    code,
    notes: [m.mail_code_note({}, { locale })],
    signature: locale === 'ja' ? config.TEAM_NAME_JA : config.TEAM_NAME_EN,
  };
  await deliver({ ...reader, accountId: job.accountId }, { kind: 'code', subject: m.mail_code_subject({}, { locale }), letter });
}

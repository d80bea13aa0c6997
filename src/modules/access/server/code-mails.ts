import type { SystemActor } from '#kernel/actor.ts';
import { operatorReaders, userReaders } from '#modules/users/server/index.ts';
import { m } from '#messages';
import { newId } from '#kernel/ids.ts';
import { house } from '#platform/server/house.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { asHtml, asText, type Letter } from '#modules/notifications/server/index.ts';
import { ATTEMPT_MINUTES } from '../sign-in.ts';
import { issueCode } from './sign-in.ts';

/** Mails a verification code (G-4.2-5). Each try of the job makes a new code, so an older mail stops working. */
export async function sendCodeMail(job: JobPayloads['send-code-mail']): Promise<void> {
  const worker: SystemActor = { kind: 'system', accountId: job.accountId };
  const prepared = await asActor(worker, async (context) => {
    const issued = await issueCode(context, job);
    if (!issued) return undefined;
    const ids = [issued.readerId];
    const [reader] = job.realm === 'user' ? await userReaders(context, { ids, contractId: null }) : await operatorReaders(context, ids);
    return reader && { reader, code: issued.code };
  });
  if (!prepared) return;
  const { config, post } = house();
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
  await post.send({
    to: { name: reader.displayName, address: reader.mail },
    subject: m.mail_code_subject({}, { locale }),
    text: asText(letter),
    html: asHtml(letter),
    messageId: `<code-${newId()}@${config.MAIL_FROM_ADDRESS.split('@')[1]}>`,
    language: locale,
  });
}

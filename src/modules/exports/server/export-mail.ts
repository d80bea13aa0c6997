import type { SystemActor } from '#kernel/actor.ts';
import { m } from '#messages';
import { deliver, type Letter } from '#modules/notifications/server/index.ts';
import { userReaders, type Reader } from '#modules/users/server/index.ts';
import { house } from '#platform/server/house.ts';
import type { JobPayloads } from '#platform/server/jobs.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { LOOKED_AWAY_SECONDS, MAIL_AFTER_SECONDS } from '../export.ts';
import { countText, formatName } from '../export-words.ts';
import * as rows from './exports.sql.ts';

/** Whoever still looks at a short wait needs no mail. */
export function needsMail({ createdAt, seenAt }: { createdAt: Date; seenAt: Date | null }, now: Date): boolean {
  const passed = (since: Date) => (now.getTime() - since.getTime()) / 1000;
  return passed(createdAt) > MAIL_AFTER_SECONDS || !seenAt || passed(seenAt) > LOOKED_AWAY_SECONDS;
}

/** Tells that an export is ready, with a link behind the sign-in and never the file. Nobody who was disabled gets it. */
export async function sendExportMail(job: JobPayloads['send-export-mail']): Promise<void> {
  const worker: SystemActor = { kind: 'system', accountId: job.accountId };
  const prepared = await asActor(worker, async (context) => {
    const found = await rows.selectExport(context.tx, job.exportId);
    if (!found || found.state !== 'ready' || found.mailedAt) return undefined;
    const [reader] = await userReaders(context, { ids: [found.userId], contractId: null });
    return reader && { found, reader };
  });
  if (!prepared) return;
  const { found, reader } = prepared;
  const domain = house().config.MAIL_FROM_ADDRESS.split('@')[1];
  await deliver(
    { ...reader, accountId: job.accountId },
    {
      kind: 'export_ready',
      subject: m.mail_export_ready_subject({}, { locale: reader.language }),
      letter: letterAbout(found, reader),
      messageId: `<export-${found.id}@${domain}>`,
    },
  );
  await asActor(worker, ({ tx, now }) => rows.markMailed(tx, { id: found.id, now }));
}

function letterAbout(found: rows.StoredExport, reader: Reader): Letter {
  const { config } = house();
  const locale = reader.language;
  const until = new Intl.DateTimeFormat(locale === 'ja' ? 'ja-JP' : 'en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: reader.timeZone });
  return {
    language: locale,
    greeting: m.mail_greeting({ name: reader.displayName }, { locale }),
    lead: m.mail_export_ready_lead({}, { locale }),
    facts: [
      { label: m.export_list({}, { locale }), value: found.title },
      { label: m.export_format({}, { locale }), value: formatName[found.format] },
      { label: m.export_rows({}, { locale }), value: countText(found.rowsDone) },
      { label: m.export_until({}, { locale }), value: until.format(found.expiresAt) },
    ],
    link: { label: m.mail_export_link({}, { locale }), href: `${config.PORTAL_ORIGIN}/exports/${found.id}` },
    notes: [m.mail_do_not_reply({}, { locale })],
    signature: locale === 'ja' ? config.TEAM_NAME_JA : config.TEAM_NAME_EN,
  };
}

import type { RequestHandler } from './$types';
import { m } from '#messages';
import { readContactList, type ContactRow } from '#modules/contacts/index.ts';
import { contactListWords } from '#modules/contacts/ui/contact-list-words.ts';
import { sayGroup } from '#ui/list/say.ts';
import { allContacts, listContacts } from '#modules/contacts/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { formatDateTime } from '#ui/times.ts';
import { userOf } from '../../../../../edge/actors.ts';
import { answeringJson } from '../../../../../edge/refusals.ts';
import { formatOf, sendSheet } from '../../../../../edge/sheets.ts';

/** 連絡先一覧 as it is shown, all pages, as PDF, Excel or CSV. */
export const GET: RequestHandler = ({ locals, url, cookies }) =>
  answeringJson(async () => {
    const actor = userOf(locals);
    const { list } = readContactList(url.searchParams);
    // Decides before the first byte is sent, so that a refusal is an answer and not half a file.
    await asActor(actor, (context) => listContacts(context, list));
    const made = m.contact_export_made({ time: formatDateTime(new Date().toISOString(), actor.timeZone) });
    const cells = (row: ContactRow) => [
      row.displayName,
      row.accountName,
      row.mail,
      row.workPhone,
      String(row.locked),
      formatDateTime(row.updatedAt, actor.timeZone),
    ];
    async function* rows() {
      for await (const row of allContacts(actor, list)) yield cells(row);
    }
    return sendSheet(
      {
        title: m.account_contacts(),
        subtitle: [actor.accountName, list.q, sayGroup(list.query.where, contactListWords()), made].filter(Boolean).join('　'),
        language: actor.language,
        columns: [
          { label: m.contact_name(), width: 1.2 },
          { label: m.contact_account(), width: 1.4 },
          { label: m.contact_mail(), width: 1.8 },
          { label: m.contact_work_phone() },
          { label: m.contact_locked(), width: 0.7 },
          { label: m.contact_updated(), width: 1.2 },
        ],
        rows: rows(),
      },
      formatOf(url.searchParams.get('format')),
      { actor, cookies },
    );
  });

import { describe, expect, it } from 'vitest';
import { asActor } from '#platform/server/unit-of-work.ts';
import { inquiry, useWorld } from '#tests/support/world.ts';
import { people } from '#tests/support/people.ts';
import { OpenCaseInput, openCase, readCase } from './index.ts';

const world = useWorld();

describe('opening a case', () => {
  it('makes a numbered case that starts with 開始 and holds what was written [G-4.6-4, G-4.6-5, G-4.8.3-2]', async () => {
    const contact = await world.user(people.contact);
    const number = await asActor(contact, (context) => openCase(context, inquiry('N200000001', 'S3 の公開検知\n詳しく教えてください。')));
    const found = await asActor(contact, (context) => readCase(context, number));
    expect(number).toMatch(/^CS\d{7}$/);
    expect(found).toMatchObject({
      status: 'new',
      category: 'alert',
      subject: 'S3 の公開検知',
      contractNumber: 'N200000001',
      holderName: 'csアカウント01',
      contactName: contact.displayName,
    });
    expect(found.timeline.map((entry) => entry.kind)).toEqual(['comment', 'opened']);
  });

  it('gives one case and one mail for twenty submissions of one form at once', async () => {
    const contact = await world.user(people.contact);
    const input = inquiry('N200000001', '20回押しました');
    const numbers = await Promise.all(Array.from({ length: 20 }, () => asActor(contact, (context) => openCase(context, input))));
    expect(new Set(numbers).size).toBe(1);
    const { count } = await world.one<{ count: number }>(
      "select count(*)::int as count from pgboss.job where name = 'tell-case-event' and data ->> 'caseId' = (select id::text from cases where number = $1)",
      [numbers[0]],
    );
    expect(count).toBe(1);
  });

  it("refuses a contract that is not the contact's own as if it did not exist [D-8]", async () => {
    const contact = await world.user(people.contact);
    await expect(asActor(contact, (context) => openCase(context, inquiry('P910000001')))).rejects.toMatchObject({ kind: 'invalid', code: 'contract_missing' });
    const narrow = await world.user(people.narrow);
    await expect(asActor(narrow, (context) => openCase(context, inquiry('N200000001')))).rejects.toMatchObject({ code: 'contract_missing' });
  });

  it('accepts only the six categories of a contact, and no blank text without a file [D-14, G-4.8.5-2]', () => {
    const typed = { contractNumber: 'N200000001', category: 'alert', body: { text: 'ok' }, attachments: [], key: crypto.randomUUID() };
    expect(OpenCaseInput.safeParse(typed).success).toBe(true);
    expect(OpenCaseInput.safeParse({ ...typed, category: 'alarm' }).success).toBe(false);
    expect(OpenCaseInput.safeParse({ ...typed, category: 'なし' }).success).toBe(false);
    expect(OpenCaseInput.safeParse({ ...typed, body: { text: ' \n　 ' } }).success).toBe(false);
    expect(OpenCaseInput.safeParse({ ...typed, body: { text: '' }, attachments: [crypto.randomUUID()] }).success).toBe(true);
    expect(OpenCaseInput.safeParse({ ...typed, accountId: 'x' }).success).toBe(false);
  });

  it('keeps nothing when an attachment is not there', async () => {
    const contact = await world.user(people.contact);
    const before = await world.one<{ count: number }>('select count(*)::int as count from cases');
    await expect(asActor(contact, (context) => openCase(context, { ...inquiry('N200000001'), attachments: [crypto.randomUUID()] }))).rejects.toMatchObject({
      code: 'attachment_missing',
    });
    expect(await world.one('select count(*)::int as count from cases')).toEqual(before);
  });
});

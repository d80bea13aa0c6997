import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { categories, moves, statuses, type CaseStatus } from '../../src/modules/cases/case.ts';
import { demoCases, type DemoCase } from './cases.ts';
import { demoFiles } from './files.ts';
import { accounts, contracts, operators, services, users } from './world.ts';

const NOW = new Date('2026-11-20T03:00:00.000Z');
const openedAt = (demo: DemoCase) => new Date(NOW.getTime() - demo.daysAgo * 86_400_000);
const subjectOf = (demo: DemoCase) => (typeof demo.subject === 'function' ? demo.subject(openedAt(demo)) : demo.subject);
const accountOf = (demo: DemoCase) => contracts.find((contract) => contract.number === demo.contract)?.account;
const casesOf = (account: string) => demoCases.filter((demo) => accountOf(demo) === account);
const wordsOf = (demo: DemoCase) => [subjectOf(demo), ...demo.entries.flatMap((entry) => [entry.text ?? '', entry.reason ?? ''])].join('\n');
const nameOf = (demo: DemoCase) => `${demo.contract} ${demo.daysAgo} ${subjectOf(demo)}`;
const userKeys = new Set(users.map((user) => user.key));
const operatorKeys = new Set(operators.map((operator) => operator.key));
/** Everyone who may write in a case: its account's linked users, the operators and the program. */
const mayWrite = (demo: DemoCase, by: string) => {
  const user = users.find((one) => one.key === by);
  if (!user) return by === 'system' || operatorKeys.has(by);
  return user.account === accountOf(demo) && (user.contracts === 'all' || user.contracts.includes(demo.contract));
};
const marksIn = (pattern: RegExp, words: readonly string[]) => new Set(words.flatMap((text) => text.match(pattern) ?? []));

describe('the people of the demo world', () => {
  it('have keys, user IDs and mail addresses of their own, in domains that nobody owns', () => {
    const everyone = [...users, ...operators];
    for (const field of ['key', 'userId', 'mail'] as const) expect(new Set(everyone.map((one) => one[field])).size).toBe(everyone.length);
    expect(everyone.filter((one) => !one.mail.endsWith('.example') || one.userId.length > 40)).toEqual([]);
  });

  it('belong to accounts and contracts that exist', () => {
    const keys = new Set<string>(accounts.map((account) => account.key));
    const ids = new Set<string>(services.map((service) => service.id));
    expect(contracts.filter((contract) => !keys.has(contract.account) || !ids.has(contract.service))).toEqual([]);
    for (const user of users) {
      expect(keys).toContain(user.account);
      const own = contracts.filter((contract) => contract.account === user.account).map((contract) => contract.number as string);
      if (user.contracts !== 'all') expect(user.contracts.filter((number) => !own.includes(number))).toEqual([]);
    }
  });

  it('read both languages, and each account has an administrator', () => {
    expect(new Set(users.map((user) => user.language))).toEqual(new Set(['ja', 'en']));
    for (const account of accounts) expect(users.some((user) => user.account === account.key && user.role === 'administrator')).toBe(true);
  });
});

describe('the cases of the demo world', () => {
  it('show every status and all eleven categories, over a year', () => {
    expect(new Set(demoCases.map((demo) => demo.status))).toEqual(new Set(statuses));
    expect(new Set(demoCases.map((demo) => demo.category))).toEqual(new Set(categories));
    expect(demoCases.filter((demo) => demo.daysAgo <= 0 || demo.daysAgo > 366).map(nameOf)).toEqual([]);
  });

  it('are enough for several pages, most of them of the first account, and some have no subject', () => {
    expect(demoCases.length).toBeGreaterThanOrEqual(60);
    expect(casesOf('sample').length).toBeGreaterThanOrEqual(45);
    expect(casesOf('a-company')).toHaveLength(9);
    expect(casesOf('hokuto')).toHaveLength(8);
    expect(demoCases.filter((demo) => subjectOf(demo) === '').length).toBeGreaterThanOrEqual(3);
  });

  it('name only people who may write there, and files that exist', () => {
    for (const demo of demoCases) {
      expect(accountOf(demo), nameOf(demo)).toBeDefined();
      if (demo.contact) expect(userKeys.has(demo.contact) && mayWrite(demo, demo.contact), nameOf(demo)).toBe(true);
      if (demo.assignee) expect(operatorKeys, nameOf(demo)).toContain(demo.assignee);
      for (const entry of demo.entries) {
        expect(mayWrite(demo, entry.by), `${nameOf(demo)}: ${entry.by}`).toBe(true);
        for (const file of entry.files ?? []) expect(demoFiles, nameOf(demo)).toHaveProperty(file);
      }
    }
  });

  it('begin with words, go forward in time and never reach into the future', () => {
    for (const demo of demoCases) {
      const times = demo.entries.map((entry) => entry.after);
      expect(demo.entries[0], nameOf(demo)).toMatchObject({ after: 0, kind: 'comment' });
      expect(times, nameOf(demo)).toEqual([...times].sort((a, b) => a - b));
      expect(times.at(-1), nameOf(demo)).toBeLessThanOrEqual(demo.daysAgo * 1440);
      expect(subjectOf(demo).length, nameOf(demo)).toBeLessThanOrEqual(200);
      for (const entry of demo.entries) if (entry.kind !== 'status') expect(entry.text?.trim(), nameOf(demo)).toBeTruthy();
    }
  });

  it('move only as the rules allow, by those who may, and end where they say [D-13]', () => {
    for (const demo of demoCases) {
      let status: CaseStatus = 'new';
      for (const entry of demo.entries.filter((one) => one.kind === 'status')) {
        const by = operatorKeys.has(entry.by) ? 'operator' : 'user';
        const move = Object.values(moves).find((one) => one.by === by && one.to === entry.to && (one.from as readonly CaseStatus[]).includes(status));
        expect(move, `${nameOf(demo)}: ${status} → ${entry.to} by ${entry.by}`).toBeDefined();
        status = entry.to ?? status;
      }
      expect(status, nameOf(demo)).toBe(demo.status);
    }
  });

  it("return to work with every customer's comment that was waited for, and say nothing once closed [D-13]", () => {
    for (const demo of demoCases) {
      let status: CaseStatus = 'new';
      demo.entries.forEach((entry, index) => {
        if (entry.kind === 'status') status = entry.to ?? status;
        else expect(status, nameOf(demo)).not.toBe('closed');
        if (entry.kind === 'comment' && userKeys.has(entry.by) && status === 'awaiting_customer') {
          expect(demo.entries[index + 1], nameOf(demo)).toMatchObject({ kind: 'status', by: entry.by, to: 'in_progress' });
        }
      });
    }
  });
});

describe('the marks that prove the walls', () => {
  it('stand in every case of the other accounts and in none of the first', () => {
    expect(
      casesOf('a-company')
        .filter((demo) => !wordsOf(demo).includes('CANARY-A'))
        .map(nameOf),
    ).toEqual([]);
    expect(
      casesOf('hokuto')
        .filter((demo) => !wordsOf(demo).includes('CANARY-H'))
        .map(nameOf),
    ).toEqual([]);
    expect(
      casesOf('a-company')
        .filter((demo) => wordsOf(demo).includes('CANARY-H'))
        .map(nameOf),
    ).toEqual([]);
    expect(
      casesOf('hokuto')
        .filter((demo) => wordsOf(demo).includes('CANARY-A'))
        .map(nameOf),
    ).toEqual([]);
    expect(
      casesOf('sample')
        .filter((demo) => wordsOf(demo).includes('CANARY'))
        .map(nameOf),
    ).toEqual([]);
  });

  it('are many, and each belongs to one case', () => {
    const perCase = demoCases.flatMap((demo) => [...marksIn(/CANARY-[AH]-\d{4}/g, [wordsOf(demo)])]);
    expect(new Set(perCase).size).toBe(perCase.length);
    expect(perCase.length).toBeGreaterThanOrEqual(20);
  });

  it('stand in every work note, once each, and in nothing that a customer may read', () => {
    const entries = demoCases.flatMap((demo) => demo.entries);
    const notes = entries.filter((entry) => entry.kind === 'work_note');
    expect(notes.filter((note) => !operatorKeys.has(note.by))).toEqual([]);
    expect(
      marksIn(
        /NOTE-ONLY-\d{3}/g,
        notes.map((note) => note.text ?? ''),
      ).size,
    ).toBe(notes.length);
    const shown = [
      ...demoCases.map(subjectOf),
      ...entries.filter((entry) => entry.kind !== 'work_note').flatMap((entry) => [entry.text ?? '', entry.reason ?? '']),
    ];
    expect(shown.filter((text) => text.includes('NOTE-ONLY'))).toEqual([]);
  });
});

describe('the files of the demo world', () => {
  const made = Object.values(demoFiles).map((file) => ({ name: file.name, body: file.make() }));
  const ending = (end: string) => made.filter((file) => file.name.endsWith(end));

  it('have names of their own and something in them', () => {
    expect(new Set(made.map((file) => file.name)).size).toBe(made.length);
    expect(made.filter((file) => file.body.length === 0)).toEqual([]);
    for (const end of ['.pdf', '.png', '.csv', '.log']) expect(ending(end).length, end).toBeGreaterThan(0);
  });

  it('are PDFs whose cross-reference table points at their objects', () => {
    for (const { name, body } of ending('.pdf')) {
      const text = body.toString('latin1');
      expect(text.startsWith('%PDF-') && text.trimEnd().endsWith('%%EOF'), name).toBe(true);
      const table = text.slice(Number(/startxref\n(\d+)/.exec(text)?.[1]));
      expect(table.startsWith('xref\n'), name).toBe(true);
      const offsets = [...table.matchAll(/^(\d{10}) 00000 n /gm)].map((match) => Number(match[1]));
      offsets.forEach((offset, index) => expect(text.slice(offset).startsWith(`${index + 1} 0 obj\n`), `${name}: object ${index + 1}`).toBe(true));
    }
  });

  it('are pictures whose pixels fill the size they declare', () => {
    for (const { name, body } of ending('.png')) {
      expect(body.subarray(1, 4).toString(), name).toBe('PNG');
      const data = body.indexOf('IDAT');
      const pixels = inflateSync(body.subarray(data + 4, data + 4 + body.readUInt32BE(data - 4)));
      expect(pixels.length, name).toBe(body.readUInt32BE(20) * (1 + body.readUInt32BE(16) * 3));
    }
  });
});

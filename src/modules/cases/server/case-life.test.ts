import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { proseFromText } from '#modules/prose/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { people } from '#tests/support/people.ts';
import { inquiry, useWorld } from '#tests/support/world.ts';
import {
  acceptSolution,
  askCustomer,
  closeCase,
  commentOnCase,
  openCase,
  proposeSolution,
  readCase,
  rejectSolution,
  takeCase,
  writeWorkNote,
} from './index.ts';

const world = useWorld();
const entry = (number: string, text: string) => ({ number, body: proseFromText(text), attachments: [], key: randomUUID() });
const versionOf = async (actor: UserActor | OperatorActor, number: string) => (await asActor(actor, (context) => readCase(context, number))).version;
const statusOf = async (actor: UserActor | OperatorActor, number: string) => (await asActor(actor, (context) => readCase(context, number))).status;

async function opened() {
  const contact = await world.user(people.contact);
  const operator = await world.operator(people.operator);
  const number = await asActor(contact, (context) => openCase(context, inquiry('N200000001')));
  return { contact, operator, number };
}

async function resolved() {
  const story = await opened();
  const { operator, number } = story;
  await asActor(operator, async (context) => takeCase(context, { number, version: await versionOf(operator, number) }));
  await asActor(operator, async (context) => proposeSolution(context, { ...entry(number, '解決しました。'), version: await versionOf(operator, number) }));
  return story;
}

describe('the life of a case', () => {
  it('goes from new over work and a question to a solution, back once, and ends for good [G-4.8.3-3, G-4.8.3-4, G-4.8.3-5, G-4.8.3-6, G-4.8.4-3, G-4.8.4-4, D-13]', async () => {
    const { contact, operator, number } = await opened();
    await asActor(operator, (context) => takeCase(context, { number, version: 1 }));
    expect(await statusOf(contact, number)).toBe('in_progress');
    await asActor(operator, async (context) => askCustomer(context, { ...entry(number, 'どの画面ですか。'), version: await versionOf(operator, number) }));
    expect(await statusOf(contact, number)).toBe('awaiting_customer');
    await asActor(contact, (context) => commentOnCase(context, entry(number, '設定画面です。')));
    expect(await statusOf(contact, number)).toBe('in_progress');
    await asActor(operator, async (context) => proposeSolution(context, { ...entry(number, '直しました。'), version: await versionOf(operator, number) }));
    await asActor(contact, async (context) => rejectSolution(context, { number, version: await versionOf(contact, number), reason: 'まだ検知されます。' }));
    expect(await statusOf(contact, number)).toBe('in_progress');
    await asActor(operator, async (context) =>
      proposeSolution(context, { ...entry(number, 'もう一度直しました。'), version: await versionOf(operator, number) }),
    );
    await asActor(contact, async (context) => acceptSolution(context, { number, version: await versionOf(contact, number) }));
    expect(await statusOf(contact, number)).toBe('closed');
    await expect(asActor(contact, (context) => commentOnCase(context, entry(number, 'もう一つ')))).rejects.toMatchObject({ code: 'case_closed' });
    await expect(asActor(operator, (context) => commentOnCase(context, entry(number, 'もう一つ')))).rejects.toMatchObject({ code: 'case_closed' });
  });

  it('lets a colleague under the same contract close a case that is not solved yet [G-4.8.4-1, G-4.8-14, D-8]', async () => {
    const { number } = await opened();
    const colleague = await world.user(people.colleague);
    await asActor(colleague, (context) => closeCase(context, { number, version: 1 }));
    expect(await statusOf(colleague, number)).toBe('closed');
  });

  it('does not offer closing while a solution waits [G-4.8.4-2]', async () => {
    const { contact, number } = await resolved();
    const found = await asActor(contact, (context) => readCase(context, number));
    expect(found.can).toMatchObject({ close: false, accept: true, reject: true, comment: true });
    await expect(asActor(contact, (context) => closeCase(context, { number, version: found.version }))).rejects.toMatchObject({ code: 'case_move_refused' });
  });

  it('lets one of two at once win and tells the other what happened [D-13]', async () => {
    const { number } = await opened();
    const first = await world.operator(people.operator);
    const second = await world.operator(people.secondOperator);
    const outcomes = await Promise.allSettled([first, second].map((operator) => asActor(operator, (context) => takeCase(context, { number, version: 1 }))));
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({ reason: { kind: 'conflict' } });
  });

  it('refuses to act on a version that its reader has not seen', async () => {
    const { contact, operator, number } = await resolved();
    const stale = await versionOf(contact, number);
    await asActor(operator, (context) => commentOnCase(context, entry(number, '補足です。')));
    await expect(asActor(contact, (context) => acceptSolution(context, { number, version: stale }))).rejects.toMatchObject({ code: 'case_changed' });
  });

  it('adds a comment sent twice once [G-4.8.2-1]', async () => {
    const { contact, number } = await opened();
    const twice = entry(number, '二度押し');
    await Promise.all([1, 2, 3].map(() => asActor(contact, (context) => commentOnCase(context, twice))));
    const { timeline } = await asActor(contact, (context) => readCase(context, number));
    expect(timeline.filter((one) => one.kind === 'comment')).toHaveLength(2);
  });

  it('never swallows other words that are sent with a used key', async () => {
    const { contact, operator, number } = await opened();
    const first = entry(number, '一度目');
    await asActor(contact, (context) => commentOnCase(context, first));
    await expect(asActor(contact, (context) => commentOnCase(context, { ...first, body: proseFromText('一度目と、付け足し') }))).rejects.toMatchObject({
      code: 'submission_changed',
    });
    const answer = entry(number, '回答');
    await asActor(operator, (context) => takeCase(context, { number, version: 2 }));
    await asActor(operator, (context) => commentOnCase(context, answer));
    await expect(asActor(operator, (context) => askCustomer(context, { ...answer, version: 4 }))).rejects.toMatchObject({ code: 'submission_changed' });
    await asActor(operator, (context) => writeWorkNote(context, answer));
    const kinds = (await asActor(operator, (context) => readCase(context, number))).timeline.map((one) => one.kind);
    expect(kinds.filter((kind) => kind === 'work_note')).toHaveLength(1);
  });

  it('shows customers the team instead of its people, and never a work note', async () => {
    const { contact, operator, number } = await opened();
    await asActor(operator, (context) => writeWorkNote(context, entry(number, 'NOTE-ONLY 社内だけ')));
    await asActor(operator, (context) => commentOnCase(context, entry(number, '確認します。')));
    const seen = await asActor(contact, (context) => readCase(context, number));
    expect(JSON.stringify(seen)).not.toContain('NOTE-ONLY');
    expect(JSON.stringify(seen)).not.toContain(operator.displayName);
    const known = await asActor(operator, (context) => readCase(context, number));
    expect(known.timeline.map((one) => one.kind)).toContain('work_note');
  });

  it("is not found for another account's contact and administrator, in any deed [D-8, D-24]", async () => {
    const { number } = await opened();
    for (const key of [people.stranger, people.strangeAdministrator, people.narrow]) {
      const stranger = await world.user(key);
      const tries = [
        () => asActor(stranger, (context) => readCase(context, number)),
        () => asActor(stranger, (context) => commentOnCase(context, entry(number, 'x'))),
        () => asActor(stranger, (context) => closeCase(context, { number, version: 1 })),
        () => asActor(stranger, (context) => acceptSolution(context, { number, version: 1 })),
        () => asActor(stranger, (context) => rejectSolution(context, { number, version: 1, reason: 'x' })),
      ];
      for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ kind: 'not_found', code: 'not_found' });
    }
  });
});

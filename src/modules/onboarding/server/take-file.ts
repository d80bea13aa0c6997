import type { OperatorActor } from '#kernel/actor.ts';
import { dayOf } from '#kernel/days.ts';
import { newId } from '#kernel/ids.ts';
import { invalid } from '#kernel/refusal.ts';
import { require } from '#kernel/verdict.ts';
import { ownersOfUserIds } from '#modules/contacts/server/index.ts';
import { listPriceLists, listServices } from '#modules/contracts/server/index.ts';
import { readTable, type ImportLine, type LineProblems } from '#modules/imports/index.ts';
import { keepImport, takePiece } from '#modules/imports/server/index.ts';
import { canonicalUserId } from '#modules/users/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { customerColumns, customerOfLine, yesFields, type FileWords } from '../customer-file.ts';
import { decideOnOnboarding } from '../onboarding.policy.ts';
import { readCustomer, type Customer } from './customer.schemas.ts';
import { onboard } from './onboard.ts';
import { selectTakenNumbers } from './onboardings.sql.ts';

/** What the words of a file may mean today. For every operator. */
export async function fileWords(context: Context<OperatorActor>): Promise<FileWords> {
  return { services: await listServices(context), priceLists: await listPriceLists(context), today: dayOf(context.now) };
}

/**
 * Checks a whole file of customers before any is taken, and keeps it: numbers and user IDs that are taken or stand in it twice too. Service
 * managers only. Refuses what `readTable` refuses. Nobody is brought in yet.
 */
export async function receiveCustomers(context: Context<OperatorActor>, file: { name: string; bytes: Uint8Array }): Promise<{ id: string }> {
  require(decideOnOnboarding(context.actor, 'onboard'));
  const words = await fileWords(context);
  const read = readTable(file.bytes, customerColumns()).map((line) => ({ line, ...readLine(line.cells, words) }));
  const found = read.flatMap(({ customer }) => (customer ? [customer] : []));
  const numbers = await selectTakenNumbers(context.tx, found.map(numberOf));
  const owners = await ownersOfUserIds(context, found.map(userIdOf));
  const taken = { number: new Set(numbers), userId: new Set(owners.keys()) };
  const before = { number: new Set<string>(), userId: new Set<string>() };
  const lines: ImportLine[] = read.map(({ line, customer, problems }) => ({
    ...line,
    problems: { ...line.problems, ...problems, ...(customer ? collisionsOf(customer, taken, before) : {}) },
  }));
  return keepImport(context, { kind: 'onboarding', fileName: file.name, lines });
}

/** Brings the next waiting customers of a file in, one by one. See `takePiece`. */
export const takeCustomers = (actor: OperatorActor, id: string): Promise<{ waiting: number }> =>
  takePiece(actor, { kind: 'onboarding', id }, async (context, cells) => {
    const { customer, problems } = readLine(cells, await fileWords(context));
    if (!customer) throw invalid('form_incomplete', problems);
    await onboard(context, { id: newId(), customer });
    return customer.contract.number;
  });

type LineReading = { customer: Customer; problems: LineProblems } | { customer: null; problems: LineProblems };

function readLine(cells: Record<string, string>, words: FileWords): LineReading {
  const typed = customerOfLine(cells, words);
  const { customer, problems } = readCustomer(typed);
  const unclear = Object.fromEntries(yesFields.filter((field) => !['', 'yes'].includes(typed[field])).map((field) => [field, 'onboarding_yes_or_no']));
  return customer && Object.keys(unclear).length === 0 ? { customer, problems: {} } : { customer: null, problems: { ...problems, ...unclear } };
}

type Seen = { number: Set<string>; userId: Set<string> };

function collisionsOf(customer: Customer, taken: Seen, before: Seen): LineProblems {
  const number = numberOf(customer);
  const userId = canonicalUserId(userIdOf(customer));
  const problems: LineProblems = {
    ...(taken.number.has(number) ? { number: 'contract_number_taken' } : before.number.has(number) ? { number: 'onboarding_number_twice' } : {}),
    ...(taken.userId.has(userId) ? { userId: 'user_id_refused' } : before.userId.has(userId) ? { userId: 'onboarding_user_id_twice' } : {}),
  };
  before.number.add(number);
  before.userId.add(userId);
  return problems;
}

const numberOf = (customer: Customer): string => customer.contract.number;
const userIdOf = (customer: Customer): string => customer.administrator.userId;

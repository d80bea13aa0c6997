import { redirect, type Cookies } from '@sveltejs/kit';
import type { OperatorActor } from '#kernel/actor.ts';
import { invalid } from '#kernel/refusal.ts';
import type { ImportDetail, ImportKind, ImportLine } from '#modules/imports/index.ts';
import { listImports, problemsOf, readImport } from '#modules/imports/server/index.ts';
import { customerColumns, fieldName, onboardingFields, sampleOf, type OnboardingField } from '#modules/onboarding/index.ts';
import { fileWords, receiveCustomers, takeCustomers } from '#modules/onboarding/server/index.ts';
import { usageColumns, usageFieldName, usageFields, type UsageField } from '#modules/usage/index.ts';
import { receiveUsage, takeUsage } from '#modules/usage/server/index.ts';
import { m } from '#messages';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import { operatorOf } from './actors.ts';
import { answering, orErrorPage, reading, wordsOf } from './refusals.ts';
import { sendSheet } from './sheets.ts';

/** What the two kinds of file have of their own. */
const kinds = {
  onboarding: { home: '/console/onboarding/files', receive: receiveCustomers, take: takeCustomers, columns: customerColumns },
  usage: { home: '/console/usage/files', receive: receiveUsage, take: takeUsage, columns: usageColumns },
} as const;

const isOnboardingField = (key: string): key is OnboardingField => onboardingFields.some((field) => field === key);
const isUsageField = (key: string): key is UsageField => usageFields.some((field) => field === key);
const columnName = (kind: ImportKind, key: string): string => {
  if (kind === 'onboarding' && isOnboardingField(key)) return fieldName(key);
  if (kind === 'usage' && isUsageField(key)) return usageFieldName(key);
  return m.import_whole_line();
};

/** One fault of a line, in words. */
export type LineFault = { line: number; column: string; value: string; problem: string };
const faultsOf = (kind: ImportKind, lines: readonly ImportLine[]): LineFault[] =>
  lines.flatMap(({ line, cells, problems }) =>
    Object.entries(problems).map(([key, code]) => ({ line, column: columnName(kind, key), value: cells[key] ?? '', problem: wordsOf(code) })),
  );

type Asked = { locals: App.Locals; cookies: Cookies; params: { id: string } };
const mayWrite = (actor: OperatorActor): boolean => actor.duty === 'service_manager';

/** The page that takes a file, with the earlier ones. */
export async function loadImports({ locals }: Pick<Asked, 'locals'>, kind: ImportKind) {
  const actor = operatorOf(locals);
  const imports = await reading(actor, (context) => listImports(context, kind));
  return {
    imports,
    mayWrite: mayWrite(actor),
    columns: kinds[kind].columns().map(({ key, isOptional }) => ({ name: columnName(kind, key), isOptional: isOptional ?? false })),
  };
}

/** Checks a sent file as a whole and leads to its report. */
export async function checkFile({ locals, request }: Pick<Asked, 'locals'> & { request: Request }, kind: ImportKind) {
  const file = (await request.formData()).get('file');
  const answer = await answering({}, async () => {
    if (!(file instanceof File) || file.size === 0) throw invalid('import_missing', { file: 'import_missing' });
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { id } = await asActor(operatorOf(locals), (context) => kinds[kind].receive(context, { name: file.name, bytes }));
    return { id };
  });
  if ('id' in answer) redirect(303, `${kinds[kind].home}/${answer.id}`);
  return answer;
}

/** A file's report: how far it is, and what is wrong with which line. */
export async function loadImport({ locals, params }: Pick<Asked, 'locals' | 'params'>, kind: ImportKind) {
  const actor = operatorOf(locals);
  const { failed, ...found }: ImportDetail = await reading(actor, (context) => readImport(context, { kind, id: params.id }));
  return { import: found, faults: faultsOf(kind, failed), failedShown: failed.length, mayWrite: mayWrite(actor) };
}

/** Takes the next piece of a file. */
export async function takeMore({ locals, params }: Pick<Asked, 'locals' | 'params'>, kind: ImportKind) {
  return answering({}, () => kinds[kind].take(operatorOf(locals), params.id));
}

/** Every fault of a file as CSV. */
export async function sendProblems({ locals, cookies, params }: Asked, kind: ImportKind): Promise<Response> {
  const actor = operatorOf(locals);
  const lines = await reading(actor, (context) => problemsOf(context, { kind, id: params.id }));
  const faults = faultsOf(kind, lines);
  return sendSheet(
    {
      title: m.import_problems(),
      subtitle: '',
      footer: '',
      language: actor.language,
      columns: [m.import_line(), m.import_column(), m.import_value(), m.import_problem()].map((label) => ({ label })),
      rows: each(faults.map(({ line, column, value, problem }) => [String(line), column, value, problem])),
    },
    'csv',
    { actor, cookies },
  );
}

/** An empty file with the names of the columns and one line that shows what belongs where. */
export async function sendTemplate({ locals, cookies }: Omit<Asked, 'params'>, kind: ImportKind): Promise<Response> {
  const actor = operatorOf(locals);
  const keys = kinds[kind].columns().map(({ key }) => key);
  const sample = await orErrorPage(() => asActor(actor, (context) => sampleLine(context, kind)));
  return sendSheet(
    {
      title: kind === 'onboarding' ? m.import_title_onboarding() : m.import_title_usage(),
      subtitle: '',
      footer: '',
      language: actor.language,
      columns: keys.map((key) => ({ label: columnName(kind, key) })),
      rows: each([keys.map((key) => sample[key] ?? '')]),
    },
    'csv',
    { actor, cookies },
  );
}

async function sampleLine(context: Context<OperatorActor>, kind: ImportKind): Promise<Record<string, string>> {
  const words = await fileWords(context);
  return kind === 'onboarding' ? sampleOf(words) : { number: 'N300000001', month: words.today.slice(0, 7), credits: '850' };
}

async function* each<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}

/** Answers as their fields hold them, by the keys of the form. */
export type TypedAnswers = Record<string, string[]>;

/** What a field of a form may be called; names of another kind are nobody's answer. */
const ANSWER = /^answer\.([a-z][a-z0-9_]{0,39})$/;

/** The answers that a form sends, among whatever else it holds. */
export function answersIn(form: FormData): TypedAnswers {
  const answers = new Map<string, string[]>();
  for (const [name, value] of form) {
    const key = ANSWER.exec(name)?.[1];
    if (key && typeof value === 'string') answers.set(key, [...(answers.get(key) ?? []), value]);
  }
  return Object.fromEntries(answers);
}

export const areBlank = (answers: TypedAnswers): boolean => Object.values(answers).every((values) => values.every((value) => value.trim() === ''));

/** What was typed, one answer a line: kept for its writer when there is no form any more. Choices are left out, for they were only codes. */
export const answersTyped = (answers: TypedAnswers = {}): string =>
  Object.values(answers)
    .flat()
    .filter((value) => value.trim() !== '' && !/^[a-z0-9_]{1,40}$/.test(value))
    .join('\n');

/** Answers as their fields hold them, by the keys of the form. */
export type TypedAnswers = Record<string, string[]>;

const PREFIX = 'answer.';

/** The answers that a form sends, among whatever else it holds. */
export function answersIn(form: FormData): TypedAnswers {
  const answers: TypedAnswers = {};
  for (const [name, value] of form) {
    if (name.startsWith(PREFIX) && typeof value === 'string') (answers[name.slice(PREFIX.length)] ??= []).push(value);
  }
  return answers;
}

export const areBlank = (answers: TypedAnswers): boolean => Object.values(answers).every((values) => values.every((value) => value.trim() === ''));

import { dayAfter, isDay } from '#kernel/days.ts';
import type { Language } from '#kernel/actor.ts';
import { normal } from '#kernel/normal.ts';
import type { Answer, Answers, Form, FormField } from './form.ts';

/** How long an answer may be where its field does not say. */
const MOST: Record<'text' | 'paragraph' | 'lines', number> = { text: 200, paragraph: 4_000, lines: 100 };
/** Characters of one line of a list. */
const MOST_OF_LINE = 200;

/** Whether a field is asked, as the others are answered so far. */
export function isAsked(field: FormField, answers: Record<string, Answer | undefined>): boolean {
  if (!field.when) return true;
  const given = answers[field.when.field];
  const values = Array.isArray(given) ? given : given === undefined ? [] : [String(given)];
  return field.when.is.some((value) => values.includes(value));
}

/**
 * Reads what was typed into a form: `answers` hold what is right, `problems` a refusal's code for each field that is not. Fields that are not
 * asked, and names that no field has, fall away. `today` is the provider's day.
 */
export function checkAnswers(form: Form, raw: Record<string, readonly string[]>, today: string): { answers: Answers; problems: Record<string, string> } {
  const answers: Answers = {};
  const problems: Record<string, string> = {};
  for (const field of form.fields) {
    if (!isAsked(field, answers)) continue;
    const typed = (raw[field.key] ?? []).map((text) => text.replaceAll('\u0000', '').replace(/\r\n?/g, '\n').trim()).filter((text) => text !== '');
    const read = typed.length === 0 ? { problem: field.required ? 'answer_missing' : undefined } : readAnswer(field, typed, today);
    if (read.problem) problems[field.key] = read.problem;
    else if ('answer' in read && read.answer !== undefined) answers[field.key] = read.answer;
  }
  return { answers, problems };
}

type Read = { answer?: Answer; problem?: string | undefined };

function readAnswer(field: FormField, typed: readonly string[], today: string): Read {
  const text = typed[0] ?? '';
  switch (field.kind) {
    case 'number':
      return readNumber(field, text);
    case 'date':
      return readDay(field, text, today);
    case 'choice':
      return field.options?.some((option) => option.value === text) ? { answer: text } : { problem: 'answer_unknown' };
    case 'choices':
      return typed.every((value) => field.options?.some((option) => option.value === value)) ? { answer: [...new Set(typed)] } : { problem: 'answer_unknown' };
    case 'lines':
      return readLines(field, typed.join('\n'));
    default:
      return readText(field, field.kind === 'text' ? text.replace(/\s*\n\s*/g, ' ') : text);
  }
}

function readText({ kind, least = 0, most }: FormField, text: string): Read {
  if (text.length > (most ?? MOST[kind === 'paragraph' ? 'paragraph' : 'text'])) return { problem: 'answer_too_long' };
  return text.length < least ? { problem: 'answer_too_short' } : { answer: text };
}

function readLines({ least = 0, most = MOST.lines }: FormField, text: string): Read {
  const lines = [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
  if (lines.some((line) => line.length > MOST_OF_LINE)) return { problem: 'answer_too_long' };
  if (lines.length > most) return { problem: 'answer_too_many' };
  return lines.length < least ? { problem: 'answer_too_few' } : { answer: lines };
}

function readNumber({ least = 0, most = 1_000_000 }: FormField, text: string): Read {
  const digits = normal(text).replace(/,/g, '');
  if (!/^-?\d{1,9}$/.test(digits)) return { problem: 'answer_not_a_number' };
  const number = Number(digits);
  return number < least || number > most ? { problem: 'answer_out_of_range' } : { answer: number };
}

function readDay({ least, most }: FormField, text: string, today: string): Read {
  if (!isDay(text)) return { problem: 'answer_not_a_day' };
  const isBefore = least !== undefined && text < dayAfter(today, least);
  const isAfter = most !== undefined && text > dayAfter(today, most);
  return isBefore || isAfter ? { problem: 'answer_out_of_range' } : { answer: text };
}

/** How many units of work a request is: its points are so many times those of one. */
export function unitsOf(form: Form, answers: Answers): number {
  const given = form.units === undefined ? undefined : answers[form.units];
  if (typeof given === 'number') return Math.max(1, given);
  return Array.isArray(given) ? Math.max(1, given.length) : 1;
}

/** The points of a request. */
export const pointsOf = ({ perUnit, units }: { perUnit: number; units: number }): number => perUnit * units;

/** Questions and answers in words, in the order of the form; a field without an answer is left out. */
export function sayAnswers(form: Form, answers: Answers, language: Language): { label: string; value: string }[] {
  return form.fields.flatMap((field) => {
    const answer = answers[field.key];
    return answer === undefined ? [] : [{ label: field.label[language], value: sayAnswer(field, answer, language) }];
  });
}

function sayAnswer({ kind, options = [] }: FormField, answer: Answer, language: Language): string {
  const named = (value: string) => options.find((option) => option.value === value)?.label[language] ?? value;
  if (Array.isArray(answer)) return kind === 'choices' ? answer.map(named).join(language === 'ja' ? '、' : ', ') : answer.join('\n');
  return kind === 'choice' ? named(String(answer)) : String(answer);
}

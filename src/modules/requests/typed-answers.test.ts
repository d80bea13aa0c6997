import { expect, it } from 'vitest';
import { answersIn } from './typed-answers.ts';

it("answers are read by the keys of fields; names that a program knows otherwise are nobody's", () => {
  const form = new FormData();
  for (const [name, value] of [
    ['answer.kinds', 'a'],
    ['answer.kinds', 'b'],
    ['answer.constructor', 'x'],
    ['answer.__proto__', 'x'],
    ['answer.', 'x'],
    ['points', '5'],
  ] as const)
    form.append(name, value);
  const answers = answersIn(form);
  expect(Object.entries(answers)).toEqual([
    ['kinds', ['a', 'b']],
    ['constructor', ['x']],
  ]);
  expect(Object.getPrototypeOf(answers)).toBe(Object.prototype);
});

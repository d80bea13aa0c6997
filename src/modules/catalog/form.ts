/** A form as data: what an item of the catalogue asks, in both languages. Pure. */

export type Words = { ja: string; en: string };

/**
 * How a field is asked and what its answer is. `text`, `paragraph`, `date` (a day) and `choice` answer with a text, `number` with
 * a number, `choices` with chosen values, `lines` with the lines of a list, such as account numbers or mail addresses.
 */
export type FieldKind = 'text' | 'paragraph' | 'number' | 'date' | 'choice' | 'choices' | 'lines';

export type FormField = {
  /** Names the answer for as long as requests of this item exist. */
  key: string;
  kind: FieldKind;
  label: Words;
  help?: Words;
  required: boolean;
  /** Of `choice` and `choices`. */
  options?: { value: string; label: Words }[];
  /** Asked only while another field, earlier in the form, has one of these values. */
  when?: { field: string; is: string[] };
  /** Of `number` its bounds; of texts and lines how long or how many; of `date` the first and last day, counted from today. */
  least?: number;
  most?: number;
};

export type Form = {
  fields: FormField[];
  /** The field whose number, or number of lines or choices, multiplies the points of one unit; absent, a request is one unit. */
  units?: string;
};

export type Answer = string | number | string[];
/** What was answered, by field; a field that was not asked has no answer. */
export type Answers = Record<string, Answer>;

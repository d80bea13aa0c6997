export type RefusalKind = 'invalid' | 'unauthenticated' | 'forbidden' | 'not_found' | 'conflict' | 'too_many' | 'unavailable';

export type RefusalParams = Record<string, string | number>;

const brand = Symbol.for('madoguchi.refusal');

/**
 * A deed's "no". It is thrown, because a returned failure would commit the transaction.
 * `code` names the words of the answer; `fields` maps a form field to the code of its own fault.
 */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly code: string;
  readonly params: RefusalParams;
  readonly fields: Record<string, string>;
  readonly [brand] = true;

  constructor(input: { kind: RefusalKind; code: string; params?: RefusalParams; fields?: Record<string, string> }) {
    super(input.code);
    this.name = 'Refusal';
    this.kind = input.kind;
    this.code = input.code;
    this.params = input.params ?? {};
    this.fields = input.fields ?? {};
  }
}

/** True for a refusal thrown by any copy of this class: the pages and the server rooms each load their own. */
export function isRefusal(error: unknown): error is Refusal {
  return typeof error === 'object' && error !== null && brand in error;
}

/** "Missing" and "not yours" are the same answer, so that nobody learns what exists. */
export const notFound = (): Refusal => new Refusal({ kind: 'not_found', code: 'not_found' });

/** What was sent cannot be understood or accepted; `fields` says where. */
export const invalid = (code: string, fields: Record<string, string> = {}, params?: RefusalParams): Refusal =>
  new Refusal({ kind: 'invalid', code, fields, ...(params ? { params } : {}) });

/** The same form arrived a second time with other words. */
export const submissionChanged = (): Refusal => new Refusal({ kind: 'conflict', code: 'submission_changed' });

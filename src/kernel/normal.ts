/** Far more than any field holds, and little enough that the worst of it is normalized in milliseconds. */
const MOST = 10_000;

/**
 * A text in one of Unicode's normal forms, NFKC unless said otherwise. Normalizing takes the square of the marks that are piled on one letter:
 * what is longer than any field comes back as it is, for its rule to refuse.
 */
export const normal = (text: string, form: 'NFC' | 'NFKC' = 'NFKC'): string => (text.length > MOST ? text : text.normalize(form));

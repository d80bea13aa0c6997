/** The toolbar's formats, in its order; each is also the name of its icon. */
export const TOOLS = ['bold', 'italic', 'underline', 'bullets', 'numbers', 'quote', 'code'] as const;

export type Tool = (typeof TOOLS)[number];

import { v7 } from 'uuid';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new identifier that sorts by the time it was made. */
export const newId = (): string => v7();

/** True when the text has the form of an identifier; what arrives from outside is checked before it reaches SQL. */
export const isId = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

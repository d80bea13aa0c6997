import { pino, type Logger } from 'pino';

let logger: Logger = pino({ level: 'info', base: null });

/** Sets the least level that is logged. Called once at the start. */
export function openLog(level: string): void {
  logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}

/**
 * Structured log lines for the operator of the server. Callers pass identifiers and codes only:
 * no names, addresses, texts, tokens or passwords.
 */
export const log = {
  debug: (event: string, fields: object = {}) => logger.debug(fields, event),
  info: (event: string, fields: object = {}) => logger.info(fields, event),
  warn: (event: string, fields: object = {}) => logger.warn(fields, event),
  error: (event: string, fields: object = {}) => logger.error(fields, event),
};

/** What may be logged of an error: its class, its code, its place and its stack, never a row's values or an address. */
export function errorFields(error: unknown): object {
  if (!(error instanceof Error)) return { error: 'not an Error' };
  const code = 'code' in error ? String(error.code) : undefined;
  const isFromDatabase = code?.length === 5;
  const place = isFromDatabase && 'table' in error ? { table: error.table, constraint: 'constraint' in error ? error.constraint : undefined } : {};
  const reason = isFromDatabase ? undefined : error.message.replace(/[^\s<>@]+@[^\s<>]+/g, '(address)');
  return { error: error.name, code, ...place, reason, stack: error.stack?.split('\n').slice(1, 8).join('\n') };
}

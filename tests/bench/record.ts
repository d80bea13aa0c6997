import pg from 'pg';

/** One statement as the server gave it to the database. */
export type Step = { text: string; name?: string; values?: unknown[] };
/** The statements of one transaction, and the role whose pool ran it. */
export type Transaction = { role: string; steps: Step[] };

// Loaded into the real server before its own code: the bare server then runs exactly what a page runs, and can never lag behind it.
const open = new Map<object, Transaction>();
let finished: Transaction[] = [];

type Query = (this: pg.Client & { connectionParameters: { application_name?: string } }, first: string | Step, ...rest: unknown[]) => unknown;
const prototype = pg.Client.prototype as unknown as { query: Query };
const query = prototype.query;

prototype.query = function (first, ...rest) {
  const { text, name, values } = typeof first === 'string' ? { text: first, name: undefined, values: undefined } : first;
  const role = /^madoguchi-(portal|door|console)$/.exec(this.connectionParameters.application_name ?? '')?.[1];
  if (role && /^begin\b/.test(text)) open.set(this, { role, steps: [] });
  const transaction = open.get(this);
  transaction?.steps.push({ text, ...(name ? { name } : {}), ...(values ? { values: [...values] } : {}) });
  if (transaction && /^(commit|rollback)\b/.test(text)) {
    open.delete(this);
    finished.push(transaction);
  }
  return query.call(this, first, ...rest);
};

process.on('message', (message) => {
  if (message !== 'take') return;
  const transactions = finished;
  finished = [];
  process.send?.({ transactions });
});

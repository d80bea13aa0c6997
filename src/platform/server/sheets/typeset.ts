import { Worker } from 'node:worker_threads';

type Waiting = { resolve(pdf: Buffer): void; reject(error: Error): void };
type Answer = { id: number; pdf?: Uint8Array; fault?: string };

let worker: Worker | undefined;
let last = 0;
const waiting = new Map<number, Waiting>();

/**
 * Sets a document with Typst, in a thread of its own, because typesetting burns a core without pause. One at a time; the
 * thread starts with the first document and keeps no process alive. `data` is what the template reads as `/data.json`.
 */
export function typesetPdf(template: string, data: unknown): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject });
    const thread = (worker ??= start());
    thread.ref();
    thread.postMessage({ id: last, template, data: JSON.stringify(data) });
  });
}

function start(): Worker {
  const thread = new Worker(new URL('./typeset-worker.ts', import.meta.url));
  thread.on('message', ({ id, pdf, fault }: Answer) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) thread.unref();
    if (pdf) asked?.resolve(Buffer.from(pdf));
    else asked?.reject(new Error(`The document could not be set: ${fault}`));
  });
  const end = (error: Error) => {
    if (worker === thread) worker = undefined;
    for (const asked of waiting.values()) asked.reject(error);
    waiting.clear();
  };
  thread.on('error', end);
  thread.on('exit', () => end(new Error('The typesetting thread ended.')));
  return thread;
}

import { Worker } from 'node:worker_threads';
import { Refusal } from '#kernel/refusal.ts';

/** What goes to the thread, and what comes back. */
export type Order = { template: string; json: string };
export type Answer = { pdf: Uint8Array } | { fault: string };

/** As many may wait for the one that is made. */
const MOST_WAITING = 12;

type Job = Order & { signal: AbortSignal | undefined; done: (pdf: Buffer) => void; failed: (error: unknown) => void };

/** One thread with Typst and the queue before it. The thread starts with the first job and again after its death; idle, it keeps no process alive. */
export class Typesetter {
  readonly #waiting: Job[] = [];
  #running: Job | undefined;
  #worker: Worker | undefined;

  /** See {@link typesetPdf}. */
  typeset(template: string, data: unknown, signal?: AbortSignal): Promise<Buffer> {
    return new Promise((done, failed) => {
      // What waits holds all its rows in memory.
      if (this.#waiting.length >= MOST_WAITING) return failed(new Refusal({ kind: 'too_many', code: 'pdfs_at_once' }));
      this.#waiting.push({ template, json: JSON.stringify(data), signal, done, failed });
      this.#next();
    });
  }

  /** Ends the thread. A job in it fails; waiting ones go on in a new thread. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #next(): void {
    if (this.#running) return;
    const job = this.#waiting.shift();
    if (!job) return this.#worker?.unref();
    if (job.signal?.aborted) {
      job.failed(job.signal.reason);
      return this.#next();
    }
    this.#running = job;
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage({ template: job.template, json: job.json } satisfies Order);
  }

  #start(): Worker {
    const worker = new Worker(new URL('typesetter.worker.ts', import.meta.url), { name: 'typesetter' });
    worker.on('message', (answer: Answer) => this.#settle((job) => ('pdf' in answer ? job.done(bytesOf(answer.pdf)) : job.failed(new Error(answer.fault)))));
    worker.on('error', (error) => this.#lose(worker, error));
    worker.on('exit', () => this.#lose(worker, new Error('The typesetting thread ended during its job')));
    return worker;
  }

  /** A thread that dies of an error reports it and then exits: the second time it is no longer ours. */
  #lose(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#settle((job) => job.failed(error));
  }

  #settle(tell: (job: Job) => void): void {
    const job = this.#running;
    this.#running = undefined;
    if (job) tell(job);
    this.#next();
  }
}

/** What crosses between threads arrives as a plain array. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);

const typesetter = new Typesetter();

/**
 * Makes a PDF of a Typst template, in a thread of its own, one after the other. In the template `data` is the given value as JSON; the fonts are
 * Noto Sans JP regular and bold, and no file can be read. A template is source code: it is written by us and never put together from what
 * people typed, which belongs into `data`.
 *
 * Fails with Typst's own words when the template does not compile. A signal given up before the job's turn takes it out of the queue.
 */
export const typesetPdf = (template: string, data: unknown, signal?: AbortSignal): Promise<Buffer> => typesetter.typeset(template, data, signal);

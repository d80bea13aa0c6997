import { Worker } from 'node:worker_threads';
import { READING_MEGABYTES, READING_SECONDS } from './limits.ts';

/** What goes to the thread, and what comes back. */
export type Task = { bytes: Uint8Array; name: string };
export type Reading = { state: 'read'; text: string } | { state: 'none' } | { state: 'failed'; reason: string };

const WATCH_MILLISECONDS = 200;

/** Reads a file's text. Never throws on account of the file: one that takes too long or too much memory has failed, as a broken one has. */
export function readFile(task: Task): Promise<Reading> {
  return inThread<Reading>(new URL('reader.worker.ts', import.meta.url), task, (reason) => ({ state: 'failed', reason }));
}

/**
 * Lets a thread of its own work on one strange file, new for each: nothing of one account's file is left over when another's is read, and one
 * that loops, swells or crashes takes nothing with it. `failed` says what it comes to then.
 */
export function inThread<T>(script: URL, task: Task, failed: (reason: string) => T): Promise<T> {
  const worker = new Worker(script, {
    name: 'file-reader',
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: READING_MEGABYTES },
    // Neither the secrets of this process nor a way into its log.
    env: {},
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  return new Promise<T>((done) => {
    const fail = (reason: string) => done(failed(reason));
    const clock = setTimeout(fail, READING_SECONDS * 1000, 'over_time');
    const scale = setInterval(() => void weigh(worker).then((heavy) => heavy && fail('too_much_memory')), WATCH_MILLISECONDS);
    worker.once('message', done);
    worker.once('error', (error: Error & { code?: string }) => fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too_much_memory' : 'crashed'));
    worker.once('exit', () => {
      clearTimeout(clock);
      clearInterval(scale);
      fail('crashed');
    });
  }).finally(() => worker.terminate());
}

/** Buffers lie outside the limit that a thread can be given. */
async function weigh(worker: Worker): Promise<boolean> {
  const { external_memory: buffers } = await worker.getHeapStatistics().catch(() => ({ external_memory: 0 }));
  return buffers > READING_MEGABYTES * 1024 ** 2;
}

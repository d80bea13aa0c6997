/** The thread in which one strange file is read: it may loop, swell or crash, and takes nothing with it. */
import { parentPort, workerData } from 'node:worker_threads';
import { wordsIn } from './extract.ts';
import { Unreadable } from './limits.ts';
import type { Reading, Task } from './reader.ts';

const { bytes, name } = workerData as Task;

async function read(): Promise<Reading> {
  try {
    const text = await wordsIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), name);
    return text ? { state: 'read', text } : { state: 'none' };
  } catch (error) {
    return { state: 'failed', reason: error instanceof Unreadable ? error.reason : (error as Error).name };
  }
}

parentPort?.postMessage(await read());

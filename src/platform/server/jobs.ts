import { PgBoss, type Job, type JobResult } from 'pg-boss';
import type pg from 'pg';
import { errorFields, log } from './log.ts';

type CaseEventJob = {
  accountId: string;
  caseId: string;
  activityId: string;
  event: 'opened' | 'commented' | 'asked' | 'solved' | 'rejected' | 'closed';
};

type RequestEntryJob = { accountId: string; requestId: string; entryId: string };

type RenewalJob = { accountId: string; contractId: string; renewsOn: string; daysBefore: number };

/** Every job and what it carries: identifiers only, never texts, mail addresses or secrets. */
export type JobPayloads = {
  'tell-case-event': CaseEventJob;
  'send-case-mail': CaseEventJob & { recipient: { kind: 'user' | 'operator'; id: string } };
  'tell-request-entry': RequestEntryJob;
  'send-request-mail': RequestEntryJob & { recipient: { kind: 'user' | 'operator'; id: string } };
  'send-code-mail': { accountId: string; attemptId: string };
  /** Ids are null when the user ID was nobody's; the network address is for the owner's history. */
  'note-refused-sign-in': {
    realm: 'user' | 'operator';
    accountId: string | null;
    readerId: string | null;
    isLocking: boolean;
    isActive: boolean;
    at: string;
    address: string;
    agent: string;
  };
  'answer-reset': { accountId: string | null; readerId: string | null; outcome: 'send' | 'blocked' | 'nothing' };
  'send-reset-mail': { accountId: string; readerId: string; askedBy: 'self' | 'administrator' | 'operator' };
  'send-notice': {
    realm: 'user' | 'operator';
    accountId: string | null;
    readerId: string;
    /** The name of a notice; the capability that sends it knows its words. */
    notice: string;
    eventId: string | null;
    changeId: string | null;
    at: string;
  };
  'make-export': { accountId: string; exportId: string };
  'send-export-mail': { accountId: string; exportId: string };
  'sweep-grants': Record<string, never>;
  'grant-contract-points': { accountId: string; contractId: string; month: string };
  'sweep-renewals': Record<string, never>;
  'remind-of-renewal': RenewalJob;
  'send-renewal-mail': RenewalJob & { recipient: { kind: 'user' | 'operator'; id: string } };
  'send-overrun-mail': { accountId: string; contractId: string; month: string; operatorId: string };
  'read-article-file': { fileId: string };
  'sweep-announcements': Record<string, never>;
  'send-announcement-mail': { accountId: string; articleId: string; userId: string };
  'sweep-exports': Record<string, never>;
  'sweep-access': Record<string, never>;
  'sweep-uploads': Record<string, never>;
  'read-attachment': { accountId: string; attachmentId: string };
  'sweep-unread': Record<string, never>;
};
export type JobName = keyof JobPayloads;

/** Retries with growing pauses: about a day of trying for a mail server that is away. */
const queues: Record<JobName, { retryLimit: number; retryDelay: number; retryBackoff: boolean; retryDelayMax: number; expireInSeconds?: number }> = {
  'tell-case-event': { retryLimit: 150, retryDelay: 2, retryBackoff: true, retryDelayMax: 600 },
  'send-case-mail': { retryLimit: 150, retryDelay: 2, retryBackoff: true, retryDelayMax: 600 },
  'tell-request-entry': { retryLimit: 150, retryDelay: 2, retryBackoff: true, retryDelayMax: 600 },
  'send-request-mail': { retryLimit: 150, retryDelay: 2, retryBackoff: true, retryDelayMax: 600 },
  'send-code-mail': { retryLimit: 8, retryDelay: 1, retryBackoff: true, retryDelayMax: 60 },
  'note-refused-sign-in': { retryLimit: 8, retryDelay: 1, retryBackoff: true, retryDelayMax: 60 },
  'answer-reset': { retryLimit: 8, retryDelay: 1, retryBackoff: true, retryDelayMax: 60 },
  'send-reset-mail': { retryLimit: 8, retryDelay: 1, retryBackoff: true, retryDelayMax: 60 },
  'send-notice': { retryLimit: 150, retryDelay: 2, retryBackoff: true, retryDelayMax: 600 },
  // A long one goes on for as long as its heart beats.
  'make-export': { retryLimit: 20, retryDelay: 2, retryBackoff: true, retryDelayMax: 60, expireInSeconds: 6 * 3600 },
  'send-export-mail': { retryLimit: 150, retryDelay: 2, retryBackoff: true, retryDelayMax: 600 },
  'sweep-grants': { retryLimit: 5, retryDelay: 60, retryBackoff: true, retryDelayMax: 600 },
  'grant-contract-points': { retryLimit: 50, retryDelay: 5, retryBackoff: true, retryDelayMax: 600 },
  'sweep-renewals': { retryLimit: 5, retryDelay: 60, retryBackoff: true, retryDelayMax: 600 },
  'remind-of-renewal': { retryLimit: 50, retryDelay: 5, retryBackoff: true, retryDelayMax: 600 },
  'send-renewal-mail': { retryLimit: 150, retryDelay: 2, retryBackoff: true, retryDelayMax: 600 },
  'send-overrun-mail': { retryLimit: 150, retryDelay: 2, retryBackoff: true, retryDelayMax: 600 },
  'read-article-file': { retryLimit: 5, retryDelay: 60, retryBackoff: true, retryDelayMax: 600 },
  'sweep-announcements': { retryLimit: 5, retryDelay: 60, retryBackoff: true, retryDelayMax: 600 },
  'send-announcement-mail': { retryLimit: 150, retryDelay: 2, retryBackoff: true, retryDelayMax: 600 },
  'sweep-exports': { retryLimit: 2, retryDelay: 60, retryBackoff: true, retryDelayMax: 600 },
  'sweep-access': { retryLimit: 2, retryDelay: 60, retryBackoff: true, retryDelayMax: 600 },
  'sweep-uploads': { retryLimit: 2, retryDelay: 60, retryBackoff: true, retryDelayMax: 600 },
  'read-attachment': { retryLimit: 3, retryDelay: 60, retryBackoff: true, retryDelayMax: 600 },
  'sweep-unread': { retryLimit: 2, retryDelay: 60, retryBackoff: true, retryDelayMax: 600 },
};

/** A job whose process died is somebody else's to run as soon as its heart has stopped. */
const all = { notify: true, heartbeatSeconds: 20 };

/**
 * Short jobs come in batches. Long ones run one by one, so that none waits for a batch's slowest, and more at a time than one person may
 * have open.
 */
const short = { batchSize: 10, burstWhenBatchFull: true };
const paces: Partial<Record<JobName, { batchSize: number; localConcurrency: number }>> = { 'make-export': { batchSize: 1, localConcurrency: 4 } };

let sender: PgBoss | undefined;
let runner: PgBoss | undefined;

/** Makes the queue tables and queues; run by the migration as the tables' owner. */
export async function provisionJobs(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, supervise: false, schedule: false, max: 2 });
  boss.on('error', () => undefined);
  await boss.start();
  for (const [name, options] of Object.entries(queues)) {
    await ((await boss.getQueue(name)) ? boss.updateQueue(name, { ...options, ...all }) : boss.createQueue(name, { ...options, ...all }));
  }
  await boss.stop({ graceful: false });
}

/** Opens the way to queue jobs through a pool that may only insert them. */
export async function openSender(pool: pg.Pool): Promise<void> {
  sender = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values as unknown[]) },
    supervise: false,
    schedule: false,
    migrate: false,
    registerInstance: false,
  });
  sender.on('error', (error) => log.warn('jobs.sender', errorFields(error)));
  await sender.start();
}

/** Queues a job on the caller's own transaction. */
export async function sendInside<N extends JobName>(client: pg.ClientBase, name: N, payload: JobPayloads[N], options: { key?: string } = {}): Promise<void> {
  if (!sender) throw new Error('Jobs are not open.');
  const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
  await sender.send(name, payload, { db, ...(options.key ? { singletonKey: options.key } : {}) });
}

/** `signal` says that the job is no longer this process's: it was taken over, or the process stops. */
export type JobHandlers = { [N in JobName]: (payload: JobPayloads[N], signal: AbortSignal) => Promise<void> };

/** Runs the jobs until {@link stopJobs}. Handlers must bear being run twice. */
export async function runJobs(workerUrl: string, handlers: JobHandlers): Promise<void> {
  runner = new PgBoss({ connectionString: workerUrl, max: 4, migrate: false, superviseIntervalSeconds: 10, monitorIntervalSeconds: 10, useListenNotify: true });
  runner.on('error', (error) => log.warn('jobs.runner', errorFields(error)));
  await runner.start();
  await runner.schedule('sweep-uploads', '17 * * * *');
  await runner.schedule('sweep-grants', '*/15 * * * *');
  await runner.schedule('sweep-announcements', '* * * * *');
  await runner.schedule('sweep-renewals', '7 * * * *');
  await runner.schedule('sweep-unread', '29 * * * *');
  await runner.schedule('sweep-access', '41 * * * *');
  await runner.schedule('sweep-exports', '53 * * * *');
  // After a pause nobody waits for the next quarter of an hour.
  await runner.send('sweep-grants', {});
  for (const name of Object.keys(queues) as JobName[]) {
    const handle = handlers[name] as (payload: JobPayloads[JobName], signal: AbortSignal) => Promise<void>;
    // A queued job wakes its worker at once; the poll is only for what a lost connection made it miss.
    const pace = { ...(paces[name] ?? short), pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 };
    await runner.work(name, { ...pace, perJobResults: true }, (jobs: Job<JobPayloads[JobName]>[]) => Promise.all(jobs.map((job) => runOne(name, job, handle))));
  }
}

/** One job of a batch: its failure is its own, and only its own, to try again. */
async function runOne(
  name: JobName,
  job: { id: string; data: JobPayloads[JobName]; signal: AbortSignal },
  handle: (payload: JobPayloads[JobName], signal: AbortSignal) => Promise<void>,
): Promise<JobResult> {
  try {
    await handle(job.data, job.signal);
    log.info('job.done', { job: name, id: job.id });
    return { id: job.id, status: 'completed' };
  } catch (error) {
    log.warn('job.failed', { job: name, id: job.id, ...errorFields(error) });
    return { id: job.id, status: 'failed' };
  }
}

/** Lets running jobs finish, then stops taking new ones. */
export async function stopJobs(): Promise<void> {
  await runner?.stop({ graceful: true, timeout: 10_000 });
  await sender?.stop({ graceful: false });
  runner = sender = undefined;
}

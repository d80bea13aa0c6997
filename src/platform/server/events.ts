import pg from 'pg';
import { errorFields, log } from './log.ts';

/** A case got a new entry, a new state or a new viewer. Carries identifiers only; readers load what they may see. */
export type CaseChanged = { caseId: string; audience: 'customer' | 'internal' };
/** A request for work got a new entry or a new state. */
export type RequestChanged = { requestId: string; audience: 'customer' | 'internal' };
export type SessionEnded = { readerId: string };

type Listener = (payload: never) => void;

/** Events of all processes, by LISTEN/NOTIFY on one connection that comes back by itself. */
export class Events {
  readonly #url: string;
  readonly #listeners = new Map<string, Set<Listener>>();
  #client: pg.Client | undefined;
  #closed = false;

  constructor(url: string) {
    this.#url = url;
  }

  /** Connects; after a loss it tries again every second until closed. */
  async open(): Promise<void> {
    if (this.#closed) return;
    const client = new pg.Client({ connectionString: this.#url, application_name: 'madoguchi-events', keepAlive: true });
    client.on('notification', (message) => this.#deliver(message.channel, message.payload ?? '{}'));
    client.on('error', (error) => log.warn('events.lost', errorFields(error)));
    client.on('end', () => {
      if (!this.#closed) setTimeout(() => void this.open().catch(() => undefined), 1_000).unref();
    });
    try {
      await client.connect();
      await client.query('listen case_changed; listen request_changed; listen session_ended');
      this.#client = client;
      // Whatever happened while nobody listened is unknown: every open page looks again.
      this.#deliver('reconnected', '{}');
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  on(channel: 'case_changed', listener: (payload: CaseChanged) => void): () => void;
  on(channel: 'request_changed', listener: (payload: RequestChanged) => void): () => void;
  on(channel: 'session_ended', listener: (payload: SessionEnded) => void): () => void;
  on(channel: 'reconnected' | 'closing', listener: (payload: object) => void): () => void;
  on(channel: string, listener: Listener): () => void {
    const set = this.#listeners.get(channel) ?? new Set<Listener>();
    this.#listeners.set(channel, set.add(listener));
    return () => set.delete(listener);
  }

  /** Tells open streams to end, so that a stop does not wait for them. */
  endStreams(): void {
    this.#deliver('closing', '{}');
  }

  #deliver(channel: string, payload: string): void {
    const parsed = JSON.parse(payload) as never;
    for (const listener of this.#listeners.get(channel) ?? []) listener(parsed);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client?.end().catch(() => undefined);
  }
}

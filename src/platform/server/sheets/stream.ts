import { Readable } from 'node:stream';

/**
 * A stream of what the generator yields. Unlike `Readable.from` it closes at once when it is destroyed, and tells the generator by the
 * signal, even while that one waits.
 */
export function streamOf(write: (signal: AbortSignal) => AsyncGenerator<Buffer>): Readable {
  const ending = new AbortController();
  const chunks = write(ending.signal);
  return new Readable({
    read() {
      chunks.next().then(
        ({ done, value }) => this.push(done ? null : value),
        (error) => this.destroy(error),
      );
    },
    destroy(error, closed) {
      ending.abort();
      // The generator may still wait for its next row: its own end, good or bad, concerns nobody any more.
      chunks.return(undefined).catch(() => {});
      closed(error);
    },
  });
}

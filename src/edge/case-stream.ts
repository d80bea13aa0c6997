import { house } from '#platform/server/house.ts';

/** How often a quiet stream says that it lives, and its owner's right is looked at again. */
const BEAT_MS = 15_000;

type Stream = {
  caseId: string;
  readerId: string;
  hears(audience: 'customer' | 'internal'): boolean;
  /** Asked at every beat; false ends the stream. */
  stillAllowed(): Promise<boolean>;
  onEnd?(): Promise<void>;
};

/**
 * A stream of "something changed" marks about one case. It carries no content: the page asks again and gets what its
 * reader may see now. It ends with its reader's session, and when the server stops.
 */
export function caseStream(stream: Stream): Response {
  const { events } = house();
  let end: () => void = () => undefined;
  const body = new ReadableStream<string>({
    start(controller) {
      let over = false;
      const say = (event: string) => void (over || controller.enqueue(`event: ${event}\ndata: {}\n\n`));
      end = (mark?: string) => {
        if (over) return;
        if (mark) say(mark);
        over = true;
        stops.forEach((stop) => stop());
        clearInterval(beat);
        void stream.onEnd?.().catch(() => undefined);
        try {
          controller.close();
        } catch {
          // The reader has already gone.
        }
      };
      const stops = [
        events.on('case_changed', (change) => {
          if (change.caseId === stream.caseId && stream.hears(change.audience)) say('changed');
        }),
        events.on('session_ended', (ended) => {
          if (ended.readerId === stream.readerId) void stream.stillAllowed().then((allowed) => allowed || (end as (mark: string) => void)('ended'));
        }),
        events.on('reconnected', () => say('changed')),
        events.on('closing', () => end()),
      ];
      const beat = setInterval(() => {
        stream.stillAllowed().then(
          (allowed) => (allowed ? say('alive') : (end as (mark: string) => void)('ended')),
          () => undefined,
        );
      }, BEAT_MS);
      say('ready');
    },
    cancel: () => end(),
  }).pipeThrough(new TextEncoderStream());
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
}

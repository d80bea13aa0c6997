import { house } from '#platform/server/house.ts';

/** How often a quiet stream says that it lives, and its owner's right is looked at again. */
const BEAT_MS = 15_000;

type Audience = 'customer' | 'internal';
type Stream = {
  readerId: string;
  /** Calls back at every change that this page is about; returns how to stop. */
  follow(onChange: () => void): () => void;
  /** Asked at every beat; false ends the stream. */
  stillAllowed(): Promise<boolean>;
  onEnd?(): Promise<void>;
};

/** The stream of a page about one case. */
export function caseStream({ caseId, hears, ...stream }: Omit<Stream, 'follow'> & { caseId: string; hears(audience: Audience): boolean }): Response {
  const follow: Stream['follow'] = (onChange) =>
    house().events.on('case_changed', (change) => void (change.caseId === caseId && hears(change.audience) && onChange()));
  return changeStream({ ...stream, follow });
}

/** The stream of a page about one request, or without `requestId` about all of them. */
export function requestStream({
  requestId,
  hears,
  ...stream
}: Omit<Stream, 'follow'> & { requestId: string | undefined; hears(audience: Audience): boolean }): Response {
  const follow: Stream['follow'] = (onChange) =>
    house().events.on('request_changed', (change) => void ((requestId ?? change.requestId) === change.requestId && hears(change.audience) && onChange()));
  return changeStream({ ...stream, follow });
}

/**
 * A stream of "something changed" marks about what a page shows. It carries no content: the page asks again and gets what its
 * reader may see now. It ends with its reader's session, and when the server stops.
 */
function changeStream(stream: Stream): Response {
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
        stream.follow(() => say('changed')),
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

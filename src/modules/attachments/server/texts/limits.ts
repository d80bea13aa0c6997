/** How much of a file's text search knows; `attachment_texts` says the same. */
export const KEPT_CHARACTERS = 300_000;

/** How long one file may take. */
export const READING_SECONDS = 30;

/** What one file may take of memory while it is read: objects, and buffers beside them, each. */
export const READING_MEGABYTES = 512;

/** What an Office file may say it unpacks to, and what is really unpacked of it. */
export const DECLARED_BYTES = 1024 ** 3;
export const UNPACKED_BYTES = 256 * 1024 ** 2;
export const PARTS = 20_000;

/** Why a file could not be read, in one word for the log: its own words stay out of it. */
export class Unreadable extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.name = 'Unreadable';
    this.reason = reason;
  }
}

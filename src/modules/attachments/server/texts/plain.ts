import type { Words } from './words.ts';

/** More than enough bytes for the words that are kept, in every encoding. */
const TAKEN_BYTES = 2 * 1024 ** 2;
const SAMPLE_BYTES = 64 * 1024;

/** Texts of files that are text: logs, tables, Markdown, JSON, XML. Says no when the bytes are none in any encoding we know. */
export function readPlain(bytes: Uint8Array, words: Words): boolean {
  const text = decode(bytes.subarray(0, TAKEN_BYTES));
  if (text === undefined || text.startsWith('{\\rtf')) return false;
  words.add(text);
  return true;
}

const marks: [string, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Text in UTF-8, UTF-16 with its mark, Shift_JIS, EUC-JP or ISO-2022-JP; nothing for bytes that are no text. */
export function decode(bytes: Uint8Array): string | undefined {
  const marked = marks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked) return decodeAs(marked[0], bytes);
  if (looksBinary(bytes.subarray(0, SAMPLE_BYTES))) return undefined;
  if (isJis(bytes)) return decodeAs('iso-2022-jp', bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return leastDamaged(bytes);
  }
}

const decodeAs = (encoding: string, bytes: Uint8Array) => new TextDecoder(encoding).decode(bytes, { stream: true });

/** A stray NUL or bell happens in logs; more of them do not. */
function looksBinary(sample: Uint8Array): boolean {
  let odd = 0;
  for (const byte of sample) if (byte < 0x20 && byte !== 0x1b && (byte < 0x09 || byte > 0x0d)) odd += 1;
  return odd > Math.max(2, sample.length / 100);
}

/** ISO-2022-JP keeps to seven bits and switches with an escape. */
function isJis(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (text.includes('\x1b$B') || text.includes('\x1b$@')) && bytes.every((byte) => byte < 0x80);
}

/**
 * Of a text that is not clean UTF-8: the encoding that fewest bytes contradict, if hardly any does. EUC-JP comes first, because almost
 * every word in Shift_JIS contradicts it, while words in EUC-JP may look like half-width katakana in Shift_JIS.
 */
function leastDamaged(bytes: Uint8Array): string | undefined {
  const tries = ['euc-jp', 'shift_jis', 'utf-8'].map((encoding) => decodeAs(encoding, bytes));
  const damage = tries.map((text) => text.split('\ufffd').length - 1);
  const least = Math.min(...damage);
  const best = tries[damage.indexOf(least)] ?? '';
  return least <= best.length / 50 ? best : undefined;
}

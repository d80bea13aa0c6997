import { Words } from './words.ts';

/**
 * The words in a file, or nothing when it is of a kind that this program does not read. What the file is, its bytes say; only a mail is
 * known by its name. Throws `Unreadable` for a broken or locked file, and for one beyond a limit.
 */
export async function wordsIn(bytes: Buffer, name: string): Promise<string | undefined> {
  const words = new Words();
  return (await readInto(words, bytes, name)) ? words.toString() : undefined;
}

/** Each reader's libraries are loaded when the first file needs them. */
async function readInto(words: Words, bytes: Buffer, name: string): Promise<boolean> {
  const head = bytes.subarray(0, 1024).toString('latin1');
  if (head.startsWith('%PDF-') || (/\.pdf$/i.test(name) && head.includes('%PDF-'))) {
    // pdf.js takes the bytes away from whoever gave them.
    await (await import('./pdf.ts')).readPdf(new Uint8Array(bytes), words);
    return true;
  }
  if (head.startsWith('PK\x03\x04')) return (await import('./office.ts')).readOffice(bytes, words);
  if (/\.eml$/i.test(name)) {
    await (await import('./mail.ts')).readMail(bytes, words);
    return true;
  }
  return (await import('./plain.ts')).readPlain(bytes, words);
}

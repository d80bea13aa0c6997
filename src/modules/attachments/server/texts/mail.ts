import { simpleParser } from 'mailparser';
import type { Words } from './words.ts';

/** A saved mail: who, to whom, about what, its text, and the names of what hung on it. */
export async function readMail(bytes: Buffer, words: Words): Promise<void> {
  const mail = await simpleParser(bytes, { skipTextToHtml: true, skipImageLinks: true, maxHtmlLengthToParse: 2 * 1024 ** 2 });
  const to = [mail.to ?? []].flat().map((one) => one.text);
  const names = mail.attachments.map((one) => one.filename);
  for (const piece of [mail.subject, mail.from?.text, ...to, mail.text, ...names]) {
    words.add(piece ?? '');
    words.break();
  }
}

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Unreadable } from './limits.ts';
import type { Words } from './words.ts';

const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** pdf.js asks for the browser's matrix where letters are pictures. Nothing is drawn here, and no canvas is installed: any matrix will do. */
class FlatMatrix {
  scaleSelf = () => this;
  translateSelf = () => this;
}

const japanese = '[\\u3001-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef]';
const besideJapanese = new RegExp(`(?<=${japanese})\\s|\\s(?=${japanese})`, 'g');

/** The text of a PDF's pages, in their order. Pictures are not read: a scanned page has no words. */
export async function readPdf(bytes: Uint8Array, words: Words): Promise<void> {
  Object.assign(globalThis, { DOMMatrix: FlatMatrix });
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const loading = getDocument({
    data: bytes,
    // Japanese fonts may name a character set of Adobe's instead of carrying their own: the package brings all of them.
    cMapUrl: join(folder, 'cmaps') + '/',
    cMapPacked: true,
    standardFontDataUrl: join(folder, 'standard_fonts') + '/',
    useSystemFonts: false,
    disableFontFace: true,
    useWasm: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  const pdf = await loading.promise.catch((error: Error) => {
    throw new Unreadable(error.name === 'PasswordException' ? 'locked' : 'broken');
  });
  let broken = 0;
  for (let number = 1; number <= pdf.numPages && !words.full; number += 1) {
    await readPage(pdf, number, words).catch(() => (broken += 1));
    words.break();
  }
  if (broken === pdf.numPages) throw new Unreadable('broken');
}

type Pdf = Awaited<ReturnType<typeof import('pdfjs-dist/legacy/build/pdf.mjs').getDocument>['promise']>;

/**
 * A page's words, line by line. Gaps and line ends beside Japanese are the layout's and not the writer's: a word goes on in the next line
 * without a mark, and typesetters part letters from digits.
 */
async function readPage(pdf: Pdf, number: number, words: Words): Promise<void> {
  const page = await pdf.getPage(number);
  const reader = page.streamTextContent().getReader();
  let line = '';
  for (;;) {
    const { value, done } = (await reader.read()) as { value?: { items: { str?: string; hasEOL?: boolean }[] }; done: boolean };
    const piece = (value?.items ?? []).map(({ str = '', hasEOL }) => (hasEOL ? `${str}\n` : str)).join('');
    line = (line + piece).replace(/\s+/g, (gap) => (gap.includes('\n') ? '\n' : ' ')).replace(besideJapanese, '');
    if (done || words.full) break;
    const end = line.length - 1;
    words.add(line.slice(0, end));
    line = line.slice(end);
  }
  words.add(line);
  if (words.full) await reader.cancel(new Error('enough'));
  page.cleanup();
}

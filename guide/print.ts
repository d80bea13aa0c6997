import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { dayOf } from '#kernel/days.ts';
import type { Book } from './book.ts';
import { SCALE } from './stage.ts';

const require = createRequire(import.meta.url);
const font = (file: string) => readFileSync(require.resolve(`@expo-google-fonts/noto-sans-jp/${file}`));
const template = readFileSync(new URL('book.typ', import.meta.url), 'utf8');

/** What the cover says of the program that showed all this. */
export type Edition = { readonly version: string; readonly commit: string; readonly on: Date };

/** The book as a PDF. Unlike what the product typesets it reads files: its pictures, and nothing outside their folder. */
export function print(book: Book, folder: string, edition: Edition): Buffer {
  const compiler = NodeCompiler.create({
    workspace: folder,
    fontArgs: [{ fontBlobs: [font('400Regular/NotoSansJP_400Regular.ttf'), font('700Bold/NotoSansJP_700Bold.ttf')] }],
  });
  const day = dayOf(edition.on);
  const data = {
    language: book.language,
    title: book.title,
    portal: book.language === 'ja' ? 'カスタマーポータル' : 'Customer Portal',
    edition: book.language === 'ja' ? `バージョン ${edition.version} (${edition.commit})` : `Version ${edition.version} (${edition.commit})`,
    short: `${edition.version} (${edition.commit})`,
    day,
    contents: book.language === 'ja' ? '目次' : 'Contents',
    figure: book.language === 'ja' ? '図' : 'Figure',
    tones: book.language === 'ja' ? { note: '補足', tip: 'ヒント', warning: 'ご注意ください' } : { note: 'Note', tip: 'Tip', warning: 'Please note' },
    // Pictures keep the size that they have on a screen, as long as the page is wide enough.
    scale: SCALE,
    blocks: book.body.content,
  };
  return compiler.pdf({ mainFileContent: template, inputs: { data: JSON.stringify(data) } });
}

/** The name of the file that customers download. */
export const pdfNameOf = (book: Pick<Book, 'title'>): string => `${book.title}.pdf`;
export const pathOf = (folder: string, book: Book): string => join(folder, pdfNameOf(book));

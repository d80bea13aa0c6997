import type { Readable } from 'node:stream';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { DECLARED_BYTES, PARTS, Unreadable, UNPACKED_BYTES } from './limits.ts';
import { strainer, type Mesh } from './strainer.ts';
import type { Words } from './words.ts';

/** A kind of Office file: the part that betrays it, and the parts with words, the likeliest to be searched first. */
type Kind = { sign: RegExp; parts: readonly RegExp[]; mesh: Mesh };

const set = (names: string) => new Set(names.split(' '));

const openXml: Mesh = {
  taken: set('t text v'),
  left: set('rt rPh Fallback'),
  ends: set('p br cr tab si c is comment text pt'),
  named: set('sheet'),
};
const openDocument: Mesh = {
  taken: set('p h'),
  left: set('tracked-changes ruby-text binary-data'),
  ends: set('p h s tab line-break'),
  named: set('table'),
};

const kinds: readonly Kind[] = [
  {
    sign: /^word\/document\d*\.xml$/,
    parts: [/^word\/document\d*\.xml$/, /^word\/(?:footnotes|endnotes|comments|header|footer)\d*\.xml$/, /^word\/(?:diagrams\/data|charts\/chart)\d*\.xml$/],
    mesh: openXml,
  },
  {
    sign: /^xl\/workbook\d*\.xml$/,
    parts: [
      /^xl\/workbook\d*\.xml$/,
      /^xl\/sharedStrings\d*\.xml$/,
      /^xl\/(?:comments|threadedComments\/threadedComment|drawings\/drawing)\d*\.xml$/,
      /^xl\/worksheets\/sheet\d*\.xml$/,
    ],
    mesh: openXml,
  },
  {
    sign: /^ppt\/presentation\d*\.xml$/,
    parts: [/^ppt\/slides\/slide\d+\.xml$/, /^ppt\/notesSlides\/notesSlide\d+\.xml$/, /^ppt\/(?:comments\/|diagrams\/data|charts\/chart)[^/]*\.xml$/],
    mesh: openXml,
  },
  { sign: /^content\.xml$/, parts: [/^content\.xml$/], mesh: openDocument },
];

/** The words of a Word, Excel, PowerPoint or OpenDocument file. Says no when the archive is none of these. */
export async function readOffice(bytes: Buffer, words: Words): Promise<boolean> {
  const zip = await fromBufferPromise(bytes).catch(() => {
    throw new Unreadable('broken');
  });
  if (zip.entryCount > PARTS) throw new Unreadable('too_many_parts');
  const entries = await entriesOf(zip);
  const kind = kinds.find(({ sign }) => entries.some((entry) => sign.test(entry.fileName)));
  if (!kind) return false;
  const parts = partsOf(entries, kind);
  if (parts.some((entry) => entry.isEncrypted())) throw new Unreadable('locked');
  if (parts.reduce((sum, entry) => sum + entry.uncompressedSize, 0) > DECLARED_BYTES) throw new Unreadable('too_big');
  let left = UNPACKED_BYTES;
  for (const entry of parts) {
    if (words.full) break;
    left -= await readPart(zip, entry, kind.mesh, words, left);
    words.break();
  }
  return true;
}

async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch {
    throw new Unreadable('broken');
  }
  return entries;
}

function partsOf(entries: readonly Entry[], kind: Kind): Entry[] {
  const inOrder = entries.toSorted((a, b) => a.fileName.localeCompare(b.fileName, 'en', { numeric: true }));
  return kind.parts.flatMap((part) => inOrder.filter((entry) => part.test(entry.fileName)));
}

/** Unpacks no more than is needed for the words, and never more than `most` bytes. Returns how many it unpacked. */
async function readPart(zip: ZipFile, entry: Entry, mesh: Mesh, words: Words, most: number): Promise<number> {
  const stream: Readable = await zip.openReadStreamPromise(entry).catch(() => {
    throw new Unreadable('broken');
  });
  const parser = strainer(mesh, words);
  let decoder: TextDecoder | undefined;
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > most) throw new Unreadable('too_big');
      decoder ??= new TextDecoder(chunk[0] === 0xff ? 'utf-16le' : chunk[0] === 0xfe ? 'utf-16be' : 'utf-8');
      parser.write(decoder.decode(chunk, { stream: true }));
      if (words.full) break;
    }
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable('broken');
  }
  return size;
}

import { join } from 'node:path';
import type { Language } from '#kernel/actor.ts';
import type { ArticleBody } from '#modules/knowledge/index.ts';
import type { Both, Chapter, Part } from './chapter.ts';
import { photograph } from './photograph.ts';
import { Stage } from './stage.ts';
import { filled } from './words.ts';

type Block = ArticleBody['content'][number];
type Inline = { type: 'text'; text: string; marks?: { type: 'bold' }[] };

/** What was shown in one language: the article, with pictures by the names of their files. */
export type Book = {
  readonly language: Language;
  readonly title: string;
  readonly body: ArticleBody;
  readonly pictures: readonly string[];
  readonly shown: readonly string[];
};

export const titles: Both = { ja: 'ご利用ガイド', en: 'User Guide' };

/** A step that did not work, with its place in the guide. */
export class StepFailed extends Error {
  constructor(where: string, cause: unknown) {
    super(`${where}\n${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'StepFailed';
  }
}

/** Plays the chapters on the stage, in order, and writes down what a reader needs to do the same. Ends at the first step that fails. */
export async function play(stage: Stage, chapters: readonly Chapter[], folder: string, tell: (line: string) => void = () => undefined): Promise<Book> {
  const { language } = stage;
  const content: Block[] = [];
  const pictures: string[] = [];
  for (const chapter of chapters) {
    const began = Date.now();
    content.push(headingOf(chapter, language));
    let steps = 0;
    for (const [at, part] of chapter.parts.entries()) {
      const where = `${chapter.number} ${chapter.title[language]} (${language}), part ${at + 1}${'text' in part ? `: ${part.text[language]}` : ''}`;
      if (part.kind === 'step') steps += 1;
      content.push(...blocksOf(part, language, steps));
      if (!('act' in part)) continue;
      try {
        const shot = await part.act(stage);
        if (!shot) continue;
        const { file } = await photograph(stage.page, shot, folder, `${chapter.number}-${at + 1}`);
        pictures.push(file);
        content.push({ type: 'picture', attrs: { file, alt: filled(shot.caption[language], language) } });
      } catch (error) {
        await stage.page.screenshot({ path: join(folder, 'failed.png') }).catch(() => undefined);
        throw new StepFailed(where, error);
      }
    }
    tell(`${language}  ${chapter.number.padEnd(7)} ${chapter.title[language]}  ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
  return { language, title: titles[language], body: { type: 'doc', content }, pictures, shown: chapters.map(({ number }) => number) };
}

function headingOf({ number, title }: Chapter, language: Language): Block {
  const level = number.split('.').length > 2 ? 3 : 2;
  return { type: 'heading', attrs: { level }, content: [{ type: 'text', text: `${number}. ${filled(title[language], language)}` }] };
}

function blocksOf(part: Part, language: Language, steps: number): Block[] {
  const words = (text: Both): Inline[] => inlines(filled(text[language], language));
  const paragraph = (text: Both) => ({ type: 'paragraph' as const, content: words(text) });
  switch (part.kind) {
    case 'text':
      return [paragraph(part.text)];
    case 'step':
      return [{ type: 'paragraph', content: [{ type: 'text', text: `(${steps}) ` }, ...words(part.text)] }];
    case 'list':
      return [{ type: 'bulletList', content: part.items.map((item) => ({ type: 'listItem', content: [paragraph(item)] })) }];
    case 'callout':
      return [{ type: 'callout', attrs: { tone: part.tone }, content: [paragraph(part.text)] }];
    case 'table': {
      const row = (type: 'tableHeader' | 'tableCell', cells: readonly Both[]) => ({
        type: 'tableRow' as const,
        content: cells.map((cell) => ({ type, attrs: { colspan: 1, rowspan: 1 }, content: [paragraph(cell)] })),
      });
      return [{ type: 'table', content: [row('tableHeader', part.head), ...part.rows.map((cells) => row('tableCell', cells))] }];
    }
    case 'proof':
      return [];
  }
}

/** Words in `[…]` are on the screen and stand bold. */
function inlines(text: string): Inline[] {
  return text
    .split(/(\[[^\]]+\])/)
    .filter(Boolean)
    .map((piece) => (piece.startsWith('[') ? { type: 'text', text: piece, marks: [{ type: 'bold' }] } : { type: 'text', text: piece }));
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headingsOf, picturesOf } from '#modules/knowledge/index.ts';
import { play } from '../../guide/book.ts';
import { wordsOf } from '../../guide/chapter.ts';
import { chapters } from '../../guide/chapters/index.ts';
import { pathOf, print } from '../../guide/print.ts';
import { Stage } from '../../guide/stage.ts';
import { isWord } from '../../guide/words.ts';

/** The numbered chapters of the portal's user guide. */
const NUMBERS = `1 1.1 1.2 2 2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 3 3.1 3.2 4 4.1 4.2 4.3 4.4 4.5 4.6 4.6.1 4.7 4.7.1 4.8 4.8.1 4.8.2 4.8.3 4.8.4 4.8.5
  4.9 4.10 4.11 4.11.1 4.11.2 4.12 4.13 4.13.1 4.13.2 4.13.3 4.13.4 4.13.5 5 5.1 5.1.1 5.1.2 5.1.3 5.1.4 5.1.5 5.2`.split(/\s+/);
/** Chapters that are read on no screen: what they say is shown elsewhere, or is about the reader's own machine. */
const WITHOUT_SCREEN = ['1', '1.1', '1.2', '2', '2.1', '2.3', '2.4', '2.7', '3', '3.1', '3.2', '4', '4.1', '4.6', '4.7', '4.8.5', '4.11', '4.13', '5', '5.1'];

/** What was made of the few chapters that are played here. */
const made = mkdtempSync(join(tmpdir(), 'madoguchi-guide-'));

describe('the guide', () => {
  it('has every chapter of the portal user guide, in order, and shows all that stand on a screen', () => {
    expect(chapters.map(({ number }) => number)).toEqual(NUMBERS);
    const silent = chapters.filter(({ parts }) => !parts.some((part) => 'act' in part)).map(({ number }) => number);
    expect(silent).toEqual(WITHOUT_SCREEN);
  });

  it('says everything in both languages, and names words that the product has', () => {
    for (const chapter of chapters) {
      for (const { ja, en } of wordsOf(chapter)) {
        expect([chapter.number, ja.trim() === '', en.trim() === '']).toEqual([chapter.number, false, false]);
        const names = (said: string) => [...said.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name ?? '').sort();
        expect([chapter.number, names(ja).filter((name) => !isWord(name))]).toEqual([chapter.number, []]);
        expect([chapter.number, names(en)]).toEqual([chapter.number, names(ja)]);
        // The names of our team and of the two languages stay as they are written.
        expect([chapter.number, en.replace(/セキュリティアドバイザリーセンター|日本語/g, '').match(/[\u3040-\u30ff\u4e00-\u9fff]+/)?.[0]]).toEqual([
          chapter.number,
          undefined,
        ]);
      }
    }
  });

  it.each(['ja', 'en'] as const)(
    'is played on the running product, photographed and printed (%s)',
    async (language) => {
      const folder = join(made, language);
      mkdirSync(folder);
      const few = chapters.filter(({ number }) => ['2.2', '4.6.1', '4.10', '5.1.1'].includes(number));
      const stage = await Stage.open(language);
      try {
        const book = await play(stage, few, folder);
        expect(headingsOf(book.body).map(({ text }) => text.split('. ')[0])).toEqual(['2.2', '4.6.1', '4.10', '5.1.1']);
        expect(book.pictures).toHaveLength(9);
        expect(picturesOf(book.body)).toEqual(book.pictures);
        for (const name of book.pictures) expect([name, statSync(join(folder, name)).size > 5_000]).toEqual([name, true]);
        const pdf = print(book, folder, { version: '1.0.0', commit: 'abc1234', on: new Date() });
        writeFileSync(join(folder, 'guide.json'), JSON.stringify({ ...book, edition: { version: '1.0.0', commit: 'abc1234' } }));
        writeFileSync(pathOf(folder, book), pdf);
        expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
        expect(pdf.length).toBeGreaterThan(book.pictures.reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0) / 2);
      } finally {
        await stage.close();
      }
    },
    120_000,
  );

  it('is an article of the knowledge base with its pictures and PDF, of the version that made it, and nothing new when it says nothing new [G-R-10]', async () => {
    const stage = await Stage.open('ja');
    try {
      const { dataDir, portal, console: sac } = stage.product;
      const env = { ...process.env, DATA_DIR: dataDir, PORTAL_PORT: new URL(portal).port, CONSOLE_PORT: new URL(sac).port };
      const publish = () => execFileSync(process.execPath, ['src/cli/publish-guide.ts', made], { env, encoding: 'utf8' });
      expect(publish()).toMatch(/ja: version 1 is shown[\s\S]*en: version 1 is shown/);
      expect(publish()).not.toMatch(/is shown/);
      await stage.as('contact', '/knowledge/articles');
      await stage.page.getByRole('article').getByRole('link', { name: 'ご利用ガイド' }).click();
      await stage.shows(stage.page.getByRole('heading', { name: /^2\.2/ }).first());
      await stage.shows(stage.page.getByRole('link', { name: /ご利用ガイド\.pdf/ }));
      const picture = await stage.page.locator('figure img').first().getAttribute('src');
      expect((await stage.page.request.get(portal + picture)).headers()['content-type']).toBe('image/png');
    } finally {
      await stage.close();
    }
  }, 120_000);

  it('ends at a step that does not work, and names its chapter', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-guide-'));
    const stage = await Stage.open('en');
    try {
      const broken = {
        number: '9.9',
        title: { ja: '壊', en: 'Broken' },
        parts: [
          {
            kind: 'step' as const,
            text: { ja: '壊', en: 'Click it.' },
            act: () => stage.as('contact', '/').then(() => stage.shows(stage.page.locator('#nowhere'))),
          },
        ],
      };
      await expect(play(stage, [broken], folder)).rejects.toThrow(/^9\.9 Broken \(en\), part 1: Click it\./);
    } finally {
      await stage.close();
    }
  }, 120_000);
});

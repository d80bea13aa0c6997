import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Language } from '#kernel/actor.ts';
import { installBrowser } from '../scripts/browser.ts';
import { play, StepFailed } from './book.ts';
import { chapters } from './chapters/index.ts';
import { pathOf, print, type Edition } from './print.ts';
import { Stage } from './stage.ts';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    language: { type: 'string' },
    out: { type: 'string', default: join(root, 'var/guide') },
    port: { type: 'string' },
    publish: { type: 'boolean', default: false },
  },
});

const wanted = values.only?.split(',');
/** `--only 4.8` takes 4.8.1 along. */
const chosen = wanted ? chapters.filter(({ number }) => wanted.some((one) => number === one || number.startsWith(`${one}.`))) : chapters;
const languages: readonly Language[] = values.language === 'ja' || values.language === 'en' ? [values.language] : ['ja', 'en'];
const portal = values.port === undefined ? undefined : Number(values.port);

installBrowser();
try {
  for (const language of languages) await make(language);
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  console.error(`The guide was not made: a step of it does not work.\n\n${error.message}`);
  process.exit(1);
}
if (values.publish) {
  if (wanted || values.language) throw new Error('Only a whole guide in both languages is published.');
  const { publishGuide } = await import('../src/cli/publish-guide.ts');
  await publishGuide(values.out);
}

async function make(language: Language): Promise<void> {
  const folder = join(values.out, language);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const stage = await Stage.open(language, portal === undefined ? {} : { portal, console: portal + 1 });
  try {
    const book = await play(stage, chosen, folder, console.log);
    const edition = editionNow();
    writeFileSync(join(folder, 'guide.json'), JSON.stringify({ ...book, edition }, null, 1));
    writeFileSync(pathOf(folder, book), print(book, folder, edition));
    console.log(`${language}  ${book.shown.length} chapters, ${book.pictures.length} pictures: ${pathOf(folder, book)}`);
  } finally {
    await stage.close();
  }
}

function editionNow(): Edition {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { version, commit: commitNow(), on: new Date() };
}

/** Where the sources came without their history there is no commit to name. */
function commitNow(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '-';
  }
}

// Which test proves which statement of docs/requirements.md. `--write` brings the last column of its table up to date.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const root = join(import.meta.dirname, '..');
const page = join(root, 'docs', 'requirements.md');

/** One statement that the portal must satisfy, and the test files whose titles carry its id. */
export type Requirement = { id: string; statement: string; provenBy: string[] };

const ID = String.raw`(?:G-(?:R|\d+(?:\.\d+)*)-\d+|D-\d+)`;
const row = new RegExp(String.raw`^\|\s*(${ID})\s*\|\s*(.*?)\s*\|\s*(.*?)\s*\|\s*$`);
/** A list of ids in square brackets; other brackets in a title mean nothing here. */
const marked = new RegExp(String.raw`\[\s*(${ID}(?:\s*,\s*${ID})*)\s*\]`, 'g');
/** The title of a test or of a group of tests: the first argument, in any of the three quotes. */
const title = /\b(?:it|test|describe)(?:\.[a-zA-Z]+(?:\([^)]*\))?)*\s*\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g;
/** A test that is skipped or only planned proves nothing. */
const idle = /^\w+(?:\.[a-zA-Z]+)*\.(?:skip|todo|fixme)\b/;

/** The statements of the table, each with the tests that carry its id now, whatever the last column says. */
export function readRequirements(): Requirement[] {
  const proofs = readProofs();
  return readFileSync(page, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, id, statement] = row.exec(line) ?? [];
      return id && statement ? [{ id, statement, provenBy: proofs.get(id) ?? [] }] : [];
    });
}

/** How many statements a test proves, and how many there are. */
export function countProven(): { proven: number; total: number } {
  const all = readRequirements();
  return { proven: all.filter((one) => one.provenBy.length > 0).length, total: all.length };
}

/** Ids that tests carry and the table does not know: misspelt ones, most likely. */
export function unknownIds(): { id: string; files: string[] }[] {
  const known = new Set(readRequirements().map((one) => one.id));
  return [...readProofs()].filter(([id]) => !known.has(id)).map(([id, files]) => ({ id, files }));
}

function readProofs(): Map<string, string[]> {
  const proofs = new Map<string, Set<string>>();
  for (const file of testFiles()) {
    for (const id of idsInTitles(readFileSync(join(root, file), 'utf8'))) proofs.set(id, (proofs.get(id) ?? new Set()).add(file));
  }
  return new Map([...proofs].map(([id, files]) => [id, [...files].sort()]));
}

function idsInTitles(source: string): string[] {
  return [...source.matchAll(title)]
    .filter(([call]) => !idle.test(call))
    .flatMap(([, single, double, template]) => [...(single ?? double ?? template ?? '').matchAll(marked)])
    .flatMap(([, ids]) => (ids ?? '').split(',').map((id) => id.trim()));
}

function testFiles(): string[] {
  return [...filesUnder('tests', '.ts'), ...filesUnder('src', '.test.ts')];
}

function filesUnder(folder: string, ending: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

function writeProofs(): void {
  const proofs = readProofs();
  const lines = readFileSync(page, 'utf8')
    .split('\n')
    .map((line) => {
      const [, id, statement] = row.exec(line) ?? [];
      return id ? `| ${id} | ${statement} | ${proofs.get(id)?.join(', ') ?? '—'} |` : line;
    });
  writeFileSync(page, lines.join('\n'));
}

if (import.meta.main) {
  if (process.argv.includes('--write')) writeProofs();
  const { proven, total } = countProven();
  console.log(`requirements: ${proven} of ${total} statements proven`);
  for (const { id, files } of unknownIds()) console.error(`${id} is in no statement, but in a title of ${files.join(', ')}`);
}

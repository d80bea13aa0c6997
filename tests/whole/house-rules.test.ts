import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callerOf } from '../../src/edge/callers.ts';
import { rulesOf } from '#modules/passwords/index.ts';
import { readRequirements } from '../../scripts/requirements.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const files = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (path.includes('paraglide')) return [];
    return statSync(join(root, path)).isDirectory() ? files(path, ending) : ending.test(name) ? [path] : [];
  });

describe('messages', () => {
  const ja = JSON.parse(read('messages/ja.json')) as Record<string, string>;
  const en = JSON.parse(read('messages/en.json')) as Record<string, string>;
  const holes = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort();

  it('exist in both languages with the same holes', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(ja).sort());
    for (const key of Object.keys(ja)) expect([key, holes(en[key] ?? '')]).toEqual([key, holes(ja[key] ?? '')]);
  });

  it('are not left in the other language', () => {
    const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/;
    expect(Object.entries(en).filter(([key, text]) => key !== '$schema' && japanese.test(text))).toEqual([]);
    const allowed = new Set(['$schema', 'console_name', 'turn_provider', 'say_equals', 'say_differs', 'say_within', 'say_between', 'say_comma']);
    expect(Object.entries(ja).filter(([key, text]) => !allowed.has(key) && !japanese.test(text))).toEqual([]);
  });

  it('have words for every refusal that the code can throw', () => {
    const source = files('src', /\.ts$/)
      .filter((path) => !path.endsWith('.test.ts') && !/\/(list-query|list-edits|case-list)\.ts$/.test(path))
      .map(read)
      .join('\n');
    const codes = [...source.matchAll(/(?:code: |invalid\(|wordsOf\()'([a-z_]+)'/g), ...source.matchAll(/, '([a-z]+_(?:missing|malformed|many|long))'/g)].map(
      (match) => match[1],
    );
    const notRefusals = new Set(['custom', 'ja', 'en', ...rulesOf('guide').map((rule) => rule.code as string), 'printable', 'too_long']);
    expect([...new Set(codes)].filter((code) => code && !notRefusals.has(code) && !ja[`refusal_${code}`])).toEqual([]);
  });

  it('are all used', () => {
    const source = files('src', /\.(ts|svelte)$/)
      .map(read)
      .join('\n');
    expect(Object.keys(ja).filter((key) => key !== '$schema' && !key.startsWith('refusal_') && !source.includes(`m.${key}`))).toEqual([]);
  });
});

describe('tables', () => {
  it('are each named by the SQL of one module only', () => {
    const migrations = files('database/migrations', /\.sql$/)
      .map(read)
      .join('\n');
    const tables = [...migrations.matchAll(/create (?:table|view) (\w+)/g)].map((match) => match[1] ?? '');
    const sqlFiles = files('src/modules', /\.sql\.ts$/);
    for (const table of tables) {
      const naming = sqlFiles.filter((path) => new RegExp(`\\b(?:from|join|into|update|table\\(')\\s*${table}\\b`).test(read(path)));
      expect([table, naming.filter((path) => !(table === 'user_contracts' && path.includes('users')))].flat().length).toBeLessThanOrEqual(2);
    }
  });

  it('are named nowhere else', () => {
    const others = files('src', /\.ts$/).filter(
      (path) =>
        !path.endsWith('.sql.ts') && !path.endsWith('.test.ts') && !path.includes('src/cli/') && !path.includes('migrate') && !path.includes('platform'),
    );
    expect(others.filter((path) => /sql`|\b(select|insert into|update) .*\b(cases|users|activities|attachments)\b/.test(read(path)))).toEqual([]);
  });

  it('know neither ON CONFLICT nor MERGE, which leak through row-level security', () => {
    expect(files('src', /\.ts$/).filter((path) => /on conflict|merge into/i.test(read(path).replace(/ON CONFLICT and MERGE/g, '')))).toEqual([]);
  });
});

describe('routes', () => {
  it('lie in a folder that declares their caller', () => {
    const routes = files('src/routes', /^\+(page|server)/).map((path) => path.replace('src/routes', ''));
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter((path) => callerOf(path) === undefined)).toEqual([]);
  });
});

describe('dependencies', () => {
  it('each have a line of reason, and no reason is left over', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const explained = [...read('docs/dependencies.md').matchAll(/^\| `?([@\w/.-]+)`? \|/gm)].map((match) => match[1]).filter((name) => name !== 'name');
    expect(explained.sort()).toEqual(Object.keys(dependencies).sort());
  });
});

describe('requirements', () => {
  it('list every statement once and name the tests that really prove it', () => {
    const rows = readRequirements();
    expect(rows.length).toBeGreaterThan(150);
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    const proven = rows.flatMap((row) => row.provenBy.map((path) => [row.id, path] as const));
    for (const [id, path] of proven) expect(read(path)).toMatch(new RegExp(`\\[[^\\]]*\\b${id.replace(/\./g, '\\.')}\\b[^\\]]*\\]`));
  });
});

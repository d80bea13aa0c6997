import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import type { Page } from '@playwright/test';
import type { Running } from '../../support/server.ts';
import { personOf, signInOverHttp } from '../../support/server.ts';
import { asOwner, expect, expectSound, signIn, test } from '../support/product.ts';

const path = '/account/sign-ins';
const heads = ['名前', 'ユーザーID', '表示名', '日時', '結果', '接続元', 'ブラウザー', '操作者'];
const day = 86_400_000;
/** Half past midnight in Tokyo ten days ago, which is still the day before elsewhere. */
const midnight = new Date(Math.floor((Date.now() - 10 * day) / day) * day + 15.5 * 3_600_000);
const inTokyo = (at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tokyo' }).format(at);

/** A history to look at: a year of signing in cannot be waited for. */
const seed = (product: Running, key: string, lines: { name: string; result?: string; address?: string; agent?: string; at: Date }[]) =>
  asOwner(product, (owner) =>
    owner.query(
      `insert into user_events (id, account_id, reader_id, name, result, actor_kind, address, agent, at)
       select gen_random_uuid(), u.account_id, u.id, line.name, coalesce(line.result, 'success'), 'user', coalesce(line.address, '198.51.100.4'), coalesce(line.agent, ''), line.at
       from users u, json_to_recordset($2) as line (name text, result text, address text, agent text, at timestamptz) where u.user_id = $1`,
      [personOf(key).userId, JSON.stringify(lines)],
    ),
  );

const guideNames = ['login', 'session.established', 'user.view', 'report.view', 'report.view.homepage'];
let seeded = false;
async function open(page: Page, product: Running, query = ''): Promise<void> {
  if (!seeded) {
    seeded = true;
    const some = Array.from({ length: 40 }, (_, index) => ({ name: guideNames[index % 5] ?? '', at: new Date(Date.now() - day - index * 60_000) }));
    const failed = Array.from({ length: 4 }, (_, index) => ({
      name: 'login.failed',
      result: 'failure',
      address: '203.0.113.7',
      agent: '=HYPERLINK("http://evil.example")',
      at: new Date(midnight.getTime() + index * 60_000),
    }));
    await seed(product, 'sample01', [...some, ...failed]);
  }
  await page.goto(product.portal + path + query);
}

const rowsOf = async (page: Page): Promise<string[][]> =>
  page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => (cell as HTMLElement).innerText.trim())));
const totalOf = async (page: Page): Promise<number> => Number(/\/(\d+)$/.exec(await page.getByText(/^行 \d+ ~ \d+\/\d+$/).innerText())?.[1]);

test('ログイン履歴 has the head, columns, event names and pages of the guide [G-3.1-1, G-4.11.1-1, G-4.11.1-2, G-4.11.1-4, D-20]', async ({
  browser,
  product,
}) => {
  const contact = await signIn(browser, product, 'sample01');
  await open(contact, product);
  await expect(contact.getByRole('heading', { level: 1 })).toHaveText('ログイン履歴');
  await expect(contact.getByRole('navigation', { name: '現在の位置' })).toHaveText(/ホーム\s*アカウント管理\s*ログイン履歴/);
  await expect(contact.getByRole('heading', { name: 'Events' })).toBeVisible();
  const table = contact.getByRole('table', { name: 'Events' });
  expect((await table.getByRole('columnheader').allInnerTexts()).map((text) => text.split(' ')[0]?.trim())).toEqual(heads);
  await expect(table.getByRole('row')).toHaveCount(21);
  const first = (await rowsOf(contact))[0] ?? [];
  expect(first.slice(0, 3)).toEqual(['report.view.homepage\nホーム画面の表示', 'sample01@sample.example.cs', 'Ex Sample01']);
  expect(first[3]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+09:00$/);
  expect(first[4]).toBe('成功');
  expect(first[6]).toMatch(/^(Headless ?)?Chrom\w+( Headless)? \d+ \(Linux\)$/);
  const total = await totalOf(contact);
  expect(total).toBeGreaterThanOrEqual(46);
  await expectSound(contact);
  await open(contact, product, '?sort=oldest');
  for (const name of guideNames) await expect(table.getByText(name, { exact: true }).first()).toBeVisible();
  await contact.getByRole('link', { name: '次のページ' }).click();
  await expect(contact.getByText(`行 21 ~ 40/${total}`)).toBeVisible();
  await expect(table.getByRole('row')).toHaveCount(21);
  for (const width of [320, 375, 768, 1024]) {
    await contact.setViewportSize({ width, height: 800 });
    await expectSound(contact);
  }
});

test('the history is filtered by what was typed, each condition goes away alone, and the address can be mailed [D-20]', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample01');
  await open(contact, product);
  await contact.getByRole('searchbox', { name: '検索' }).fill('203.0.113');
  await contact.getByLabel('結果').selectOption('失敗');
  await contact.getByLabel('並び順').selectOption('古い順');
  await contact.getByRole('button', { name: '実行' }).click();
  await expect(contact).toHaveURL(`${product.portal}${path}?q=203.0.113&result=failure&sort=oldest`);
  expect(await totalOf(contact)).toBe(4);
  const times = (await rowsOf(contact)).map((row) => row[3] ?? '');
  expect(times).toEqual([...times].sort());
  await expect(contact.getByRole('columnheader', { name: '日時' })).toHaveAttribute('aria-sort', 'ascending');
  const chips = contact.getByRole('list', { name: '適用中の条件' });
  await expect(chips.getByRole('link')).toHaveText([/検索: 203\.0\.113/, /結果: 失敗/, /並び順: 古い順/]);
  await expectSound(contact);
  await chips.getByRole('link', { name: /結果: 失敗/ }).click();
  await expect(contact).toHaveURL(`${product.portal}${path}?q=203.0.113&sort=oldest`);
  await expect(contact.getByLabel('結果')).toHaveValue('');
  // A day is the reader's: half past midnight in Tokyo belongs to the new day.
  await open(contact, product, `?from=${inTokyo(midnight)}&to=${inTokyo(midnight)}`);
  expect(await totalOf(contact)).toBe(4);
  await open(contact, product, `?to=${inTokyo(new Date(midnight.getTime() - day))}`);
  await expect(contact.getByText('条件に一致する履歴はありません')).toBeVisible();
  await expectSound(contact);
  await contact.getByRole('link', { name: 'すべて消去' }).first().click();
  await expect(contact).toHaveURL(product.portal + path);
  await contact.getByLabel('イベント').selectOption('report.view (レポートの表示)');
  await contact.getByRole('button', { name: '実行' }).click();
  await expect(chips.getByRole('link')).toHaveText([/イベント: report\.view \(レポートの表示\)/]);
  expect(new Set((await rowsOf(contact)).map((row) => row[0]))).toEqual(new Set(['report.view\nレポートの表示']));
  // Nonsense in an address shows the whole list rather than an error.
  await open(contact, product, '?event=nothing&result=maybe&from=2026-99-99&page=-4&sort=up');
  await expect(chips).toHaveCount(0);
  await expect(contact.getByRole('row')).toHaveCount(21);
});

test('the filter works without scripts [D-20]', async ({ browser, product }) => {
  const scripted = await signIn(browser, product, 'sample01');
  const storageState = await scripted.context().storageState();
  const plain = await (await browser.newContext({ javaScriptEnabled: false, storageState })).newPage();
  await open(plain, product);
  await plain.getByLabel('結果').selectOption('失敗');
  await plain.getByRole('button', { name: '実行' }).click();
  await expect(plain.getByText('行 1 ~ 4/4')).toBeVisible();
  await expect(plain.getByLabel('結果')).toHaveValue('failure');
});

test('≡ exports PDF, Excel and CSV of exactly the rows shown, in their order, with Japanese typeset [G-3.1-1, G-4.11.1-3, D-20]', async ({
  browser,
  product,
}) => {
  const contact = await signIn(browser, product, 'sample01');
  const query = '?sort=oldest&to=' + inTokyo(new Date(Date.now() - day / 4));
  const shown: string[][] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    await open(contact, product, `${query}&page=${page}`);
    pages = Math.ceil((await totalOf(contact)) / 20);
    shown.push(...(await rowsOf(contact)));
  }
  expect(shown.length).toBeGreaterThanOrEqual(40);
  const asShown = (cells: readonly string[]) => {
    const [event, about, userId, name, at, result, address, agent, by] = cells;
    return [`${event}\n${about}`, userId, name, at, result, address || '-', agent || '-', by || '-'];
  };
  await open(contact, product, query);
  const menu = contact.locator('summary', { has: contact.locator('svg') }).and(contact.getByLabel('エクスポート'));
  await menu.click();
  const links = contact.locator('details[open]').getByRole('link');
  await expect(links).toHaveText(['PDF', 'Excel', 'CSV']);
  await expectSound(contact);
  const take = async (label: string) => {
    if ((await contact.locator('details[open]').count()) === 0) await menu.click();
    const [download] = await Promise.all([contact.waitForEvent('download'), links.filter({ hasText: label }).click()]);
    return { name: download.suggestedFilename(), file: await download.path() };
  };

  const csv = await take('CSV');
  expect(csv.name).toBe('ログイン履歴.csv');
  const text = readFileSync(csv.file, 'utf8');
  expect(text.startsWith('\ufeff名前,内容,ユーザーID,表示名,日時,結果,接続元,ブラウザー,操作者\r\n')).toBe(true);
  const lines = text.slice(1).trimEnd().split('\r\n').slice(1).map(cellsOf);
  expect(lines.filter((line) => line[7]?.startsWith("'=HYPERLINK"))).toHaveLength(4);
  expect(lines.map((line) => asShown(line.map((cell) => cell.replace(/^'=/, '='))))).toEqual(shown);

  const excel = await take('Excel');
  expect(excel.name).toBe('ログイン履歴.xlsx');
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(excel.file);
  const sheet: string[][] = [];
  let formulas = 0;
  workbook.worksheets[0]?.eachRow((row, number) => {
    row.eachCell((cell) => (formulas += cell.type === ExcelJS.ValueType.Formula ? 1 : 0));
    if (number > 1) sheet.push(Array.from({ length: 9 }, (_, index) => row.getCell(index + 1).text));
  });
  expect(formulas).toBe(0);
  expect(sheet.map(asShown)).toEqual(shown);

  const pdf = await take('PDF');
  expect(pdf.name).toBe('ログイン履歴.pdf');
  expect(readFileSync(pdf.file).subarray(0, 5).toString()).toBe('%PDF-');
  const printed = textOf(pdf.file);
  if (printed === undefined) return;
  const flat = printed.replace(/[\s\u200b]/g, '');
  expect(flat).toContain('ログイン履歴');
  expect(flat).toContain('並び順:古い順');
  expect(flat).toContain('セキュリティアドバイザリーセンター');
  expect(flat.match(/\d{4}-\d\d-\d\d\d\d:\d\d:\d\d\+09:00/g)?.slice(1)).toEqual(shown.map((row) => (row[3] ?? '').replace(/\s/g, '')));
  for (const word of ['ログイン完了', 'パスワードの認証', 'ログイン失敗', '成功', '失敗']) expect(flat).toContain(word);
});

test('a contact sees their own history, an administrator the account, and another account nothing of it [G-4.11.1-1, D-20]', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample02');
  await open(contact, product);
  expect(new Set((await rowsOf(contact)).map((row) => row[1]))).toEqual(new Set(['sample02@sample.example.cs']));
  await open(contact, product, '?q=sample01');
  await expect(contact.getByText('条件に一致する履歴はありません')).toBeVisible();
  const own = await (await contact.request.get(`${product.portal}${path}/export?format=csv`)).text();
  expect(own).toContain('sample02@sample.example.cs');
  expect(own).not.toContain('sample01@');

  const administrator = await signIn(browser, product, 'sample03');
  for (const key of ['sample01', 'sample02', 'sample03']) {
    await open(administrator, product, `?q=${key}`);
    expect(new Set((await rowsOf(administrator)).map((row) => row[1]))).toEqual(new Set([`${key}@sample.example.cs`]));
  }
  const stranger = await signIn(browser, product, 'a-administrator');
  await open(stranger, product, '?q=sample');
  await expect(stranger.getByText('条件に一致する履歴はありません')).toBeVisible();
  const theirs = await (await stranger.request.get(`${product.portal}${path}/export?format=csv`)).text();
  expect(theirs).toContain('kanri@a-company.example.cs');
  expect(theirs).not.toContain('sample.example');
});

test('English, another time zone and the dark are told as well [G-2.6-1, D-20]', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'h-contact', { colorScheme: 'dark' });
  await open(contact, product);
  await expect(contact.getByRole('heading', { level: 1 })).toHaveText('Sign-in history');
  expect((await rowsOf(contact))[0]?.[3]).toMatch(/ \+0[01]:00$/);
  expect((await contact.locator('.page').innerText()).replace(/Ex Hokuto01/g, '')).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
  await expectSound(contact);
});

test('a PDF of more than 5,000 rows is refused with its reason, and CSV goes on in the background [D-20]', async ({ browser, product }) => {
  const many = Array.from({ length: 5_001 }, (_, index) => ({ name: 'report.view', at: new Date(Date.now() - day - index * 1000) }));
  await seed(product, 'a-contact', many);
  const cookie = await signInOverHttp(product, 'a-contact');
  const address = `${product.portal}${path}/export?event=report.view&format=`;
  const refused = await fetch(`${address}pdf`, { headers: { cookie } });
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([422, 'export_too_long_for_pdf']);
  const taken = await fetch(`${address}csv`, { headers: { cookie } });
  expect(taken.status).toBe(202);
  const place = product.portal + ((await taken.json()) as { address: string }).address;
  const stateOf = async () => ((await (await fetch(`${place}/progress`, { headers: { cookie } })).json()) as { of: { state: string } }).of.state;
  await expect.poll(stateOf, { timeout: 30_000 }).toBe('ready');
  const csv = await (await fetch(`${place}/file`, { headers: { cookie } })).text();
  expect(csv.trimEnd().split('\r\n')).toHaveLength(5_002);

  const contact = await signIn(browser, product, 'a-contact');
  await open(contact, product, '?event=report.view');
  await contact.getByLabel('エクスポート').click();
  await contact.getByRole('link', { name: 'PDF' }).click();
  await expect(contact.getByRole('alert')).toContainText('PDFでエクスポートできるのは5,000行までです。');
  await expect(contact.getByRole('list', { name: '適用中の条件' })).toContainText('report.view');
  await expectSound(contact);
  await contact.getByRole('alert').getByRole('button', { name: '閉じる' }).click();
  await expect(contact.getByRole('alert')).toHaveCount(0);
  await open(contact, product, '?event=report.view&page=50');
  await expect(contact.getByText('行 981 ~ 1000/5001')).toBeVisible();
  await expect(contact.getByText('画面に表示できるのは先頭の1,000行までです。')).toBeVisible();
});

/** The cells of a CSV line; no cell here has a line break. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) => (match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"')));

/** What a PDF says, where the machine has the tool to read it. */
function textOf(file: string): string | undefined {
  try {
    return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

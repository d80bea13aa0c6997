import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import type { Browser, Page } from '@playwright/test';
import { mailTo, personOf, signInOverHttp, type Running } from '../../support/server.ts';
import { asOwner, expect, expectSound, signIn, test } from '../support/product.ts';

const history = '/account/sign-ins';

/** A history longer than what is streamed at once; some of it would be a formula. */
const seed = (product: Running, key: string, count: number) =>
  asOwner(product, (owner) =>
    owner.query(
      `insert into user_events (id, account_id, reader_id, name, result, actor_kind, address, agent, at)
       select gen_random_uuid(), u.account_id, u.id, 'report.view', 'success', 'user', '198.51.100.4',
         case when n % 1000 = 0 then '=HYPERLINK("http://evil.example")' else '' end, date_trunc('milliseconds', now()) - interval '1 day' - n * interval '1 second'
       from users u, generate_series(1, $2::int) n where u.user_id = $1`,
      [personOf(key).userId, count],
    ),
  );
/** Somebody with exactly so many rows, signed in. */
async function open(browser: Browser, product: Running, key: string, count: number): Promise<Page> {
  await asOwner(product, async (owner) => {
    await owner.query(`delete from user_events using users u where u.id = reader_id and u.user_id = $1 and name = 'report.view'`, [personOf(key).userId]);
    await owner.query(`delete from exports using users u where u.id = exports.user_id and u.user_id = $1`, [personOf(key).userId]);
  });
  await seed(product, key, count);
  return signIn(browser, product, key);
}
async function chooseExport(page: Page, product: Running, format: string): Promise<void> {
  await page.goto(`${product.portal}${history}?event=report.view&sort=oldest`);
  await page.getByLabel('エクスポート').click();
  await page.getByRole('link', { name: format, exact: true }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
}
const until = (page: Page, word: string) => expect(page.locator('header').getByText(word, { exact: true }).last()).toBeVisible({ timeout: 60_000 });
const filesOf = (product: Running, id: string): string[] => {
  const folder = join(product.dataDir, 'files/exports', id);
  return existsSync(folder) ? readdirSync(folder) : [];
};
const idOf = (page: Page): string => /exports\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';

test('a list of more than 5,000 rows is made in the background, shows its progress, and is downloaded whole [G-4.11.1-3, D-20]', async ({
  browser,
  product,
}) => {
  const page = await open(browser, product, 'sample02', 6_000);
  await chooseExport(page, product, 'CSV');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ログイン履歴');
  await until(page, '完了');
  await expect(page.getByRole('status').filter({ hasText: 'ファイルができました。' })).toBeVisible();
  await expect(page.getByText('6,000', { exact: true })).toBeVisible();
  await expectSound(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'ダウンロード' }).click()]);
  expect(download.suggestedFilename()).toBe('ログイン履歴.csv');
  const text = readFileSync(await download.path(), 'utf8');
  const lines = text.slice(1).trimEnd().split('\r\n');
  expect(text.startsWith('\ufeff名前,内容,ユーザーID,')).toBe(true);
  expect(lines).toHaveLength(6_001);
  const times = lines.slice(1).map((line) => /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.exec(line)?.[0] ?? '');
  expect(times).toEqual([...times].sort());
  expect(lines.filter((line) => line.includes(`"'=HYPERLINK(`))).toHaveLength(6);
  const answer = await page.request.get(`${page.url()}/file`);
  expect([answer.headers()['x-content-type-options'], answer.headers()['cache-control'], answer.headers()['content-disposition']?.slice(0, 10)]).toEqual([
    'nosniff',
    'private, no-store',
    'attachment',
  ]);
  await page.getByRole('link', { name: '一覧に戻る' }).click();
  await expect(page).toHaveURL(`${product.portal}${history}?event=report.view&sort=oldest`);

  await chooseExport(page, product, 'Excel');
  await until(page, '完了');
  const [book] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'ダウンロード' }).click()]);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(await book.path());
  expect(workbook.worksheets[0]?.rowCount).toBe(6_001);
});

test('exports of the last days are listed, each is deleted with its file, and none is another person’s [D-7, D-20]', async ({ browser, product }) => {
  const page = await open(browser, product, 'sample04', 5_100);
  await page.goto(`${product.portal}/exports`);
  await expect(page.getByText('エクスポートはありません')).toBeVisible();
  await expectSound(page);
  await chooseExport(page, product, 'CSV');
  await until(page, '完了');
  const id = idOf(page);
  expect(filesOf(product, id)).toHaveLength(1);
  await page.goto(`${product.portal}/exports`);
  const row = page.getByRole('row').filter({ hasText: 'ログイン履歴' });
  await expect(row.getByRole('cell').nth(2)).toHaveText('5,100');
  await expect(row).toContainText('完了');
  for (const width of [320, 375, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    await expectSound(page);
  }
  const [download] = await Promise.all([page.waitForEvent('download'), row.getByRole('link', { name: 'ログイン履歴（CSV）をダウンロード' }).click()]);
  expect(
    readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n'),
  ).toHaveLength(5_101);

  for (const key of ['sample03', 'a-administrator']) {
    const cookie = await signInOverHttp(product, key);
    for (const path of [`/exports/${id}`, `/exports/${id}/progress`, `/exports/${id}/file`, '/exports/nonsense']) {
      const answer = await fetch(product.portal + path, { headers: { cookie } });
      expect([key, path, answer.status]).toEqual([key, path, 404]);
      expect(await answer.text()).not.toContain('ログイン履歴');
    }
    for (const [path, body] of [
      [`/exports/${id}?/cancel`, ''],
      ['/exports?/delete', `id=${id}`],
    ] as const) {
      const headers = { cookie, origin: product.portal, 'content-type': 'application/x-www-form-urlencoded' };
      expect([path, (await fetch(product.portal + path, { method: 'POST', headers, body, redirect: 'manual' })).status]).toEqual([path, 404]);
    }
  }
  expect(filesOf(product, id)).toHaveLength(1);

  await row.getByRole('button', { name: 'ログイン履歴（CSV）を削除' }).click();
  await expect(page.getByRole('status')).toContainText('エクスポートを削除しました。');
  await expect(page.getByText('エクスポートはありません')).toBeVisible();
  expect(filesOf(product, id)).toEqual([]);
  expect((await page.goto(`${product.portal}/exports/${id}`))?.status()).toBe(404);
});

test('a running export tells its rows and rest, works without scripts, and is canceled [D-20]', async ({ browser, product }) => {
  const scripted = await open(browser, product, 'sample02', 5_050);
  await chooseExport(scripted, product, 'CSV');
  await until(scripted, '完了');
  const id = idOf(scripted);
  // As it is in the middle of a much longer one.
  const halfway = `update exports set state = 'running', rows_total = 80000, rows_done = 20000, started_at = now() - interval '10 seconds', alive_at = now() where id = $1`;
  await asOwner(product, (owner) => owner.query(halfway, [id]));
  await scripted.goto(`${product.portal}/exports/${id}`);
  const bar = scripted.getByRole('progressbar', { name: '作成の進み具合' });
  await expect(bar).toHaveAttribute('value', '0.25');
  await expect(scripted.getByText('80,000行のうち20,000行')).toBeVisible();
  await expect(scripted.getByText(/^残り約(30|35|40)秒$/)).toBeVisible();
  await expectSound(scripted);
  await asOwner(product, (owner) => owner.query(`update exports set rows_done = 60000 where id = $1`, [id]));
  await expect(scripted.getByText('80,000行のうち60,000行')).toBeVisible();
  await asOwner(product, (owner) => owner.query(`update exports set state = 'ready', rows_done = 80000 where id = $1`, [id]));
  await expect(scripted.getByRole('link', { name: 'ダウンロード' })).toBeVisible();

  await asOwner(product, (owner) => owner.query(halfway, [id]));
  const storageState = await scripted.context().storageState();
  const plain = await (await browser.newContext({ javaScriptEnabled: false, storageState })).newPage();
  await plain.goto(`${product.portal}/exports/${id}`);
  await expect(plain.getByText('80,000行のうち20,000行')).toBeVisible();
  await asOwner(product, (owner) => owner.query(`update exports set rows_done = 40000 where id = $1`, [id]));
  await expect(plain.getByText('80,000行のうち40,000行')).toBeVisible();
  await plain.getByRole('button', { name: '中止' }).click();
  await expect(plain.getByText('作成を中止しました。')).toBeVisible();
  await expect(plain.getByRole('link', { name: 'もう一度作成する' })).toHaveAttribute('href', `${history}/export?event=report.view&sort=oldest&format=csv`);
  await asOwner(product, (owner) => owner.query(`update exports set state = 'failed', fault = 'export_rights_changed' where id = $1`, [id]));
  await plain.reload();
  await expect(plain.getByRole('status')).toContainText('閲覧できる範囲が変わったため');
});

test('a program is told where to ask, and at most three exports are made at a time [D-20]', async ({ browser, product }) => {
  const page = await open(browser, product, 'sample04', 5_020);
  // Nobody makes these: they stand for three that take their time.
  await asOwner(product, (owner) =>
    owner.query(
      `insert into exports (id, account_id, user_id, list, search, format, title, role, contract_ids, rows_total, created_at, expires_at)
       select gen_random_uuid(), account_id, id, 'sign-ins', 'q=' || n, 'csv', 'ログイン履歴', role, '{}', 9000, now(), now() + interval '7 days'
       from users, generate_series(1, 3) n where user_id = $1`,
      [personOf('sample04').userId],
    ),
  );
  const address = `${product.portal}${history}/export?event=report.view&format=csv`;
  const refused = await page.request.get(address, { headers: { accept: '*/*' } });
  expect([refused.status(), ((await refused.json()) as { code: string }).code]).toEqual([429, 'exports_too_many']);
  await page.goto(`${product.portal}${history}?event=report.view`);
  await page.getByLabel('エクスポート').click();
  await page.getByRole('link', { name: 'CSV', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('同時に作成できるエクスポートは3件までです。');
  await expect(page.getByRole('row')).toHaveCount(4);
  await expectSound(page);
  await page.getByRole('link', { name: 'ログイン履歴' }).first().click();
  await expect(page.getByText('順番が来しだい、作成を始めます。')).toBeVisible();
  await expectSound(page);
  await page.getByRole('button', { name: '中止' }).click();
  await expect(page.getByText('作成を中止しました。')).toBeVisible();
  const before = Date.now();
  const taken = await page.request.get(address, { headers: { accept: '*/*' } });
  const { address: asked } = (await taken.json()) as { address: string };
  expect([taken.status(), taken.headers()['location']]).toEqual([202, asked]);
  // Nobody looks at its page, so a mail tells of it, and leads behind the sign-in.
  const mail = await mailTo(product.dataDir, personOf('sample04').mail, (one) => (one.text ?? '').includes(asked));
  expect(Date.now() - before).toBeLessThan(30_000);
  expect(mail.subject).toBe('エクスポートのファイルができました');
  expect(mail.text).toContain(`${product.portal}${asked}`);
  expect(mail.attachments).toEqual([]);
  const stranger = await fetch(`${product.portal}${asked}/file`, { redirect: 'manual' });
  expect(stranger.status).toBe(401);
  expect((await page.request.get(`${product.portal}${asked}/file`)).status()).toBe(200);
});

import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import type { Page } from '@playwright/test';
import { personOf, type Running } from '../../support/server.ts';
import { asOwner, expect, expectSound, signIn, test } from '../support/product.ts';

const list = (product: Running, query = '') => `${product.portal}/cases${query}`;
const numbers = async (page: Page) => (await page.locator('tbody a.open').allInnerTexts()).map((text) => text.match(/CS\d{7}/)?.[0] ?? '');
const trail = (page: Page) => page.getByRole('navigation', { name: '適用中の条件' });
const builder = (page: Page) => page.getByRole('region', { name: 'フィルター' });
const whereOf = (page: Page) => decodeURIComponent(new URL(page.url()).searchParams.get('where') ?? '');

test('the filter builder has the words of the guide, counts before it is run, and leaves its trail [G-4.8-6, G-4.8-9]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  await page.goto(list(product));
  await page.getByRole('button', { name: 'フィルターを開く' }).click();
  for (const word of ['フィルターのロード', 'フィルターの保存', 'ソートを追加', 'すべて消去', '実行'])
    await expect(builder(page).getByText(word, { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: '条件を追加' }).click();
  await expect(builder(page).getByText('以下の条件をすべて満たす必要があります')).toBeVisible();
  await expect(page.getByLabel('項目')).toBeFocused();
  await expect(page.getByLabel('キーワード 演算子').locator('option:checked')).toHaveText('次の条件に一致');
  await page.getByLabel('キーワード 値').fill('S3');
  await expect(builder(page).getByText(/^該当 \d+ 件$/)).toBeVisible();
  await page.getByRole('button', { name: 'および', exact: true }).click();
  await page.getByLabel('項目').nth(1).selectOption({ label: 'ステータス' });
  await page.getByText('選択してください').click();
  await page.getByRole('checkbox', { name: '新規' }).check();
  await page.getByRole('checkbox', { name: 'クローズ', exact: true }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'または', exact: true }).nth(1).click();
  await expect(builder(page).getByText('以下の条件のいずれかを満たす必要があります')).toBeVisible();
  await page.getByLabel('項目').nth(2).selectOption({ label: '更新日時' });
  await page.getByLabel('更新日時 値').selectOption({ label: '過去90日間' });
  await page.getByRole('button', { name: 'ソートを追加' }).click();
  await expectSound(page);
  const promised = Number(
    /\d+/.exec(
      await builder(page)
        .getByText(/^該当 \d+ 件$/)
        .innerText(),
    )?.[0],
  );
  await page.getByRole('button', { name: '実行' }).click();
  await expect(trail(page).getByText('キーワード = S3')).toBeVisible();
  await expect(trail(page).getByText('ステータス = 新規、クローズ または 更新日時 が 過去90日間')).toBeVisible();
  expect(whereOf(page)).toBe('keyword.contains(S3),or(status.is(new,closed),updated.within(90d))');
  await expect(page.getByText(`行 1 ~ ${Math.min(20, promised)}/${promised}`)).toBeVisible();
  // A mailed address shows the same to a colleague.
  const colleague = await signIn(browser, product, 'sample02');
  await colleague.goto(page.url());
  expect(await numbers(colleague)).toEqual(await numbers(page));
});

test('a part of the trail is changed in its place, taken away alone, or all at once [G-4.8-9]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  await page.goto(list(product, '?where=keyword.contains(テスト),status.is(new)&sort=number'));
  await expect(trail(page)).toContainText(/▽\s*すべて\s*>\s*キーワード = テスト/);
  await trail(page).getByText('キーワード = テスト').click();
  await trail(page).getByLabel('キーワード 値').fill('バケット');
  await page.keyboard.press('Enter');
  await expect(trail(page).getByText('キーワード = バケット')).toBeVisible();
  expect(whereOf(page)).toBe('keyword.contains(バケット),status.is(new)');
  await trail(page).getByRole('link', { name: '条件「ステータス = 新規」を解除' }).click();
  await expect(trail(page).getByText('ステータス = 新規')).toBeHidden();
  expect(new URL(page.url()).searchParams.get('sort')).toBe('number');
  await trail(page).getByRole('link', { name: 'すべて', exact: true }).click();
  await expect(page.getByText(/^行 1 ~ 20\/\d+$/)).toBeVisible();
});

test('a keyword finds subjects and comments, marks where it stands, and says what security kept back [G-4.8-8, G-4.8-10, G-4.8-11, G-R-9, D-7]', async ({
  browser,
  product,
}) => {
  const page = await signIn(browser, product, 'sample01');
  await page.goto(list(product));
  await expect(async () => {
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox')).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.getByRole('searchbox').fill('ﾊﾞｹｯﾄ');
  await page.keyboard.press('Enter');
  await expect(trail(page).getByText('キーワード = ﾊﾞｹｯﾄ')).toBeVisible();
  await expect(page.locator('mark', { hasText: 'バケット' }).first()).toBeVisible();
  await expect(page.getByText('コメント', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('セキュリティ上の制約により')).toBeHidden();
  const all = await numbers(page);
  const narrow = await signIn(browser, product, 'sample04');
  await narrow.goto(list(product, '?q=バケット'));
  const own = await numbers(narrow);
  expect(own.length).toBeLessThan(all.length);
  let hidden = 0;
  await asOwner(product, async (owner) => {
    const { rows } = await owner.query(
      `select count(*)::int as n from cases c join contracts k on k.id = c.contract_id where k.number = 'N200000001' and c.subject like '%バケット%'`,
    );
    hidden = rows[0].n;
  });
  expect(hidden).toBeGreaterThan(0);
  await expect(narrow.getByText(`セキュリティ上の制約により ${hidden} 行が削除されました`)).toBeVisible();
  await narrow.goto(list(product, '?q=どこにもない言葉'));
  await expect(narrow.getByText('条件に一致するケースはありません')).toBeVisible();
  await expectSound(narrow);
});

test('every column name sorts, with its mark, and several orders hold together [G-4.8-5]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  await page.goto(list(product));
  const head = page.getByRole('columnheader', { name: 'ケース番号' });
  await head.getByRole('link').click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await expect(head).toContainText('▲');
  const up = await numbers(page);
  expect(up).toEqual([...up].sort());
  await head.getByRole('link').click();
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  expect(await numbers(page)).not.toEqual(up);
  for (const name of ['ステータス', 'カテゴリ', '件名', 'お客様番号', 'ご契約者名', 'サービス名', 'お客様担当者名', '更新日時']) {
    await page.getByRole('columnheader', { name }).getByRole('link').click();
    await expect(page.getByRole('columnheader', { name })).toHaveAttribute('aria-sort', /ascending|descending/);
    await expect(page.getByText(/^行 1 ~ 20\/\d+$/)).toBeVisible();
  }
});

test('the builder works without scripts [G-4.8-6]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  const plain = await browser.newPage({ javaScriptEnabled: false, storageState: await page.context().storageState() });
  await plain.goto(list(product));
  await plain.getByRole('button', { name: 'フィルターを開く' }).click();
  await plain.getByRole('button', { name: '条件を追加' }).click();
  await plain.getByLabel('項目').selectOption({ label: 'ケース番号' });
  await plain.getByRole('button', { name: '更新' }).click();
  await plain.getByLabel('ケース番号 演算子').selectOption({ label: '次で終わる' });
  await plain.getByLabel('ケース番号 値').fill('7');
  await plain.getByRole('button', { name: 'および', exact: true }).click();
  await plain.getByLabel('項目').nth(1).selectOption({ label: 'ステータス' });
  await plain.getByRole('button', { name: '更新' }).click();
  await expect(plain.getByLabel('ケース番号 値')).toHaveValue('7');
  await plain.getByText('選択してください').click();
  await plain.getByRole('checkbox', { name: '新規' }).check();
  await plain.getByRole('button', { name: '実行' }).first().click();
  expect(whereOf(plain)).toBe('number.ends(7),status.is(new)');
  for (const number of await numbers(plain)) expect(number.endsWith('7')).toBe(true);
  await plain.getByText('表示する列', { exact: true }).click();
  await plain.getByRole('checkbox', { name: 'サービス名' }).uncheck();
  await plain.getByRole('button', { name: '適用' }).click();
  await expect(plain.getByRole('columnheader')).toHaveCount(8);
  await plain.getByText('表示する列', { exact: true }).click();
  await plain.getByRole('button', { name: '既定に戻す' }).click();
  await expect(plain.getByRole('columnheader')).toHaveCount(9);
});

test('columns are chosen, ordered and kept for this reader', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample02');
  await page.goto(list(product));
  await page.getByText('表示する列', { exact: true }).click();
  await page.getByRole('checkbox', { name: 'ご契約者名' }).uncheck();
  await page.getByRole('checkbox', { name: '作成日時' }).check();
  await page.getByRole('button', { name: '件名を前へ' }).click();
  await page.getByRole('button', { name: '適用' }).click();
  await expect(page.getByRole('columnheader', { name: '作成日時' })).toBeVisible();
  await page.goto(list(product));
  expect((await page.getByRole('columnheader').allInnerTexts()).map((text) => text.replace(/ ?[▼▲]/, '').trim())).toEqual([
    'ケース番号',
    'ステータス',
    '件名',
    'カテゴリ',
    'お客様番号',
    'サービス名',
    'お客様担当者名',
    '更新日時',
    '作成日時',
  ]);
  const other = await signIn(browser, product, 'sample01');
  await other.goto(list(product));
  await expect(other.getByRole('columnheader', { name: '作成日時' })).toBeHidden();
});

test('a filter is saved under a name and loaded again [G-4.8-6, G-4.8-7]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  await page.goto(list(product, '?where=status.is(new)&sort=number&build=1'));
  await builder(page).getByText('フィルターの保存', { exact: true }).click();
  await page.getByLabel('フィルター名').fill('新しいケース');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByText('フィルター「新しいケース」を保存しました。')).toBeVisible();
  await page.goto(list(product, '?build=1'));
  await builder(page).getByText('フィルターのロード', { exact: true }).click();
  await page.getByRole('link', { name: /新しいケース/ }).click();
  await expect(trail(page).getByText('ステータス = 新規')).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'ケース番号' })).toHaveAttribute('aria-sort', 'ascending');
  await trail(page).getByRole('link', { name: '条件「ステータス = 新規」を解除' }).click();
  await expect(trail(page).getByText('ステータス = 新規')).toBeHidden();
  await page.getByRole('button', { name: 'フィルターを開く' }).click();
  await expect(page.getByRole('button', { name: 'フィルターを閉じる' }).first()).toBeVisible();
  await builder(page).getByText('フィルターの保存', { exact: true }).click();
  await expect(page.getByRole('button', { name: '「新しいケース」に上書き保存' })).toBeVisible();
});

test('exports hold exactly the rows, columns and order of the list, or the chosen rows [G-4.8-10]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  const query = '?where=status.is(closed)&sort=-number&columns=number,subject,status';
  const shown: string[] = [];
  await page.goto(list(product, query));
  for (;;) {
    shown.push(...(await numbers(page)));
    const next = page.getByRole('link', { name: '次のページ' });
    if (!(await next.isVisible())) break;
    const before = page.url();
    await next.click();
    await page.waitForURL((url) => url.href !== before);
  }
  const take = async (label: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: label, exact: true }).last().click()]);
    return readFileSync(await download.path());
  };
  await page.goto(list(product, query));
  await page.getByLabel('エクスポート').click();
  const csv = (await take('CSV')).toString('utf8');
  expect(csv.startsWith('\ufeffケース番号,件名,ステータス\r\n')).toBe(true);
  expect(
    csv
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[0]),
  ).toEqual(shown);
  await page.getByLabel('エクスポート').click();
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load((await take('Excel')) as unknown as ExcelJS.Buffer);
  const cells: string[] = [];
  workbook.worksheets[0]?.eachRow((row, at) => at > 1 && cells.push(row.getCell(1).text));
  expect(cells).toEqual(shown);
  await page.getByLabel('エクスポート').click();
  expect((await take('PDF')).subarray(0, 5).toString()).toBe('%PDF-');
  await page.getByRole('checkbox', { name: `${shown[2]} を選択` }).check();
  await page.getByRole('checkbox', { name: `${shown[0]} を選択` }).check();
  await expect(page.getByText('2 件を選択中')).toBeVisible();
  expect(
    (await take('CSV'))
      .toString('utf8')
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[0]),
  ).toEqual([shown[0], shown[2]]);
});

test('chosen cases are closed after the warning, and those that cannot be say why [G-4.8.4-1, G-4.8.4-2]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  await page.goto(list(product, '?where=status.is(resolved,in_progress)'));
  const resolved = page.getByRole('row').filter({ hasText: '解決済み' }).first();
  const working = page.getByRole('row').filter({ hasText: 'NTT作業中' }).last();
  const [waiting, open] = [(await resolved.innerText()).match(/CS\d{7}/)?.[0] ?? '', (await working.innerText()).match(/CS\d{7}/)?.[0] ?? ''];
  await resolved.getByRole('checkbox').check();
  await working.getByRole('checkbox').check();
  await page.getByRole('button', { name: '選択したケースをクローズ' }).click();
  await expect(page.getByRole('dialog')).toContainText('再オープンできません');
  await page.getByRole('dialog').getByRole('button', { name: 'キャンセル' }).click();
  await expect(page.getByText('2 件を選択中')).toBeVisible();
  await page.getByRole('button', { name: '選択したケースをクローズ' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'ケースをクローズ' }).click();
  await expect(page.getByText('1 件のケースをクローズしました。')).toBeVisible();
  await expect(page.getByText(`${waiting} はクローズできませんでした。`)).toBeVisible();
  await page.goto(`${product.portal}/cases/${open}`);
  await expect(page.getByText('クローズ', { exact: true }).first()).toBeVisible();
});

test('the list is walked, chosen and opened by the keyboard', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  await page.goto(list(product));
  const all = await numbers(page);
  const rowOf = (at: number) => page.locator('tbody a.open').nth(at);
  await expect(async () => {
    await page.keyboard.press('k');
    await expect(page.locator('tbody a.open').last()).toBeFocused({ timeout: 500 });
  }).toPass();
  await rowOf(0).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('k');
  await page.keyboard.press('x');
  await expect(page.getByRole('checkbox', { name: `${all[1]} を選択` })).toBeChecked();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'キーボード操作' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('f');
  await expect(builder(page)).toBeVisible();
  await page.locator('tbody a.open').nth(1).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/cases/${all[1]}$`));
});

test('what changed since the reader last looked is marked on the list, the home screen and the tab', async ({ browser, product }) => {
  const [page, operator] = [await signIn(browser, product, 'sample02'), await signIn(browser, product, 'op01')];
  await page.goto(list(product));
  await page
    .getByRole('button', { name: 'すべて既読にする' })
    .click({ timeout: 1_000 })
    .catch(() => undefined);
  const { userId } = personOf('sample02');
  expect(userId).not.toBe('');
  await page.goto(list(product, '?where=status.is(new)'));
  const number = (await numbers(page))[0] ?? '';
  await operator.goto(`${product.console}/console/cases/${number}`);
  await operator
    .getByRole('button', { name: /対応を開始|担当する|着手/ })
    .first()
    .click();
  await expect(operator.getByText('NTT作業中').first()).toBeVisible();
  await page.goto(list(product));
  await expect(page).toHaveTitle(/^\(1\) /);
  await expect(page.getByRole('row').filter({ hasText: number })).toContainText('未読');
  await page.goto(product.portal);
  await expect(page.getByRole('link', { name: '未読' })).toContainText('1');
  await page.goto(`${product.portal}/cases/${number}`);
  await page.goto(list(product));
  await expect(page).not.toHaveTitle(/^\(/);
});

test('a hand-made or old address says what it left out and keeps the rest', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  const deep = `${'or('.repeat(100)}status.is(new)${')'.repeat(100)}`;
  for (const where of [
    'password.is(x),status.is(closed)',
    'status.eats(new),status.is(closed)',
    `${deep},status.is(closed)`,
    'status.is(gone),status.is(closed)',
  ]) {
    await page.goto(list(product, `?where=${encodeURIComponent(where)}`));
    await expect(page.getByText('ほかの条件は適用されています。')).toBeVisible();
    await expect(trail(page).getByText('ステータス = クローズ')).toBeVisible();
  }
  const long = await page.goto(list(product, `?q=${'a'.repeat(10_000)}&where=status.is(closed)`));
  expect(long?.status()).toBe(200);
  await expect(page.getByText('値が長すぎるため')).toBeVisible();
  for (const query of [
    '?page=9999',
    '?after=x&page=3',
    '?where=%00',
    '?where=subject.contains(%25_%27%22%F0%9F%98%80)',
    '?sort=hash',
    '?filter=00000000-0000-4000-8000-000000000000',
  ])
    expect([query, (await page.request.get(list(product, query))).status()]).toEqual([query, query.startsWith('?filter') ? 404 : 200]);
});

test('the list is sound on a phone, in English and in the dark', async ({ browser, product }) => {
  const query = '?where=keyword.contains(S3),or(status.is(new,closed),updated.within(90d))&build=1';
  const phone = await signIn(browser, product, 'sample01', { viewport: { width: 375, height: 800 } });
  await phone.goto(list(product, query));
  await expectSound(phone);
  await phone.setViewportSize({ width: 320, height: 700 });
  await expectSound(phone);
  const dark = await signIn(browser, product, 'sample05', { colorScheme: 'dark' });
  await dark.goto(list(product, query));
  await expectSound(dark);
  await dark.getByRole('button', { name: 'English' }).click();
  await expect(dark.getByRole('button', { name: 'Run' }).first()).toBeVisible();
  await expectSound(dark);
});

import { randomUUID } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dayOf, monthEnd, monthOf } from '#kernel/days.ts';
import { asOwner, expect, expectSound, signIn, test } from '../support/product.ts';

const month = monthOf(dayOf(new Date()));

test('ポイント管理 has the columns of the guide, and a month opens its entries [G-4.11.2-1, G-4.11.2-2, D-17]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  await page.getByRole('banner').getByRole('link', { name: 'アカウント管理' }).click();
  await page.getByRole('main').getByRole('link', { name: 'ポイント管理' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ポイント管理');
  await expect(page.getByRole('columnheader')).toHaveText(['お客様番号', '開始日', '終了日', '作業依頼契約ポイント合計', '消化数', '残数']);
  const first = page.getByRole('row').nth(1).getByRole('cell');
  expect((await first.allTextContents()).slice(0, 4).map((text) => text.trim())).toEqual(['N200000001', month, monthEnd(month), '55']);
  await expect(page.getByText(/^\d+行中 1~\d+行$/)).toBeVisible();
  await expectSound(page);
  await page.getByRole('link', { name: `N200000001 の ${month.slice(0, 7)} の明細` }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('の明細');
  await expect(page.getByRole('row').nth(1)).toContainText('付与');
  await expect(page.getByRole('row').nth(1)).toContainText('+55');
  await expectSound(page);
});

test('the statement leaves as PDF, Excel and CSV with the lines of the screen', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  const file = async (format: string) => (await page.request.get(`${product.portal}/account/points/export?format=${format}`)).body();
  const csv = (await file('csv')).toString('utf8');
  expect(csv.startsWith('\uFEFFお客様番号,開始日,終了日,作業依頼契約ポイント合計,消化数,残数')).toBe(true);
  expect(csv).toContain(`N200000001,${month},${monthEnd(month)},55,`);
  expect(await file(`csv&year=${month.slice(0, 4)}`).then(String)).toContain(`N200000001,${month}`);
  expect(await file('csv&year=2020').then(String)).not.toContain('N200000001');
  expect(await file(`csv&contract=N200000001&month=${month.slice(0, 7)}`).then(String)).toContain('付与');
  for (const asked of [`contract=P910000001&month=${month.slice(0, 7)}`, 'contract=N200000001&month=x', 'contract=P910000001', `month=${month.slice(0, 7)}`])
    expect((await page.request.get(`${product.portal}/account/points/export?format=csv&${asked}`)).status(), asked).toBe(404);
  const pdf = await file('pdf');
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await file('xlsx')).subarray(0, 2).toString()).toBe('PK');
  const folder = mkdtempSync(join(tmpdir(), 'points-'));
  writeFileSync(join(folder, 'statement.pdf'), pdf);
  try {
    execFileSync('pdftotext', ['-layout', join(folder, 'statement.pdf')]);
    expect(readFileSync(join(folder, 'statement.txt'), 'utf8')).toContain('N200000001');
  } catch (error) {
    // Where there is no such witness the file's head has to do.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
});

test('a service manager adjusts with a reason that the customer reads; other operators only look', async ({ browser, product }) => {
  const manager = await signIn(browser, product, 'op01');
  await manager.goto(`${product.console}/console/points/N200000001`);
  await manager.getByLabel('増減するポイント').fill('-100');
  await manager.getByLabel('理由（お客様にも表示されます）').fill('誤って付与した分の訂正');
  await manager.getByRole('button', { name: '調整する' }).click();
  await expect(manager.getByText('残数を超えて減らすことはできません。').first()).toBeVisible();
  await expect(manager.getByLabel('理由（お客様にも表示されます）')).toHaveValue('誤って付与した分の訂正');
  await expectSound(manager);
  await manager.getByLabel('増減するポイント').fill('＋５');
  await manager.getByRole('button', { name: '調整する' }).click();
  await expect(manager.getByText('ポイントを調整しました。')).toBeVisible();
  await expect(manager.getByRole('table').first()).toContainText('OP-01');
  await expectSound(manager);
  const contact = await signIn(browser, product, 'sample01');
  await contact.goto(`${product.portal}/account/points/N200000001/${month.slice(0, 7)}`);
  await expect(contact.getByRole('table')).toContainText('誤って付与した分の訂正');
  await expect(contact.getByRole('table')).not.toContainText('OP-01');
  const other = await signIn(browser, product, 'op02');
  await other.goto(`${product.console}/console/points/N200000001`);
  await expect(other.getByRole('button', { name: '調整する' })).toHaveCount(0);
  const refused = await other.request.post(`${product.console}/console/points/N200000001?/adjust`, {
    form: { key: randomUUID(), month, points: '5', reason: 'x' },
    headers: { origin: product.console, accept: 'text/html' },
  });
  expect(refused.status()).toBe(403);
  await asOwner(product, (owner) =>
    owner.query(
      `insert into point_entries (id, account_id, contract_id, month, kind, points, operator_id, reason, at)
       select gen_random_uuid(), e.account_id, e.contract_id, e.month, 'adjust', -5, e.operator_id, 'x', now() from point_entries e where e.kind = 'adjust' and e.points = 5`,
    ),
  );
});

import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { mailTo, personOf } from '../../support/server.ts';
import { expect, expectSound, signIn, test } from '../support/product.ts';

const next = (page: Page) => page.locator('.actions').getByRole('button', { name: '次へ' }).click();

for (const javaScriptEnabled of [true, false])
  test(`a customer is brought in ${javaScriptEnabled ? 'with' : 'without'} scripts, back and forth without loss [G-2.2-1, G-5.2-1, G-5.2-4, G-4.8.5-1]`, async ({
    browser,
    product,
  }) => {
    const page = await signIn(browser, product, 'op01', { javaScriptEnabled });
    const sound = async () => void (javaScriptEnabled && (await expectSound(page)));
    const tag = javaScriptEnabled ? 'a' : 'b';
    const mail = `hanako.${tag}@kaitsu.example`;
    await page.goto(`${product.console}/console/onboarding/new`);
    await next(page);
    await expect(page.getByRole('alert').filter({ hasText: 'お客様名' }).or(page.locator('#accountName-error'))).not.toHaveCount(0);
    await page.getByLabel('お客様名').fill(`開通商事${tag} 株式会社`);
    await sound();
    await next(page);
    await page.getByLabel('お客様番号').fill('N200000001');
    await page.getByLabel('ご契約者名').fill('開通商事 情報システム部');
    await page.getByLabel('サービス').selectOption('managed-cspm');
    await page.getByLabel('プラン').fill('スタンダード');
    await page.getByLabel('ご契約クレジット数').fill('1,000');
    await page.getByLabel('作業依頼').check();
    await page.getByRole('checkbox', { name: 'ポイント' }).check();
    await page.getByLabel('基本ポイント').fill('45');
    await page.getByLabel('価格表').selectOption({ label: '標準価格表' });
    await next(page);
    await expect(page.locator('#number-error')).toBeVisible();
    await page.getByLabel('お客様番号').fill(tag === 'a' ? 'N310000001' : 'N310000002');
    await sound();
    await next(page);
    await page.getByLabel('姓', { exact: false }).first().fill('開通');
    await page.getByRole('textbox', { name: '名', exact: true }).or(page.locator('#givenName')).first().fill('花子');
    await page.locator('#mail').fill(mail);
    await sound();
    await page.locator('.actions').getByRole('button', { name: '戻る' }).click();
    await expect(page.getByLabel('プラン')).toHaveValue('スタンダード');
    await next(page);
    await expect(page.locator('#mail')).toHaveValue(mail);
    await next(page);
    await expect(page.getByText(`${mail}.cs`)).toBeVisible();
    await expect(page.getByText('標準価格表')).toBeVisible();
    await sound();
    await page.locator('.actions').getByRole('button', { name: '登録する' }).click();
    await page.waitForURL(/\/console\/onboarding\/[0-9a-f-]+\?saved/);
    await expect(page.getByText('お客様を登録しました。')).toBeVisible();
    const letter = await mailTo(product.dataDir, mail, (one) => (one.text ?? '').includes(`${mail}.cs`));
    expect(letter.text).toContain('/password/forgot');
    await expect(async () => {
      await page.reload();
      await expect(page.getByText('へ送信しました')).toBeVisible({ timeout: 500 });
    }).toPass();
    await sound();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '開通案内(PDF)' }).click();
    expect(
      readFileSync(await (await download).path())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    await page.getByRole('link', { name: /正常性確認依頼のケース/ }).click();
    await expect(page.getByText('正常性確認依頼(利用開始時)').first()).toBeVisible();
  });

test('a file of customers tells every bad line and takes the others', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'op01');
  await page.goto(`${product.console}/console/onboarding/files`);
  await expectSound(page);
  const head = 'お客様名,お客様番号,ご契約者名,サービス,ご契約開始日,プラン,ご契約クレジット数,姓,名,メールアドレス';
  const line = (at: number, number = `N32000000${at}`) =>
    `"甲,乙商事${at}",${number},甲乙商事,managed-cspm,2026/04/01,ライト,"1,000",甲乙,太郎,taro${at}@kouotsu.example`;
  const buffer = Buffer.from(`\ufeff${[head, line(1), line(2, 'N200000001'), line(3), line(1)].join('\r\n')}`);
  await page.locator('#file').setInputFiles({ name: 'お客様.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'ファイルを確認する' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'N200000001' })).toContainText('お客様番号');
  await expect(page.getByRole('row')).toHaveCount(4);
  await expectSound(page);
  await page.getByRole('button', { name: '2行を登録する' }).click();
  await expect(page.getByText('すべての行の処理が終わりました。')).toBeVisible();
  await expect(page.getByRole('link', { name: 'N320000003' })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'エラーの一覧(CSV)' }).click();
  expect(
    readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\r\n'),
  ).toHaveLength(4);
  await page.goto(`${product.console}/console/onboarding`);
  await expect(page.getByRole('link', { name: '甲,乙商事1' })).toBeVisible();
  await expectSound(page);
});

test('usage beyond the contracted credits raises one case a month and tells both sides [G-4.8.5-1]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'op01');
  const record = async (credits: string) => {
    await page.goto(`${product.console}/console/usage`);
    await page.getByLabel('お客様番号', { exact: false }).first().fill('P910000001');
    await page.locator('#credits').fill(credits);
    await page.getByRole('button', { name: '登録する' }).click();
  };
  await record('多い');
  await expect(page.locator('#credits-error')).toBeVisible();
  await expect(page.locator('#credits')).toHaveValue('多い');
  await record('500');
  await expect(page.getByText('利用実績を登録しました。')).toBeVisible();
  await record('501');
  await expect(page.getByRole('link', { name: /CS\d{7} を作成しました/ })).toBeVisible();
  await expectSound(page);
  await record('900');
  await expect(page.getByText('利用実績を登録しました。')).toBeVisible();
  await page.getByRole('link', { name: 'ご契約数の超過' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'P910000001' })).toHaveCount(1);
  await mailTo(product.dataDir, personOf('a-administrator').mail, (one) => (one.subject ?? '').includes('ご利用クレジット数超過'));
  await mailTo(product.dataDir, personOf('op01').mail, (one) => (one.subject ?? '').includes('P910000001'));
});

test('an operator who is no service manager reads and writes nothing, and a customer finds no such page', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'op02');
  for (const path of ['onboarding', 'onboarding/new', 'onboarding/files', 'usage', 'usage/files']) {
    await page.goto(`${product.console}/console/${path}`);
    await expect(page.getByText('サービスマネージャーのみが行えます')).toBeVisible();
    await expect(page.locator('main').locator('form[method="POST"]')).toHaveCount(0);
  }
  expect((await page.goto(`${product.console}/console/onboarding/00000000-0000-7000-8000-000000000000`))?.status()).toBe(404);
  const contact = await signIn(browser, product, 'sample01');
  expect((await contact.goto(`${product.portal}/console/onboarding`))?.status()).toBe(404);
});

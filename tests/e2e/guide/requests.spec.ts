import type { Browser, Page } from '@playwright/test';
import { mailTo, personOf, type Running } from '../../support/server.ts';
import { asOwner, expect, expectSound, signIn, test } from '../support/product.ts';

const CONTRACT = 'N200000001';
const pathOf = (item: string) => `/requests/new/${item}?contract=${CONTRACT}`;

/** アラート解除 filled in, 2 points. */
async function fillDismissal(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'AWS' }).check();
  await page.getByLabel('解除するアラートID').fill('P-100001\nP-100002');
  await page.getByRole('radio', { name: '誤検知' }).check();
  await page.getByRole('radio', { name: '無期限' }).check();
  await page.getByLabel('貴社の承認者').fill('承認 太郎');
}
async function sendDismissal(page: Page, product: Running): Promise<string> {
  await page.goto(product.portal + pathOf('alert-dismissal'));
  await fillDismissal(page);
  await page.getByRole('button', { name: '送信', exact: true }).click();
  await page.waitForURL(/\/requests\/WR\d{7}\?sent=1$/);
  return /WR\d{7}/.exec(page.url())?.[0] ?? '';
}
const leftOf = async (page: Page, product: Running): Promise<number> => {
  await page.goto(product.portal + pathOf('alert-dismissal'));
  return Number(await page.getByText('現在の残数').locator('xpath=../dd').innerText());
};

// Each test keeps to what it sent itself; the demo contract's points are for all of them.
test.beforeEach(({ product }) =>
  asOwner(product, (owner) =>
    owner.query(
      `insert into point_entries (id, account_id, contract_id, month, kind, points, operator_id, reason, at)
       select gen_random_uuid(), account_id, id, date_trunc('month', now() at time zone 'Asia/Tokyo')::date, 'adjust', 40, (select id from operators limit 1), 'test', now()
       from contracts where number = $1`,
      [CONTRACT],
    ),
  ),
);

test('a request is sent, asked about, answered and accepted into a case, live in two browsers [G-4.7-5, G-4.7-6, G-4.7-7, G-4.7-8, G-4.7-9, G-4.7-10, G-4.7-12, G-4.7-13]', async ({
  browser,
  product,
}) => {
  const contact = await signIn(browser, product, 'sample01');
  const { mail } = personOf('sample01');
  await contact.goto(product.portal + pathOf('alert-dismissal'));
  await expect(contact.getByRole('heading', { level: 1 })).toHaveText('2.CSPM アラート解除');
  await expectSound(contact);
  await fillDismissal(contact);
  await contact.locator('input[type=file]').setInputFiles({ name: '一覧.csv', mimeType: 'text/csv', buffer: Buffer.from('id\nP-100001') });
  await expect(
    contact
      .getByRole('button', { name: '一覧.csv: ' })
      .or(contact.getByText('一覧.csv', { exact: true }))
      .first(),
  ).toBeVisible();
  await contact.getByRole('button', { name: '送信', exact: true }).click();
  await contact.waitForURL(/\/requests\/WR\d{7}\?sent=1$/);
  const number = /WR\d{7}/.exec(contact.url())?.[0] ?? '';
  const message = contact.getByText(`作業依頼 ${number} を送信しました。`);
  await expect(message).toBeVisible();
  await expect(contact.getByRole('link', { name: '一覧.csv' })).toBeVisible();
  await expectSound(contact);
  await contact.getByRole('button', { name: '閉じる' }).click();
  await expect(message).toHaveCount(0);
  const receipt = await mailTo(product.dataDir, mail, (one) => one.subject?.includes(number) ?? false);
  expect(receipt.text).toContain('P-100002');

  const operator = await signIn(browser, product, 'op02');
  await operator.goto(`${product.console}/console/requests`);
  const card = operator.getByRole('link', { name: new RegExp(number) });
  await expect(card).toContainText('株式会社サンプル');
  await expectSound(operator);
  await card.click();
  await operator.getByRole('button', { name: '担当する' }).click();
  await expect(operator.getByText('担当: 自分')).toBeVisible();
  await operator.locator('summary', { hasText: 'お客様に確認' }).click();
  await operator.getByLabel('確認したい内容').fill('対象のリージョンを教えてください。');
  await expectSound(operator);
  await operator.getByRole('button', { name: '質問を送信' }).click();
  await expect(operator.getByText('お客様の回答待ち')).toBeVisible();

  // The customer's page, open all along, shows it by itself.
  await expect(contact.getByRole('heading', { name: /からの確認事項$/ })).toBeVisible();
  await expect(contact.locator('main')).not.toContainText('OP-02');
  await expectSound(contact);
  await contact.getByLabel('回答').fill('東京リージョンです。');
  await contact.getByRole('button', { name: '回答を送信' }).click();
  await expect(operator.getByText('東京リージョンです。')).toBeVisible();
  await mailTo(product.dataDir, personOf('op02').mail, (one) => one.subject?.includes(number) ?? false);

  await operator.locator('summary', { hasText: /^受理$/ }).click();
  await operator.getByRole('button', { name: '受理してケースを起票' }).click();
  await expect(operator.getByText('ケース番号')).toBeVisible();
  const link = contact.getByRole('link', { name: /^ケース CS\d{7} を開く$/ });
  await expect(link).toBeVisible();
  const caseNumber = /CS\d{7}/.exec(await link.innerText())?.[0] ?? '';
  const decision = await mailTo(product.dataDir, mail, (one) => one.text?.includes(caseNumber) ?? false);
  expect(decision.text).toContain('受理');
  await link.click();
  await expect(contact.getByRole('heading', { level: 1 })).toHaveText('2.CSPM アラート解除');
  await expect(contact.locator('main')).toContainText('作業依頼');
  await expect(contact.locator('main')).toContainText('新規');
  await expect(contact.locator('main')).toContainText('東京リージョンです。');
  await expect(contact.getByRole('link', { name: '一覧.csv' }).first()).toBeVisible();
});

test('of two operators one decides and the other is told; the customer reads the reason and gets the points back [G-4.7-9, G-4.7-11, G-4.7-12]', async ({
  browser,
  product,
}) => {
  const contact = await signIn(browser, product, 'sample02');
  const before = await leftOf(contact, product);
  const number = await sendDismissal(contact, product);
  expect(await leftOf(contact, product)).toBe(before - 2);
  const [first, second] = [await signIn(browser, product, 'op02'), await signIn(browser, product, 'op01')];
  // What the second sees stays as it was: no news reaches this page.
  await second.route('**/events', (route) => route.abort());
  for (const page of [first, second]) await page.goto(`${product.console}/console/requests/${number}`);
  await first.locator('summary', { hasText: /^不受理$/ }).click();
  await first.getByRole('button', { name: '不受理にする' }).click();
  expect(await first.getByLabel('不受理の理由').evaluate((field: HTMLTextAreaElement) => field.validity.valueMissing)).toBe(true);
  await first.getByLabel('不受理の理由').fill('対象外のアラートのため');
  await first.getByRole('button', { name: '不受理にする' }).click();
  await expect(first.locator('header').getByText('不受理', { exact: true })).toBeVisible();
  await second.locator('summary', { hasText: /^受理$/ }).click();
  await second.getByRole('button', { name: '受理してケースを起票' }).click();
  await expect(second.getByRole('alert')).toContainText('すでに受理・不受理・取り下げのいずれかになっています');
  await expect(second.locator('header').getByText('不受理', { exact: true })).toBeVisible();
  await contact.goto(`${product.portal}/requests/sent?state=refused`);
  await contact.getByRole('link', { name: number }).click();
  await expect(contact.locator('main')).toContainText('対象外のアラートのため');
  await expectSound(contact);
  expect(await leftOf(contact, product)).toBe(before);
  expect((await mailTo(product.dataDir, personOf('sample02').mail, (one) => one.text?.includes('対象外のアラートのため') ?? false)).subject).toContain(number);
});

test('the quote follows what is filled in, the draft survives a reload, and the points held come back on withdrawal', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  const before = await leftOf(page, product);
  await page.goto(product.portal + pathOf('alert-repair'));
  const quote = page.getByRole('region', { name: '必要なポイント' });
  await expect(quote).toContainText('10ポイント');
  await page.getByLabel('修復するアラートID').fill('P-1\nP-2');
  await expect(quote).toContainText('20ポイント');
  await expect(quote.getByText('送信後の残数').locator('xpath=../dd')).toHaveText(String(before - 20));
  await page.reload();
  await expect(page.getByText('前回の入力内容を復元しました。')).toBeVisible();
  await expect(page.getByLabel('修復するアラートID')).toHaveValue('P-1\nP-2');
  await expect(quote).toContainText('20ポイント');
  await expectSound(page);
  await page.getByRole('button', { name: '入力内容を破棄' }).click();
  await expect(page.getByLabel('修復するアラートID')).toHaveValue('');

  const number = await sendDismissal(page, product);
  await page.locator('summary', { hasText: '依頼を取り下げる' }).click();
  await page.getByRole('button', { name: '取り下げる', exact: true }).click();
  await expect(page.getByText('依頼は取り下げられました。')).toBeVisible();
  await page.goto(`${product.portal}/requests/sent`);
  await page
    .getByRole('navigation', { name: '依頼の状態' })
    .getByRole('link', { name: /取り下げ/ })
    .click();
  await expect(page.getByRole('link', { name: number })).toBeVisible();
  await expectSound(page);
  expect(await leftOf(page, product)).toBe(before);
});

test('without scripts a form is sent too: what changed in points is shown first, and nothing typed is lost [G-4.7-5]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01', { javaScriptEnabled: false });
  await page.goto(product.portal + pathOf('alert-dismissal'));
  await page.getByLabel('解除するアラートID').fill('P-100001');
  await page.getByRole('button', { name: '送信', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('クラウド');
  await expect(page.getByLabel('解除するアラートID')).toHaveValue('P-100001');
  await fillDismissal(page);
  await asOwner(product, (owner) => owner.query("update prices set points = 3 where item_id = (select id from catalog_items where key = 'alert-dismissal')"));
  try {
    await page.getByRole('button', { name: '送信', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('現在は3ポイントです');
    await expect(page.getByLabel('貴社の承認者')).toHaveValue('承認 太郎');
    await page.getByRole('button', { name: '送信', exact: true }).click();
    await expect(page).toHaveURL(/\/requests\/WR\d{7}\?sent=1$/);
    // The price of the day it was sent holds, whatever the list says later.
    await asOwner(product, (owner) => owner.query("update prices set points = 9 where item_id = (select id from catalog_items where key = 'alert-dismissal')"));
    await page.reload();
    await expect(page.locator('aside')).toContainText('3ポイント(確保中)');
  } finally {
    await asOwner(product, (owner) => owner.query("update prices set points = 2 where item_id = (select id from catalog_items where key = 'alert-dismissal')"));
  }
});

test('a form that was changed while it was filled in says what changed and keeps what was typed [G-R-4]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  await page.goto(product.portal + pathOf('alert-dismissal'));
  await fillDismissal(page);
  const before = await asOwner(product, async (owner) => {
    const { rows } = await owner.query<{ before: number }>(
      `with newer as (
         insert into catalog_versions (item_id, version, name_ja, name_en, summary_ja, summary_en, form, published_at)
         select item_id, (select max(version) + 1 from catalog_versions w where w.item_id = v.item_id), '2.CSPM アラート解除(新)', name_en, summary_ja, summary_en,
           jsonb_set(form, '{fields}', form -> 'fields' || '[{"key":"ticket","kind":"text","label":{"ja":"貴社の管理番号","en":"Your ticket"},"required":false}]'), now()
         from catalog_versions v join catalog_items i on i.id = v.item_id and i.published_version = v.version where i.key = 'alert-dismissal'
         returning item_id, version)
       update catalog_items i set published_version = newer.version from newer, catalog_items old where i.id = newer.item_id and old.id = i.id
       returning old.published_version as before`,
    );
    return rows[0]?.before;
  });
  try {
    await page.getByRole('button', { name: '送信', exact: true }).click();
    await expect(page.getByText('追加された項目: 「貴社の管理番号」')).toBeVisible();
    await expect(page.getByLabel('貴社の承認者')).toHaveValue('承認 太郎');
    await page.getByLabel('貴社の管理番号').fill('T-1');
    await expectSound(page);
    await page.getByRole('button', { name: '送信', exact: true }).click();
    await page.waitForURL(/\/requests\/WR\d{7}\?sent=1$/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('2.CSPM アラート解除(新)');
  } finally {
    await asOwner(product, (owner) => owner.query("update catalog_items set published_version = $1 where key = 'alert-dismissal'", [before]));
  }
});

test('what is not included or not the own is the same 404, and gives no menu [G-4.7-1, D-8, D-18]', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample01');
  const number = await sendDismissal(contact, product);
  const narrow = await signIn(browser, product, 'sample04');
  const stranger = await signIn(browser, product, 'a-contact');
  await expect(narrow.getByRole('link', { name: '作業依頼' })).toHaveCount(0);
  await expectMissing(narrow, product, [pathOf('alert-dismissal'), '/requests/new/alert-dismissal', '/requests/sent', `/requests/${number}`]);
  await expectMissing(stranger, product, [
    pathOf('alert-dismissal'),
    `/requests/${number}`,
    `/requests/${number}/events`,
    '/requests/WR9999999',
    '/requests/new/no-such',
  ]);
});

async function expectMissing(page: Page, product: Running, paths: string[]): Promise<void> {
  for (const path of paths) expect((await page.request.get(product.portal + path, { maxRedirects: 0 })).status(), path).toBe(404);
}

for (const [language, width, colorScheme] of [
  ['ja-JP', 320, 'light'],
  ['ja-JP', 1440, 'dark'],
] as const)
  test(`every page of requests is sound at ${width} px in ${colorScheme}`, async ({ browser, product }) => {
    const look = { locale: language, viewport: { width, height: 900 }, colorScheme };
    const contact = await signIn(browser, product, 'sample01', look);
    const number = await sendDismissal(contact, product);
    for (const path of ['/requests/sent', `/requests/${number}`, pathOf('policy-change')]) await soundAt(contact, product.portal + path);
    const operator = await operatorOn(browser, product, look);
    for (const path of ['', '?queue=decided', `/${number}`]) await soundAt(operator, `${product.console}/console/requests${path}`);
  });

const operatorOn = (browser: Browser, product: Running, look: object) => signIn(browser, product, 'op02', look);
async function soundAt(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expectSound(page);
}

for (const javaScriptEnabled of [true, false])
  test(`an item that goes away while it is filled in loses nothing that was typed, ${javaScriptEnabled ? 'with' : 'without'} scripts [D-15]`, async ({
    browser,
    product,
  }) => {
    const page = await signIn(browser, product, 'sample01', { javaScriptEnabled });
    await page.goto(product.portal + pathOf('alert-dismissal'));
    await page.getByLabel('解除するアラートID').fill('P-424242');
    const offer = (isOffered: boolean) =>
      asOwner(product, (owner) => owner.query("update catalog_items set is_offered = $1 where key = 'alert-dismissal'", [isOffered]));
    if (javaScriptEnabled) await fillDismissal(page);
    else {
      await page.getByRole('radio', { name: 'AWS' }).check();
      await page.getByRole('radio', { name: '誤検知' }).check();
      await page.getByRole('radio', { name: '無期限' }).check();
      await page.getByLabel('貴社の承認者').fill('承認 太郎');
    }
    await offer(false);
    try {
      await page.getByRole('button', { name: '送信', exact: true }).click();
      if (javaScriptEnabled) await expect(page.getByLabel('貴社の承認者')).toHaveValue('承認 太郎');
      else await expect(page.getByText('P-424242')).toBeVisible();
      await expect(page.getByRole('alert')).toBeVisible();
    } finally {
      await offer(true);
    }
  });

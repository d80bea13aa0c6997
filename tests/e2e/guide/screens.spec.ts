import { expect, expectSound, signIn, test } from '../support/product.ts';

test('the home screen has the regions, cards, links and footer of the guide, for what is built [G-2.8-2, G-2.8-3, G-2.8-4, G-2.8-5, G-4.5-1, G-4.5-2]', async ({
  browser,
  product,
}) => {
  const contact = await signIn(browser, product, 'sample01');
  await expect(contact.getByRole('banner').getByText('Ex Sample01').first()).toBeVisible();
  await expect(contact.getByRole('banner').getByRole('navigation').getByRole('link')).toHaveText([
    'お問い合わせ',
    '作業依頼',
    'ケース一覧',
    'ナレッジ',
    'サービス設定情報',
    'アカウント管理',
  ]);
  await expect(contact.getByRole('region', { name: 'Announcements' })).toBeVisible();
  const menu = contact.getByRole('region', { name: 'メニュー' });
  await expect(menu.getByRole('link', { name: 'お問い合わせ' })).toContainText('お問い合わせが行えます。');
  await expect(menu.getByRole('link', { name: 'ケース一覧' })).toContainText('ケース一覧を表示します。');
  await expect(menu.getByRole('link', { name: '作業依頼' })).toContainText('作業依頼を参照し、必要なアイテムやサービスを見つけてください。');
  await expect(menu.getByRole('link', { name: 'サービス設定情報' })).toContainText('サービス設定情報一覧を表示します。');
  await expect(menu.getByRole('link', { name: 'アカウント管理' })).toContainText('アカウント管理メニューを表示します。');
  const links = contact.getByRole('region', { name: '各サービスのカスタマーポータルのリンク' });
  await expect(links.getByRole('link')).toHaveText([
    'WideAngle プロフェッショナルサービスエンドポイント衛生管理',
    'WideAngle プロフェッショナルサービスマネージドCSPM',
  ]);
  await expect(contact.getByRole('contentinfo')).toContainText('©NTT Communications Corporation All Rights Reserved.');
  await expect(contact.getByRole('link', { name: 'プライバシーポリシーはこちら' })).toBeVisible();
  await expectSound(contact);
});

test('a narrow screen folds the menu behind ≡ [G-2.8-1, G-2.8-6]', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample01', { viewport: { width: 375, height: 800 } });
  const banner = contact.getByRole('banner');
  await expect(banner.getByRole('link', { name: 'ケース一覧' })).toHaveCount(0);
  await banner.getByLabel('メニュー').last().click();
  await banner.getByRole('link', { name: 'ケース一覧' }).click();
  await expect(contact.getByRole('heading', { name: 'すべてのケース' })).toBeVisible();
  await expectSound(contact);
  for (const width of [320, 768]) {
    await contact.setViewportSize({ width, height: 800 });
    for (const path of ['/', '/cases', '/inquiries/new']) {
      await contact.goto(product.portal + path);
      expect([width, path, await contact.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)]).toEqual([width, path, 0]);
    }
  }
});

test('the case list has the nine columns and three views of the guide [G-4.8-1, G-4.8-2, G-4.8-12, G-4.8-13, G-4.8-14]', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample01');
  await contact.getByRole('banner').getByRole('link', { name: 'ケース一覧' }).click();
  const heads = ['ケース番号', 'ステータス', 'カテゴリ', '件名', 'お客様番号', 'ご契約者名', 'サービス名', 'お客様担当者名', '更新日時'];
  await expect(contact.getByRole('columnheader')).toHaveCount(9);
  expect((await contact.getByRole('columnheader').allTextContents()).map((text) => text.replace(/ ?▼/, '').trim())).toEqual(heads);
  await expect(contact.getByRole('row')).toHaveCount(21);
  await expect(contact.getByText(/^行 1 ~ 20\/\d+$/)).toBeVisible();
  await contact.getByRole('link', { name: /アクションが必要です/ }).click();
  await expect(contact.getByRole('heading', { level: 1 })).toHaveText('アクションが必要です');
  await contact
    .getByRole('link', { name: /月次レポート/ })
    .first()
    .click();
  await expect(contact.getByRole('heading', { level: 1 })).toHaveText('月次レポート');
  await contact.getByRole('link', { name: /^CS/ }).first().click();
  await expect(contact).toHaveURL(/\/cases\/CS\d{7}$/);
  await expectSound(contact);
});

test('the five statuses and the messages have the words of the guide [G-4.8.1-1, G-4.8.1-2, G-4.8.3-1, D-12]', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample01');
  await contact.goto(`${product.portal}/cases`);
  for (const label of ['新規', 'NTT作業中', 'お客様確認待ち', '解決済み(クローズ待ち)', 'クローズ'])
    await expect(contact.getByRole('cell', { name: label, exact: true }).first()).toBeVisible();
  await contact.locator('tr', { hasText: 'S3 バケットの公開検知' }).getByRole('link').click();
  const message = contact.getByText('このケースには、ユーザーからの追加情報が必要です。');
  await expect(message).toBeVisible();
  await contact.getByRole('button', { name: '閉じる' }).click();
  await expect(message).toHaveCount(0);
  await expect(contact.getByRole('region', { name: '添付ファイル' }).getByRole('link')).toHaveText([/Pasted image\.png/]);
  await expect(contact.getByRole('region', { name: '添付ファイル' })).toContainText(/KB/);
});

test('English speaks English everywhere and comes back [G-2.6-1]', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample02');
  await contact.getByRole('button', { name: 'English' }).click();
  await expect(contact.getByRole('heading', { name: 'Hello, Ex Sample02' })).toBeVisible();
  for (const path of ['/', '/inquiries/new', '/cases?view=action']) {
    await contact.goto(product.portal + path);
    await expect(contact.locator('html')).toHaveAttribute('lang', 'en');
    const heads = await contact.locator('h1, h2, th, label, button, nav a, legend').allInnerTexts();
    expect(heads.filter((text) => /[\u3040-\u30ff]/.test(text) && !/日本語/.test(text))).toEqual([]);
  }
  await contact.getByRole('button', { name: '日本語' }).click();
  await expect(contact.locator('html')).toHaveAttribute('lang', 'ja');
});

test('signing out ends the session and shows the sign-in screen [G-4.1-1, G-4.3-1, G-4.3-2]', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample01');
  await contact.getByRole('banner').getByText('Ex Sample01').first().click();
  await contact.getByRole('button', { name: 'ログアウト' }).click();
  await expect(contact.getByRole('heading', { name: 'ログイン' })).toBeVisible();
  await expectSound(contact);
  await contact.goto(`${product.portal}/cases`);
  await expect(contact).toHaveURL(/\/sign-in/);
});

test('every screen is sound in the dark, and the console on a phone', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample01', { colorScheme: 'dark' });
  for (const path of ['/', '/cases', '/inquiries/new']) {
    await contact.goto(product.portal + path);
    await expectSound(contact);
  }
  await contact.goto(`${product.portal}/cases`);
  await contact.locator('tr', { hasText: 'S3 バケットの公開検知' }).getByRole('link').click();
  await expectSound(contact);
  const operator = await signIn(browser, product, 'op01', { viewport: { width: 375, height: 800 } });
  await expectSound(operator);
  await operator.getByRole('link', { name: /^CS/ }).first().click();
  await operator.getByRole('button', { name: '作業メモ', exact: true }).click();
  await expectSound(operator);
});

import type { Page } from '@playwright/test';
import type { Running } from '../../support/server.ts';
import { asOwner, expect, expectSound, signIn, test } from '../support/product.ts';

const bannerOf = (page: Page, title: string) => page.getByRole('region', { name: title });
const listOf = (page: Page) => page.getByRole('region', { name: 'Announcements' });
/** A day of the form's fields, `days` from now. */
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** An operator tells something in the console. */
async function tell(operator: Page, product: Running, title: string, choices: readonly string[] = []): Promise<string> {
  await operator.goto(`${product.console}/console/announcements`);
  await operator.getByRole('link', { name: 'メンテナンスのお知らせを作成' }).click();
  await operator.locator('#titleJa').fill(title);
  await operator.locator('#titleEn').fill(`${title} (en)`);
  await operator.locator('#endsAt').fill(`${day(20)}T09:15`);
  await operator.locator('#plannedFrom').fill(`${day(19)}T05:15`);
  await operator.locator('#plannedUntil').fill(`${day(19)}T09:15`);
  for (const choice of choices) await operator.getByRole('checkbox', { name: choice }).check();
  await operator.getByRole('button', { name: '保存して掲載' }).click();
  await operator.waitForURL(/\/console\/announcements\/KB\d{7}\?saved=1$/);
  return /KB\d{7}/.exec(operator.url())?.[0] ?? '';
}

test('an announcement goes from its template to bar, list and article, and its bar never comes back once closed [G-4.12-1, G-4.12-2, G-4.12-3, G-4.12-4, G-4.12-5, G-4.12-6, G-R-1]', async ({
  browser,
  product,
}) => {
  const operator = await signIn(browser, product, 'op02');
  const title = 'ネットワーク機器の交換のお知らせ';
  await operator.goto(`${product.console}/console/announcements/new?template=maintenance`);
  await operator.getByRole('button', { name: '保存して掲載' }).click();
  await expect(operator.getByRole('alert')).toContainText('掲載終了の日時を入力してください。');
  await expect(operator.locator('#titleJa')).toHaveValue('カスタマーポータルメンテナンスのお知らせ');
  await operator.locator('#titleJa').fill(title);
  await operator.locator('#endsAt').fill(`${day(20)}T09:15`);
  await operator.getByRole('button', { name: 'プレビュー' }).click();
  await expect(operator.getByRole('article', { name: '日本語' })).toContainText('影響範囲');
  await expectSound(operator);
  const number = await tell(operator, product, title);
  await expectSound(operator);

  const contact = await signIn(browser, product, 'sample02');
  const [year, month, date] = day(19).split('-');
  const full = `${title} (${year}年${month}月${date}日05時15分 - ${year}年${month}月${date}日09時15分)`;
  await expect(bannerOf(contact, title)).toContainText(full);
  await expect(listOf(contact).getByRole('link', { name: full })).toHaveAttribute('href', `/knowledge/${number}`);
  await expectSound(contact);
  await bannerOf(contact, title).getByRole('link', { name: '詳細を見る' }).click();
  await contact.waitForURL(`${product.portal}/knowledge/${number}`);
  await expect(contact.getByRole('heading', { level: 1 })).toContainText(title);
  await expect(contact.getByRole('heading', { name: '予定日時' })).toBeVisible();
  await expect(contact.getByRole('heading', { name: '影響範囲' })).toBeVisible();

  await contact.goto(product.portal);
  const close = bannerOf(contact, title).getByRole('button', { name: /閉じて今後表示しない/ });
  await close.focus();
  await contact.keyboard.press('Enter');
  await expect(bannerOf(contact, title)).toHaveCount(0);
  await expect(listOf(contact).getByRole('heading', { name: 'Announcements' })).toBeFocused();
  const elsewhere = await signIn(browser, product, 'sample02');
  await expect(listOf(elsewhere).getByRole('link', { name: full })).toBeVisible();
  await expect(bannerOf(elsewhere, title)).toHaveCount(0);

  const english = await signIn(browser, product, 'sample05', { javaScriptEnabled: false });
  const spoken = `${title} (en)`;
  await bannerOf(english, spoken)
    .getByRole('button', { name: /never show it again/ })
    .click();
  await expect(bannerOf(english, spoken)).toHaveCount(0);
  await expect(listOf(english).getByRole('link', { name: `${spoken} (${day(19)} 05:15 - ${day(19)} 09:15)` })).toBeVisible();

  await operator.reload();
  await expect(operator.getByRole('link', { name: '既読1名' })).toBeVisible();
  await expect(operator.getByText('Ex Sample02')).toBeVisible();
  await operator.getByText('今すぐ終了', { exact: true }).first().click();
  await operator.getByRole('button', { name: '今すぐ終了' }).click();
  await operator.waitForURL(/\?ended=1$/);
  await contact.goto(product.portal);
  await expect(listOf(contact).getByText(title)).toHaveCount(0);
  await listOf(contact).getByRole('link', { name: 'すべて表示' }).click();
  await expect(contact.getByRole('listitem').filter({ hasText: title })).toContainText('終了');
  await expectSound(contact);
});

test('the sign-in page tells what is marked for it, before anybody is known', async ({ browser, product }) => {
  const operator = await signIn(browser, product, 'op02');
  const title = '門のお知らせ';
  const number = await tell(operator, product, title, ['ログイン画面']);
  await operator.setViewportSize({ width: 320, height: 800 });
  for (const path of ['', '/new', `/${number}`, `/${number}/edit`]) {
    await operator.goto(`${product.console}/console/announcements${path}`);
    await expectSound(operator);
  }
  const stranger = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 800 } })).newPage();
  await stranger.goto(`${product.portal}/sign-in`);
  const told = stranger.getByRole('region', { name: 'お知らせ' });
  await expect(told).toContainText(title);
  await told.getByText(title).click();
  await expect(told).toContainText('影響範囲');
  await expect(told.getByRole('link')).toHaveCount(0);
  const reader = await (await browser.newContext({ colorScheme: 'dark', viewport: { width: 375, height: 800 }, locale: 'en-GB' })).newPage();
  await reader.goto(`${product.portal}/sign-in`);
  await expect(reader.getByRole('region', { name: 'Announcements' })).toContainText(`${title} (en)`);
  await expectSound(reader);
});

test('nothing to tell is told as such, and the home screen keeps its regions in the order of the guide [G-2.8-3, G-2.8-4, G-4.5-1]', async ({
  browser,
  product,
}) => {
  const contact = await signIn(browser, product, 'sample01');
  await expect(
    contact
      .getByRole('region')
      .filter({ has: contact.getByRole('heading', { level: 2 }) })
      .getByRole('heading', { level: 2 }),
  ).toHaveText(['Announcements', 'メニュー', '各サービスのカスタマーポータルのリンク']);
  const cards = contact.getByRole('region', { name: 'メニュー' }).getByRole('link');
  await expect(cards.locator('strong')).toHaveText(['お問い合わせ', '作業依頼', 'ケース一覧', 'ナレッジ', 'サービス設定情報', 'アカウント管理']);
  await expect(cards.nth(1)).toContainText(/残り\d+ポイント/);
  await expect(cards.nth(3)).toContainText('記事を参照および検索が可能です。');
  await asOwner(product, (owner) => owner.query('create table kept as select * from announcements'));
  try {
    await asOwner(product, (owner) => owner.query(`update announcements set starts_at = now() + interval '1 day', ends_at = now() + interval '2 days'`));
    await contact.reload();
    await expect(listOf(contact)).toContainText('利用可能な情報はありません');
    await expect(contact.getByRole('button', { name: /閉じて今後表示しない/ })).toHaveCount(0);
  } finally {
    await asOwner(product, (owner) =>
      owner.query('update announcements n set starts_at = k.starts_at, ends_at = k.ends_at from kept k where k.article_id = n.article_id; drop table kept'),
    );
  }
});

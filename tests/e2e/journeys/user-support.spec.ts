import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../../../src/cli/demo-world.ts';
import { mailsOf, mailTo, personOf, startServer, type Running } from '../../support/server.ts';
import { asOwner, expect, expectSound, signIn, test as base } from '../support/product.ts';

/** A product of this file's own: people who are locked, disabled and given other passwords here are well in other files. */
const test = base.extend<object, { product: Running }>({
  product: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const product = await startServer();
      await use(product);
      await product.stop();
    },
    { scope: 'worker' },
  ],
});

const enter = (product: Running, key: string, password: string) =>
  fetch(`${product.portal}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ userId: personOf(key).userId, password }),
    headers: { origin: product.portal, accept: 'text/html' },
    redirect: 'manual',
  });

/** An app that its owner paired and lost; pairing itself is proven elsewhere. */
async function pair(product: Running, key: string, names: string[]): Promise<void> {
  await asOwner(product, async (owner) => {
    for (const name of names)
      await owner.query(
        `insert into user_authenticators (id, account_id, reader_id, kind, name, sealed_secret)
         select $1, account_id, id, 'app', $2, '\\x00' from users where user_id = $3`,
        [randomUUID(), name, personOf(key).userId],
      );
  });
}

/** The operator's way to a user: `/`, some letters, Enter, the row. */
async function lookUp(operator: Page, product: Running, key: string): Promise<void> {
  await operator.goto(`${product.console}/console`);
  await operator.getByRole('banner').getByRole('link', { name: 'ユーザー' }).click();
  await expect(operator.getByRole('heading', { name: 'ユーザーの検索' })).toBeVisible();
  await operator.keyboard.press('/');
  await expect(operator.getByRole('searchbox')).toBeFocused();
  await operator.keyboard.type(personOf(key).userId);
  await operator.keyboard.press('Enter');
  await expect(operator.getByText('行 1 ~ 1/1')).toBeVisible();
  await operator.getByRole('row').nth(1).getByRole('link').click();
  await expect(operator.getByRole('heading', { name: 'ユーザーの情報' })).toBeVisible();
}

const fact = (page: Page, label: string) => page.getByRole('region', { name: 'ユーザーの情報' }).locator('dl div').filter({ hasText: label }).locator('dd');
const newest = (page: Page) => page.getByRole('table', { name: 'ユーザーの履歴' }).getByRole('row');

/** The customer's own view: who did what to whom, as the account's administrator reads it. */
async function expectInHistory(product: Running, administrator: Page, key: string, event: string): Promise<void> {
  const { userId } = personOf(key);
  await administrator.goto(`${product.portal}/account/sign-ins?event=${event}&q=${encodeURIComponent(userId)}`);
  const row = administrator.getByRole('row').nth(1);
  await expect(row).toContainText(userId);
  await expect(row).toContainText(event);
  await expect(row.getByRole('cell').last()).toHaveText('セキュリティアドバイザリーセンター');
}

test("an operator finds any customer's user and sees what they need to know [D-20]", async ({ browser, product }) => {
  const operator = await signIn(browser, product, 'op01');
  await operator.goto(`${product.console}/console/users`);
  const heads = ['名前', 'ユーザーID', 'ご契約者名', 'メール', '状態', 'ロックアウト', '更新日時'];
  expect((await operator.getByRole('columnheader').allInnerTexts()).map((text) => text.replace(/ [▲▼]/, ''))).toEqual(heads);
  await expect(operator.getByText(/^行 1 ~ 9\/9$/)).toBeVisible();
  await expectSound(operator);
  await operator.getByRole('columnheader', { name: 'メール' }).getByRole('link').click();
  await expect(operator.getByRole('columnheader', { name: 'メール' })).toHaveAttribute('aria-sort', 'ascending');
  await expect(operator.getByRole('row').nth(1)).toContainText('admin@hokuto.example');
  for (const [typed, found] of [
    ['hokuto logistics', 2],
    ['kokyaku@', 1],
    ['Ex Sample04', 1],
    ['nobody at all', 0],
  ] as const) {
    await operator.getByRole('searchbox').fill(typed);
    await operator.getByRole('button', { name: '検索' }).click();
    await operator.waitForURL((url) => url.searchParams.get('q') === typed);
    await expect(found === 0 ? operator.getByText('該当するユーザーはいません') : operator.getByText(`行 1 ~ ${found}/${found}`)).toBeVisible();
  }
  await expectSound(operator);
  await lookUp(operator, product, 'sample04');
  await expect(fact(operator, '状態')).toHaveText('有効');
  await expect(fact(operator, 'ロックアウト')).toHaveText('なし');
  await expect(fact(operator, 'リセットの制限')).toHaveText('なし');
  await expect(fact(operator, 'ログイン中の端末')).toHaveText('0 台');
  await expect(fact(operator, 'お客様番号')).toHaveText('N100000001');
  await expect(operator.getByText('送信されたメールはまだありません。')).toBeVisible();
  // An operator helps and edits nothing.
  await expect(operator.locator('main').getByRole('textbox')).toHaveCount(0);
  await expect(operator.getByRole('button', { name: 'ロック解除・ログイン有効化' })).toHaveCount(0);
  await expect(operator.getByRole('button', { name: 'リセット制限の解除' })).toHaveCount(0);
  await operator.getByRole('link', { name: 'ユーザーの検索へ戻る' }).click();
  await expect(operator).toHaveURL(`${product.console}/console/users`);
  expect((await operator.goto(`${product.console}/console/users/${randomUUID()}`))?.status()).toBe(404);
  // From the portal's side these pages do not exist.
  const contact = await signIn(browser, product, 'sample03');
  expect((await contact.goto(`${product.portal}/console/users`))?.status()).toBe(404);
});

test('an operator releases a lock at once, and the customer reads of it [D-4, D-20, G-5.1.3-2, G-5.1.3-3]', async ({ browser, product }) => {
  for (let tries = 0; tries < 5; tries += 1) await enter(product, 'sample02', 'wrong');
  expect((await enter(product, 'sample02', DEMO_PASSWORD)).status).toBe(401);
  const operator = await signIn(browser, product, 'op01');
  await lookUp(operator, product, 'sample02');
  await expect(fact(operator, '状態')).toContainText('ロック中');
  await expect(fact(operator, 'ロックアウト')).toHaveText(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d まで$/);
  await expect(newest(operator).filter({ hasText: 'login.locked' })).toHaveCount(1);
  await expect(operator.getByRole('table', { name: 'メールの送信状況' }).getByRole('row', { name: /ログインがロックされました/ })).toContainText('送信済み');
  await expectSound(operator);
  await operator.getByRole('button', { name: 'ロック解除・ログイン有効化' }).click();
  await expect(operator.getByText('ログインを有効にし、ロックを解除しました。')).toBeVisible();
  await expect(fact(operator, 'ロックアウト')).toHaveText('なし');
  // The team itself sees who of it did it.
  await expect(newest(operator).filter({ hasText: 'user.enabled' })).toContainText('OP-01');
  await operator.getByRole('button', { name: '閉じる' }).click();
  await expect(operator.getByText('ログインを有効にし、ロックを解除しました。')).toHaveCount(0);
  expect((await enter(product, 'sample02', DEMO_PASSWORD)).status).toBe(303);
  const administrator = await signIn(browser, product, 'sample03');
  await expectInHistory(product, administrator, 'sample02', 'user.enabled');
  await expectSound(administrator);
});

test('an operator opens the reset again within its day, and may mail a link before that [D-5, D-20, G-4.4-16]', async ({ browser, product }) => {
  const { userId, mail } = personOf('sample04');
  const askForReset = async () => {
    const before = (await mailsOf(product.dataDir)).length;
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${product.portal}/password/forgot`);
    await page.getByLabel('ユーザーID').fill(userId);
    await page.getByRole('button', { name: '次へ' }).click();
    await page.getByLabel('メールアドレス').fill(mail);
    await page.getByRole('button', { name: '次へ' }).click();
    await expect(page.getByRole('heading', { name: 'メールをご確認ください' })).toBeVisible();
    return { page, letter: await mailTo(product.dataDir, mail, (one) => /パスワード ?リセット|パスワードのリセット/.test(one.subject ?? ''), before) };
  };
  const first = await askForReset();
  await first.page.goto(/https?:\/\/\S+\/password\/reset\/\S+/.exec(first.letter.text ?? '')?.[0] ?? '');
  await first.page.locator('#newPassword').fill('Kaze-Hikari-Ishi-9274');
  await first.page.locator('#newPasswordAgain').fill('Kaze-Hikari-Ishi-9274');
  await first.page.getByRole('button', { name: 'パスワードのリセット' }).click();
  await expect(first.page.getByText('パスワードを設定しました。')).toBeVisible();
  expect((await askForReset()).letter.subject).toBe('パスワード リセットは現在ご利用いただけません');

  const operator = await signIn(browser, product, 'op01');
  await lookUp(operator, product, 'sample04');
  await expect(fact(operator, 'リセットの制限')).toHaveText(/ まで$/);
  const before = (await mailsOf(product.dataDir)).length;
  await operator.getByRole('button', { name: 'パスワード リセットのメールを送信' }).click();
  await expect(operator.getByText('パスワード リセットのメールを送信しました。')).toBeVisible();
  expect((await mailTo(product.dataDir, mail, (one) => one.subject === 'パスワードのリセット', before)).text).toContain('/password/reset/');
  await operator.getByRole('button', { name: 'リセット制限の解除' }).click();
  await expect(operator.getByText('リセットの制限を解除しました。')).toBeVisible();
  await expect(fact(operator, 'リセットの制限')).toHaveText('なし');
  await expect(operator.getByRole('button', { name: 'リセット制限の解除' })).toHaveCount(0);
  await expectSound(operator);
  expect((await askForReset()).letter.subject).toBe('パスワードのリセット');
  const administrator = await signIn(browser, product, 'sample03');
  await expectInHistory(product, administrator, 'sample04', 'password.reset.reopened');
});

test('an operator removes a lost factor after being asked once more, and its owner is told [D-20]', async ({ browser, product }) => {
  await pair(product, 'sample05', ['古い電話', '会社の電話', '家のタブレット']);
  const operator = await signIn(browser, product, 'op01');
  await lookUp(operator, product, 'sample05');
  const factors = operator.getByRole('region', { name: '認証方法' });
  await expect(factors.getByRole('listitem')).toHaveCount(3);
  const before = (await mailsOf(product.dataDir)).length;
  await factors.getByRole('button', { name: '認証方法の削除: 古い電話' }).click();
  const question = operator.getByRole('dialog', { name: '認証方法の削除' });
  await expect(question).toContainText('「古い電話」を削除します。');
  await expectSound(operator);
  await question.getByRole('button', { name: 'キャンセル' }).click();
  await expect(factors.getByRole('listitem')).toHaveCount(3);
  await factors.getByRole('button', { name: '認証方法の削除: 古い電話' }).click();
  await question.getByRole('button', { name: '認証方法の削除' }).click();
  await expect(operator.getByText('認証方法を削除しました。')).toBeVisible();
  await expect(factors.getByRole('listitem')).toHaveCount(2);
  await mailTo(product.dataDir, personOf('sample05').mail, (mail) => mail.subject === 'A sign-in method was removed', before);
  await factors.getByRole('button', { name: '認証方法をすべて削除' }).click();
  await operator.getByRole('dialog', { name: '認証方法をすべて削除' }).getByRole('button', { name: '認証方法をすべて削除' }).click();
  await expect(factors.getByText('認証アプリとパスキーは登録されていません。')).toBeVisible();
  const administrator = await signIn(browser, product, 'sample03');
  await expectInHistory(product, administrator, 'sample05', 'factor.removed');
});

test('disabling a user ends their open page, and enabling lets them in again [D-11, D-20, G-5.1.3-1, G-5.1.3-2]', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample01');
  await contact.goto(`${product.portal}/cases`);
  await contact.getByRole('link', { name: /^CS/ }).first().click();
  await expect(contact.getByRole('heading', { name: 'アクティビティ' })).toBeVisible();
  const operator = await signIn(browser, product, 'op01');
  await lookUp(operator, product, 'sample01');
  await expect(fact(operator, 'ログイン中の端末')).toHaveText('1 台');
  await operator.getByRole('button', { name: 'ログイン無効化' }).click();
  const question = operator.getByRole('dialog', { name: 'ログイン無効化' });
  await expect(question).toContainText('Ex Sample01 さんはログインできなくなり');
  await question.getByRole('button', { name: 'ログイン無効化' }).click();
  await expect(operator.getByText('ログインを無効にし、すべての端末でログインを終了しました。')).toBeVisible();
  await expect(fact(operator, '状態')).toHaveText('無効');
  await expect(fact(operator, 'ログイン中の端末')).toHaveText('0 台');
  await expect(operator.getByRole('button', { name: 'ログイン無効化' })).toHaveCount(0);
  // The page that lay open goes to the door by itself.
  await expect(contact).toHaveURL(/\/sign-in/);
  expect((await enter(product, 'sample01', DEMO_PASSWORD)).status).toBe(401);
  await operator.getByRole('button', { name: 'ロック解除・ログイン有効化' }).click();
  await expect(fact(operator, '状態')).toHaveText('有効');
  const again = await signIn(browser, product, 'sample01');
  await again.goto(`${product.portal}/account/sign-ins?event=user.disabled`);
  await expect(again.getByRole('row').nth(1).getByRole('cell').last()).toHaveText('セキュリティアドバイザリーセンター');
  // Ending sessions alone cuts off and disables nothing.
  await operator.reload();
  await operator.getByRole('button', { name: 'すべての端末でログインを終了' }).click();
  await operator.getByRole('dialog').getByRole('button', { name: 'すべての端末でログインを終了' }).click();
  await expect(operator.getByText('すべての端末でログインを終了しました。')).toBeVisible();
  await again.goto(`${product.portal}/cases`);
  await expect(again).toHaveURL(/\/sign-in/);
  const administrator = await signIn(browser, product, 'sample03');
  for (const event of ['user.disabled', 'user.enabled', 'session.ended']) await expectInHistory(product, administrator, 'sample01', event);
});

test('the support works without scripts, where the question lies behind a fold [D-20]', async ({ browser, product }) => {
  const operator = await signIn(browser, product, 'op02');
  const storageState = await operator.context().storageState();
  const plain = await (await browser.newContext({ javaScriptEnabled: false, storageState })).newPage();
  await plain.goto(`${product.console}/console/users?q=ops@hokuto`);
  await plain.getByRole('row').nth(1).getByRole('link').click();
  await plain.locator('summary', { hasText: 'ログイン無効化' }).click();
  await plain.locator('details[open]').getByRole('button', { name: 'ログイン無効化' }).click();
  await expect(plain.getByText('ログインを無効にし、すべての端末でログインを終了しました。')).toBeVisible();
  await plain.getByRole('button', { name: 'ロック解除・ログイン有効化' }).click();
  await expect(fact(plain, '状態')).toHaveText('有効');
});

test('the support is sound on a phone and in the dark [D-20]', async ({ browser, product }) => {
  const operator = await signIn(browser, product, 'op03', { colorScheme: 'dark', viewport: { width: 375, height: 800 } });
  await operator.goto(`${product.console}/console/users`);
  await expectSound(operator);
  await operator.getByRole('row').nth(1).getByRole('link').click();
  await expect(operator.getByRole('heading', { name: 'About this user' })).toBeVisible();
  await expectSound(operator);
  await operator.setViewportSize({ width: 320, height: 800 });
  expect(await operator.evaluate(() => document.querySelector('main')?.scrollWidth)).toBeLessThanOrEqual(320);
});

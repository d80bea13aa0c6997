import type { Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../../../src/cli/demo-world.ts';
import { mailsOf, mailTo, personOf } from '../../support/server.ts';
import { expect, expectSound, signIn, test } from '../support/product.ts';

const heads = ['名前', 'ご契約者名', 'メール', '勤務先 電話', 'ロックアウト', '更新日時'];
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

test('アカウント管理 has its menu, with the contacts for administrators only [G-4.11-1, G-3.1-1, G-3.2-1]', async ({ browser, product }) => {
  const administrator = await signIn(browser, product, 'sample03');
  await administrator.getByRole('region', { name: 'メニュー' }).getByRole('link', { name: 'アカウント管理' }).click();
  const menu = administrator.getByRole('main').getByRole('navigation', { name: 'アカウント管理' });
  await expect(menu.getByRole('link')).toHaveText([/連絡先を作成/, /連絡先一覧/, /ログイン履歴/]);
  await expectSound(administrator);
  const contact = await signIn(browser, product, 'sample01');
  await contact.getByRole('banner').getByRole('link', { name: 'アカウント管理' }).click();
  await expect(contact.getByRole('main').getByRole('navigation', { name: 'アカウント管理' }).getByRole('link')).toHaveText([/ログイン履歴/]);
  for (const path of ['/account/contacts', '/account/contacts/new', '/account/contacts/export?format=csv'])
    expect([path, (await contact.request.get(product.portal + path)).status()]).toEqual([path, 404]);
});

test('連絡先一覧 has the columns of the guide, sorts, searches and exports what it shows [G-5.1.1-1, G-5.1-1]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample03');
  await page.goto(`${product.portal}/account/contacts`);
  expect((await page.getByRole('columnheader').allTextContents()).map((text) => text.replace(/ ?[▲▼]/, '').trim())).toEqual(heads);
  await expect(page.getByText(/^行 1 ~ \d+\/\d+$/)).toBeVisible();
  await expect(page.getByRole('row').nth(1).getByRole('cell').nth(4)).toHaveText('false');
  await page.getByRole('link', { name: '名前' }).click();
  await expect(page.getByRole('columnheader', { name: '名前' })).toHaveAttribute('aria-sort', 'descending');
  await expectSound(page);
  const shown = await page
    .getByRole('row')
    .evaluateAll((rows) => rows.slice(1).map((row) => [...row.querySelectorAll('td')].slice(1).map((cell) => cell.textContent.trim())));
  const csv = (await (await page.request.get(`${product.portal}/account/contacts/export?format=csv&order=desc`)).body()).toString('utf8');
  expect(csv.startsWith('\ufeff')).toBe(true);
  const lines = csv
    .slice(1)
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
  expect(lines[0]).toEqual(heads);
  expect(lines.slice(1).map((line) => line.slice(1))).toEqual(shown.map((row) => row.map((cell) => (cell === '-' ? '' : cell))));
  for (const format of ['pdf', 'xlsx']) expect((await page.request.get(`${product.portal}/account/contacts/export?format=${format}`)).status()).toBe(200);

  await page.keyboard.press('/');
  await page.keyboard.type('ｓａｍｐｌｅ０２');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.goto(`${product.portal}/account/contacts?q=a-company`);
  await expect(page.getByText('該当する連絡先はありません')).toBeVisible();
  await expectSound(page);
  await page.setViewportSize({ width: 375, height: 800 });
  await page.goto(`${product.portal}/account/contacts`);
  await expectSound(page);
});

test('連絡先を作成 asks what the guide asks, proposes the user ID, and sends the opening notice [G-5.1.2-5, G-5.1.5-1, G-5.1.5-2, G-5.1.5-3, G-5.2-1, G-5.2-4]', async ({
  browser,
  product,
}) => {
  const page = await signIn(browser, product, 'sample03');
  await page.goto(`${product.portal}/account`);
  await page.getByRole('main').getByRole('link', { name: '連絡先を作成' }).click();
  await expect(page.getByText('連絡先の詳細を入力してください。')).toBeVisible();
  await expect(page.getByText('* 必須を示します')).toBeVisible();
  const required = page.getByRole('region', { name: '必須情報' });
  await expect(required.getByRole('link')).toHaveText(['ユーザーID', '名', '姓', 'メール']);
  await expect(page.getByText('※メールアドレスの末尾に「.cs」を付加したもの（例：taro@ntt.com.cs）を推奨')).toBeVisible();
  await expect(page.getByLabel('タイムゾーン')).toHaveValue('system');
  await expect(page.getByLabel('言語').locator('option').first()).toHaveText('System (日本語)');
  await expectSound(page);
  const long = 'a-very-long-name-of-thirty-eight.chars@sample.example';
  await field(page, 'メール').fill(long);
  await expect(field(page, 'ユーザーID')).toHaveValue(`${long.slice(0, 37)}.cs`);
  await field(page, 'メール').fill('taro@ntt.com');
  await expect(field(page, 'ユーザーID')).toHaveValue('taro@ntt.com.cs');
  // What was typed by hand stays, and the proposal waits in a button.
  await field(page, 'ユーザーID').fill('hanako');
  await field(page, 'メール').fill('hanako@sample.example');
  await expect(field(page, 'ユーザーID')).toHaveValue('hanako');
  await page.getByRole('button', { name: 'hanako@sample.example.cs' }).click();
  await expect(field(page, 'ユーザーID')).toHaveValue('hanako@sample.example.cs');
  await field(page, 'ユーザーID').fill('kokyaku@a-company.example.cs');
  await field(page, '名').fill('花子');
  await field(page, '姓').fill('見本');
  await expect(required.getByRole('link')).toHaveCount(0);
  await page.getByRole('button', { name: '送信' }).click();
  await expect(page.getByRole('alert')).toContainText('このユーザーIDは使用できません。');
  await expect(field(page, '姓')).toHaveValue('見本');
  await expectSound(page);
  const before = (await mailsOf(product.dataDir)).length;
  await field(page, 'ユーザーID').fill('hanako@sample.example.cs');
  await page.getByRole('button', { name: '送信' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('見本 花子');
  await expect(page.getByText('連絡先を作成し、開通のご案内を送信しました。')).toBeVisible();
  await page.getByRole('button', { name: '閉じる' }).click();
  await expect(page.getByText('連絡先を作成し、開通のご案内を送信しました。')).toHaveCount(0);
  const letter = await mailTo(product.dataDir, 'hanako@sample.example', (mail) => mail.subject === 'カスタマーポータル開通のご案内', before);
  expect(letter.text).toContain('hanako@sample.example.cs');
});

test('a contact is edited by the form and Ctrl+S, the user ID included, and nobody can delete one [G-5.1.2-1, G-5.1.2-2, G-5.1.2-3, G-5.1.2-4, G-5.1.4-1, G-5.1.5-5, G-2.2-2]', async ({
  browser,
  product,
}) => {
  const page = await signIn(browser, product, 'sample03');
  await page.goto(`${product.portal}/account/contacts?q=sample04`);
  await page.getByRole('link', { name: 'Ex Sample04' }).click();
  for (const name of ['役職', '勤務先 電話', '携帯', 'ユーザーID', '表示名', 'メール']) await expect(field(page, name)).toBeVisible();
  for (const name of ['言語', 'タイムゾーン']) await expect(page.getByLabel(name)).toBeVisible();
  await expect(page.getByRole('checkbox', { name: '管理者' })).toBeVisible();
  await expect(page.getByText('削除', { exact: true })).toHaveCount(0);
  await expectSound(page);
  await field(page, '役職').fill('主任');
  await field(page, 'ユーザーID').fill('SAMPLE01@sample.example.cs');
  await page.getByRole('button', { name: '保存 (Ctrl + s)' }).click();
  await expect(page.getByRole('alert')).toContainText('このユーザーIDは使用できません。');
  await expect(field(page, '役職')).toHaveValue('主任');
  await field(page, 'ユーザーID').fill('shunin@sample.example.cs');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('保存しました。')).toBeVisible();
  await expect(field(page, 'ユーザーID')).toHaveValue('shunin@sample.example.cs');
  await page.getByRole('button', { name: '閉じる' }).first().click();
  await expect(page.getByText('保存しました。')).toHaveCount(0);
  await field(page, 'ユーザーID').fill('sample04@sample.example.cs');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('保存しました。')).toBeVisible();
  await page.setViewportSize({ width: 375, height: 800 });
  await expectSound(page);
});

test('two who edit the same contact: the second is told, and keeps what they typed', async ({ browser, product }) => {
  const first = await signIn(browser, product, 'sample03');
  await first.goto(`${product.portal}/account/contacts?q=sample04`);
  await first.getByRole('link', { name: 'Ex Sample04' }).click();
  await expect(first.getByRole('heading', { level: 1 })).toHaveText('Ex Sample04');
  const second = await first.context().newPage();
  await second.goto(first.url());
  await field(second, '役職').fill('係長');
  await field(first, '役職').fill('課長');
  await first.keyboard.press('Control+s');
  await expect(first.getByText('保存しました。')).toBeVisible();
  await second.keyboard.press('Control+s');
  await expect(second.getByRole('alert')).toContainText('ほかの人が先に変更しました');
  await expect(field(second, '役職')).toHaveValue('係長');
});

test('アクション disables and enables a sign-in, which also releases a lock [G-2.3-8, G-5.1.3-1, G-5.1.3-2, G-5.1.3-3]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample03');
  const victim = await signIn(browser, product, 'sample04');
  await page.goto(`${product.portal}/account/contacts?q=sample04`);
  await page.getByRole('link', { name: 'Ex Sample04' }).click();
  await page.getByText('アクション').click();
  await page.getByRole('button', { name: 'ログイン無効化' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Ex Sample04 さんはログインできなくなり');
  await expectSound(page);
  await dialog.getByRole('button', { name: 'キャンセル' }).click();
  await page.getByText('アクション').click();
  await page.getByRole('button', { name: 'ログイン無効化' }).click();
  await dialog.getByRole('button', { name: 'ログイン無効化' }).click();
  await expect(page.getByText('ログインを無効にし、ログイン中の端末をすべて終了しました。')).toBeVisible();
  await victim.goto(`${product.portal}/cases`);
  await expect(victim).toHaveURL(/\/sign-in/);
  await page.getByText('アクション').click();
  await page.getByRole('button', { name: 'ログイン有効化' }).click();
  await expect(page.getByText('ログインを有効にし、ロックを解除しました。')).toBeVisible();

  const stranger = await (await browser.newContext()).newPage();
  for (let tries = 0; tries < 5; tries += 1) {
    await stranger.goto(`${product.portal}/sign-in`);
    await stranger.getByLabel('ユーザーID').fill(personOf('sample04').userId);
    await stranger.locator('#password').fill('wrong-password');
    await stranger.getByRole('button', { name: 'ログイン' }).click();
    await expect(stranger.getByText('ログインできませんでした。')).toBeVisible();
  }
  await page.goto(`${product.portal}/account/contacts?q=sample04`);
  await expect(page.getByRole('row').nth(1).getByRole('cell').nth(4)).toContainText('true');
  await page.getByRole('link', { name: 'Ex Sample04' }).click();
  await page.getByText('アクション').click();
  await page.getByRole('button', { name: 'ログイン有効化' }).click();
  await expect(page.getByText('ログインを有効にし、ロックを解除しました。')).toBeVisible();
  await signIn(browser, product, 'sample04');
});

test('管理者 is granted with the password again, tells the others, and the last one stays [G-5.1.5-4, D-22]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample03');
  await page.goto(`${product.portal}/account/contacts?q=sample03`);
  await page.getByRole('link', { name: 'Ex Sample03' }).click();
  await page.getByRole('checkbox', { name: '管理者' }).uncheck();
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('alert')).toContainText('最後の管理者のため');
  await page.goto(`${product.portal}/account/contacts?q=sample02`);
  await page.getByRole('link', { name: 'Ex Sample02' }).click();
  await page.getByRole('checkbox', { name: '管理者' }).check();
  await page.getByLabel('現在のパスワード').fill('wrong');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('alert')).toContainText('現在のパスワードが正しくありません。');
  await expect(page.getByRole('checkbox', { name: '管理者' })).toBeChecked();
  const before = (await mailsOf(product.dataDir)).length;
  await page.getByLabel('現在のパスワード').fill(DEMO_PASSWORD);
  await page.keyboard.press('Control+s');
  await expect(page.getByText('保存しました。')).toBeVisible();
  await mailTo(product.dataDir, personOf('sample02').mail, (mail) => mail.subject === '管理者権限が付与されました', before);
  await page.getByRole('checkbox', { name: '管理者' }).uncheck();
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('checkbox', { name: '管理者' })).not.toBeChecked();
});

test("another account's contact does not exist, whatever address is opened or sent [G-5.1-1]", async ({ browser, product }) => {
  const ours = await signIn(browser, product, 'sample03');
  await ours.goto(`${product.portal}/account/contacts?q=sample02`);
  const path = await ours.getByRole('link', { name: 'Ex Sample02' }).getAttribute('href');
  const strange = await signIn(browser, product, 'h-administrator');
  expect((await strange.request.get(product.portal + path)).status()).toBe(404);
  for (const action of ['save', 'enable', 'disable', 'opening', 'reset', 'sessions', 'factors', 'factor']) {
    const answer = await strange.request.post(`${product.portal}${path}?/${action}`, {
      headers: { origin: product.portal, accept: 'text/html' },
      form: { version: '1', userId: 'x', displayName: 'x', mail: 'x@example.com', authenticatorId: 'x' },
    });
    expect([action, answer.status()]).toEqual([action, 404]);
  }
});

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { DEMO_PASSWORD } from '../../../src/cli/demo-world.ts';
import { codeIn, freshAppCode, hasCode, mailsOf, mailTo, personOf, type Running } from '../../support/server.ts';
import { expect, expectSound, signIn, test } from '../support/product.ts';

const NEW_PASSWORD = 'Kawa-no-Hotori-88';
const linkIn = (text: string | undefined) => /http\S+\/password\/reset\/\S+/.exec(text ?? '')?.[0] ?? '';
const codeOf = (secret: string, step = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({ timestamp: Date.now() + step * 30_000 });

async function givePassword(page: Page, product: Running, userId: string, password: string, door = '/sign-in'): Promise<void> {
  await page.goto((door.startsWith('/console') ? product.console : product.portal) + door);
  await page.getByLabel('ユーザーID').fill(userId);
  await page.locator('#password').fill(password);
  await page.getByRole('button', { name: 'ログイン' }).click();
}

test('the sign-in page tells the lock rule and leads to the reset [G-4.2-1, G-4.2-2, G-4.4-1]', async ({ page, product }) => {
  await page.goto(product.portal);
  await expect(page.getByText('パスワードを5回連続して間違えるとユーザーIDがロックされ、20分間ログインできなくなります。')).toBeVisible();
  await expectSound(page);
  await page.getByRole('link', { name: 'パスワードを忘れた場合' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('パスワードを忘れた場合');
});

test('a forgotten password is set anew in three steps, by mouse and keyboard [G-2.3-5, G-4.4-1, G-4.4-2, G-4.4-3, G-4.4-4, G-4.4-5, G-4.4-8, G-4.4-9, G-4.4-10, G-4.4-11, G-4.4-12, G-4.4-13, G-4.4-14, G-4.4-15, G-5.2-2, G-5.2-3]', async ({
  page,
  product,
}) => {
  const { userId, mail } = personOf('h-contact');
  await page.goto(`${product.portal}/password/forgot`);
  const steps = page.getByRole('list', { name: 'パスワード リセットの手順' });
  await expect(steps.getByRole('listitem')).toHaveText([/特定/, /検証/, /リセット/]);
  await expect(steps.locator('[aria-current=step]')).toContainText('特定');
  await expect(page.getByText('ユーザーIDがわからない場合は、貴社の管理者にお問い合わせください。')).toBeVisible();
  await expect(page.getByRole('link', { name: 'ユーザー名とパスワードでログイン' })).toBeVisible();
  await expectSound(page);
  await page.getByLabel('ユーザーID').fill(userId);
  await page.getByRole('button', { name: '次へ' }).click();
  await expect(steps.locator('[aria-current=step]')).toContainText('検証');
  await expect(page.getByText('登録されているアドレスがわからない場合は、貴社の管理者にお問い合わせください。')).toBeVisible();
  await expectSound(page);
  const before = (await mailsOf(product.dataDir)).length;
  await page.getByLabel('メールアドレス').fill(mail);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('メールをご確認ください');
  await expectSound(page);
  await page.getByRole('link', { name: '完了' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);

  const letter = await mailTo(product.dataDir, mail, (one) => linkIn(one.text) !== '', before);
  expect(letter.from?.value[0]?.name).toBe('セキュリティアドバイザリーセンター');
  await page.goto(linkIn(letter.text));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('パスワードのリセット');
  await expect(page.getByText('アカウントはロックされていません')).toBeVisible();
  await expect(page.getByText('同じ文字の繰り返し')).toBeVisible();
  const rules = [
    '最小 12 文字',
    '最大 40 文字',
    '少なくとも 1 文字の小文字',
    '少なくとも 1 文字の大文字',
    '少なくとも 1 文字の数字',
    '少なくとも 1 文字の特殊文字 これらのオプションから !@#$%^&*?+-=',
  ];
  for (const rule of rules) await expect(page.getByRole('listitem').filter({ hasText: rule })).toBeVisible();
  const submit = page.getByRole('button', { name: 'パスワードのリセット' });
  await expect(submit).toBeDisabled();
  const field = page.locator('#newPassword');
  await field.fill('aaaaaaaaaaaa');
  await expect(page.getByText('非常に弱い')).toBeVisible();
  await expect(submit).toBeDisabled();
  await field.fill(NEW_PASSWORD);
  await expect(page.getByText('非常に良い')).toBeVisible();
  await expect(page.getByText('パスワードが一致する必要があります')).toBeVisible();
  await expect(submit).toBeDisabled();
  await page.locator('#newPasswordAgain').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: '新しいパスワードを表示' }).click();
  await expect(field).toHaveAttribute('type', 'text');
  await expectSound(page);
  await submit.click();
  await expect(page.getByText('パスワードを設定しました。新しいパスワードでログインしてください。')).toBeVisible();
  await page.goto(linkIn(letter.text));
  await expect(page.getByText('このリンクは使用済みか、有効期限が切れています。')).toBeVisible();
  await expectSound(page);
  await givePassword(page, product, userId, NEW_PASSWORD);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('検証コードの取得方法を選択');
});

test('after the password one chooses how to get the code: app, passkey, mail or recovery code [G-4.2-3, G-4.2-4, G-4.2-5, G-4.2-6, G-2.4-1, D-1]', async ({
  browser,
  product,
}) => {
  const { userId, mail } = personOf('a-administrator');
  const page = await signIn(browser, product, 'a-administrator');
  await page.goto(`${product.portal}/profile/factors/app`);
  const secret = await page.locator('code').first().innerText();
  await page.getByLabel('6 桁のコード').fill(codeOf(secret, -1));
  await page.getByRole('button', { name: 'デバイスのペアリング' }).click();
  await expect(page).toHaveURL(/saved=app/);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await page.getByLabel('パスキーの名前').fill('ノートPC');
  await page.getByRole('button', { name: 'パスキーを追加' }).click();
  await expect(page).toHaveURL(/saved=passkey/);
  await page.getByRole('button', { name: /リカバリーコードを作成/ }).click();
  const recovery = await page.locator('.codes code').first().innerText();

  const proof = async (choice: string) => {
    await page.goto(product.portal);
    await page.getByRole('banner').getByText('A会社 顧客管理者').first().click();
    await page.getByRole('button', { name: 'ログアウト' }).click();
    await givePassword(page, product, userId, DEMO_PASSWORD);
    await expect(page.getByRole('radio')).toHaveCount(4);
    await expectSound(page);
    await page.getByRole('radio', { name: choice }).check();
    await page.getByRole('button', { name: '次へ' }).click();
  };
  await proof('認証アプリから検証コードを取得');
  await page.getByRole('textbox', { name: '検証コード' }).fill(codeOf(secret));
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A会社 顧客管理者 さん');

  await proof('パスキーで確認');
  await page.getByRole('button', { name: 'パスキーで確認' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A会社 顧客管理者 さん');

  await proof('リカバリーコードを使用');
  await page.getByRole('textbox', { name: 'リカバリーコード' }).fill(recovery);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A会社 顧客管理者 さん');

  const before = (await mailsOf(product.dataDir)).length;
  await proof('以下に送信された検証コードを取得');
  await expect(page.getByText('k•••@a•••.example に検証コードを送信しました。')).toBeVisible();
  await page.getByRole('textbox', { name: '検証コード' }).fill('0');
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page.getByText('6桁の数字を入力してください。').first()).toBeVisible();
  await page.getByRole('textbox', { name: '検証コード' }).fill(codeIn(await mailTo(product.dataDir, mail, hasCode, before)));
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A会社 顧客管理者 さん');
});

test('an operator comes in with the app, after a one-time link made by the command of the server [D-1]', async ({ page, product }) => {
  const made = execFileSync(process.execPath, ['src/cli/operator.ts', 'add', 'op09@sac.example', 'op09@sac.example', 'OP-09'], {
    cwd: join(import.meta.dirname, '../../..'),
    env: { ...process.env, DATA_DIR: product.dataDir, CONSOLE_ORIGIN: product.console },
  }).toString();
  const link = /http\S+\/console\/pair\/\S+/.exec(made)?.[0] ?? '';
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('オペレーターの初期設定');
  await expectSound(page);
  const secret = await page.locator('code').innerText();
  await page.locator('#newPassword').fill(NEW_PASSWORD);
  await page.locator('#newPasswordAgain').fill(NEW_PASSWORD);
  await page.getByLabel('6 桁のコード').fill(codeOf(secret, -1));
  await page.getByRole('button', { name: '設定を完了する' }).click();
  await expect(page).toHaveURL(/console\/sign-in/);
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('リンクをご利用いただけません');
  await givePassword(page, product, 'op09@sac.example', NEW_PASSWORD, '/console/sign-in');
  await expect(page.getByRole('radio')).toHaveCount(1);
  await page.getByRole('button', { name: '次へ' }).click();
  await page.getByRole('textbox', { name: '検証コード' }).fill(codeOf(secret));
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page).toHaveURL(/\/console$/);
  await page.getByRole('link', { name: 'OP-09' }).click();
  await expectSound(page);
  for (const path of ['factors', 'factors/app', 'password', 'sessions']) {
    await page.goto(`${product.console}/console/profile/${path}`);
    await expectSound(page);
  }
});

test('an operator is never offered a mailed code, and a code works once [D-1, D-2]', async ({ browser, product }) => {
  const page = await (await browser.newContext()).newPage();
  const { userId } = personOf('op03');
  await givePassword(page, product, userId, DEMO_PASSWORD, '/console/sign-in');
  await expect(page.getByRole('radio')).toHaveCount(1);
  await page.getByRole('button', { name: '次へ' }).click();
  const code = await freshAppCode(product.dataDir, userId);
  await page.getByRole('textbox', { name: '検証コード' }).fill(code);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page).toHaveURL(/\/console$/);
  const second = await (await browser.newContext()).newPage();
  await givePassword(second, product, userId, DEMO_PASSWORD, '/console/sign-in');
  await second.getByRole('button', { name: '次へ' }).click();
  await second.getByRole('textbox', { name: '検証コード' }).fill(code);
  await second.getByRole('button', { name: 'ログイン' }).click();
  await expect(second.getByText('コードが正しくありません。').first()).toBeVisible();
});

test('easier reading enlarges, underlines and strengthens every page [G-4.13.5-1]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'h-administrator');
  await page.goto(`${product.portal}/preferences`);
  const before = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  await page.getByRole('switch').or(page.getByRole('checkbox')).first().check();
  await page.getByRole('button', { name: /Update to confirm|変更を確認するには更新します|Update/ }).click();
  await page.goto(`${product.portal}/cases`);
  expect(await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize))).toBeGreaterThan(before);
  await expectSound(page);
  for (const path of ['/', '/account', '/account/contacts', '/account/sign-ins', '/profile']) {
    await page.goto(product.portal + path);
    await expectSound(page);
  }
});

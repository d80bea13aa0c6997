import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import sharp from 'sharp';
import { DEMO_PASSWORD } from '../../../src/cli/demo-world.ts';
import { mailTo, personOf, type Running } from '../../support/server.ts';
import { asOwner, expect, expectSound, signIn, test } from '../support/product.ts';

const NEW_PASSWORD = 'Kaze*Hikaru7-Tsukue%Mado';

/** Opens a page as somebody who signed in once for several tests of this file. */
const signedIn = new Map<string, Page>();
async function pageOf(browser: Browser, product: Running, key: string): Promise<Page> {
  const page = signedIn.get(key) ?? (await signIn(browser, product, key));
  signedIn.set(key, page);
  return page;
}

const codeOf = (secret: string, at = Date.now()): string => new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: at });
const wrongCodeOf = (secret: string): string => {
  const near = [-60_000, -30_000, 0, 30_000, 60_000].map((shift) => codeOf(secret, Date.now() + shift));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code)) ?? '';
};

/** Everybody's last proof of who they are becomes an hour old. */
const letProofsAge = (product: Running) => asOwner(product, (owner) => owner.query("update user_sessions set confirmed_at = now() - interval '1 hour'"));

test('the user menu opens 自分のサポートプロファイル with the parts of the guide, and what is changed there is kept [G-4.13.1-1, G-4.13.1-2]', async ({
  browser,
  product,
}) => {
  const page = await pageOf(browser, product, 'sample01');
  await page.goto(product.portal);
  await page.getByRole('banner').getByText('Ex Sample01').first().click();
  await page.getByRole('banner').getByRole('link', { name: 'プロフィール' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('自分のサポートプロファイル');
  await expect(page.getByLabel('表示名')).toHaveValue('Ex Sample01');
  await expect(page.getByLabel('役職')).toHaveValue('');
  await expect(page.getByLabel('役職')).toHaveAttribute('placeholder', '(空)');
  await expect(page.getByLabel('略歴')).toHaveAttribute('placeholder', '(空)');
  await expect(page.getByText('画像をアップロード')).toBeVisible();
  await expect(page.getByRole('heading', { name: '関連情報' })).toBeVisible();
  await expect(page.getByLabel('名', { exact: true })).toHaveValue('Ex');
  await expect(page.getByLabel('姓', { exact: true })).toHaveValue('Sample01');
  await expect(page.getByRole('main')).toContainText('sample01@sample.example.cs');
  await expectSound(page);

  await page.getByLabel('役職').fill('情報システム部 課長');
  await page.getByLabel('略歴').fill('ネットワークの運用を担当しています。');
  await page.getByLabel('勤務先 電話').fill('03-1234-5678');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('プロフィールを保存しました。')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('役職')).toHaveValue('情報システム部 課長');
  await expect(page.getByLabel('勤務先 電話')).toHaveValue('03-1234-5678');
});

test('a refused profile keeps what was typed and says what is wrong beside the field [G-4.13.1-2]', async ({ browser, product }) => {
  const page = await pageOf(browser, product, 'sample01');
  await page.goto(`${product.portal}/profile`);
  await page.getByLabel('携帯').fill('でんわ');
  await page.getByLabel('役職').fill('部長');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('alert')).toContainText('電話番号に使用できるのは');
  await expect(page.getByLabel('役職')).toHaveValue('部長');
  await expect(page.getByLabel('携帯')).toHaveAttribute('aria-invalid', 'true');
  await expectSound(page);
});

test('a reader who chose nothing sees the system language and time zone [G-4.13.1-1]', async ({ browser, product }) => {
  const page = await pageOf(browser, product, 'sample01');
  await page.goto(`${product.portal}/preferences`);
  await page.getByLabel('タイムゾーン').selectOption('system');
  await page.getByLabel('言語').selectOption('system');
  await page.getByRole('button', { name: '変更を確認するには更新します' }).click();
  await expect(page.getByText('設定を保存しました。')).toBeVisible();
  await page.goto(`${product.portal}/profile`);
  await expect(page.getByText('System (日本語)')).toBeVisible();
  await expect(page.getByText('System (Asia/Tokyo)')).toBeVisible();
});

test('an uploaded picture is drawn anew without its metadata, shows in the header, and can be removed [G-4.13.1-1]', async ({ browser, product }) => {
  const page = await pageOf(browser, product, 'sample01');
  await page.goto(`${product.portal}/profile`);
  const photograph = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#0a6' } })
    .withExif({ IFD0: { Copyright: 'SECRET-OF-THE-CAMERA' }, IFD3: { GPSLatitude: '35/1 41/1 22/1' } })
    .jpeg()
    .toBuffer();
  expect(photograph.includes('SECRET-OF-THE-CAMERA')).toBe(true);
  await page.getByLabel('画像をアップロード').setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: photograph });
  await expect(page.getByText('画像を変更しました。')).toBeVisible();
  const address = await page.getByRole('main').locator('img').getAttribute('src');
  expect(address).toMatch(/^\/pictures\//);
  await expect(page.getByRole('banner').locator('img')).toHaveAttribute('src', address ?? '');
  const answer = await page.request.get(product.portal + address);
  expect(answer.headers()).toMatchObject({ 'content-type': 'image/webp', 'x-content-type-options': 'nosniff' });
  expect(answer.headers()['content-security-policy']).toContain('sandbox');
  const bytes = await answer.body();
  expect(bytes.includes('SECRET-OF-THE-CAMERA')).toBe(false);
  const shown = await sharp(bytes).metadata();
  expect([shown.format, shown.width, shown.height, shown.exif]).toEqual(['webp', 256, 256, undefined]);
  const kept = readdirSync(product.dataDir, { recursive: true, encoding: 'utf8' }).filter((name) => /pictures[\\/]./.test(name));
  expect(kept.length).toBe(1);
  expect(readFileSync(join(product.dataDir, kept[0] ?? '')).includes('SECRET-OF-THE-CAMERA')).toBe(false);
  await expectSound(page);

  const stranger = await pageOf(browser, product, 'a-contact');
  expect((await stranger.request.get(product.portal + address)).status()).toBe(404);

  await page.getByRole('button', { name: '画像を削除' }).click();
  await expect(page.getByText('画像を削除しました。')).toBeVisible();
  await expect(page.getByRole('main').locator('img')).toHaveCount(0);
  expect((await page.request.get(product.portal + address)).status()).toBe(404);
});

test('a file that is no picture is refused kindly, and so is one of more than 10 MB [G-4.13.1-1]', async ({ browser, product }) => {
  const page = await pageOf(browser, product, 'sample01');
  await page.goto(`${product.portal}/profile`);
  await page.getByLabel('画像をアップロード').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(page.getByRole('alert')).toContainText('この画像は読み取れませんでした。');
  await page.getByLabel('画像をアップロード').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.alloc(10_000_001) });
  await expect(page.getByText('画像は10 MBまでです。').first()).toBeVisible();
  const straight = await page.request.post(`${product.portal}/profile?/picture`, {
    headers: { origin: product.portal, accept: 'text/html' },
    multipart: { picture: { name: 'me.png', mimeType: 'image/png', buffer: Buffer.alloc(10_500_000) } },
  });
  expect(straight.status()).toBe(422);
  expect(await straight.text()).toContain('画像は10 MBまでです。');
});

test('the address under メール opens the dialog; the new address counts once confirmed, and the old one can take it back [G-4.13.2-1, G-4.13.2-2]', async ({
  browser,
  product,
}) => {
  const page = await signIn(browser, product, 'sample02');
  const [before, after] = ['sample02@sample.example', 'atarashii@sample.example'];
  await page.goto(`${product.portal}/profile`);
  await page.getByRole('link', { name: before, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'メール' });
  await expect(dialog.getByText('*')).toHaveCount(2);
  await expect(dialog.getByLabel('メール')).toHaveAttribute('placeholder', '例: example@example.com');
  await dialog.getByRole('link', { name: 'キャンセル' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('link', { name: before, exact: true }).click();
  await dialog.getByLabel('メール').fill(after);
  await dialog.getByLabel('現在のパスワード').fill('chigau');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toContainText('現在のパスワードが正しくありません。');
  await expect(dialog.getByLabel('メール')).toHaveValue(after);
  await expect(dialog.getByLabel('現在のパスワード')).toHaveValue('');
  await expectSound(page);
  await dialog.getByLabel('現在のパスワード').fill(DEMO_PASSWORD);
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('確認待ち')).toBeVisible();
  await expect(page.getByRole('link', { name: before, exact: true })).toBeVisible();
  await expectSound(page);

  const linkIn = async (address: string, purpose: string) => {
    const letter = await mailTo(product.dataDir, address, (mail) => (mail.text ?? '').includes(`/mail/${purpose}/`));
    return new RegExp(`http\\S+/mail/${purpose}/[\\w-]+`).exec(letter.text ?? '')?.[0] ?? '';
  };
  const undo = await linkIn(before, 'undo');
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(await linkIn(after, 'confirm'));
  await visitor.getByRole('button', { name: '変更を確定する' }).click();
  await expect(visitor.getByText('メールアドレスを変更しました。')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('link', { name: after, exact: true })).toBeVisible();
  await expect(page.getByText('確認待ち')).toHaveCount(0);
  await visitor.goto(undo);
  await visitor.getByRole('button', { name: '変更を取り消す' }).click();
  await expect(visitor.getByText('変更を取り消しました。')).toBeVisible();
  await page.goto(`${product.portal}/profile`);
  await expect(page).toHaveURL(/sign-in/);
});

test('without scripts the address is changed on a page of its own, which keeps what was typed [G-4.13.2-1, D-10]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample04');
  const plain = await (await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() })).newPage();
  await plain.goto(`${product.portal}/profile`);
  await plain.getByRole('link', { name: 'sample04@sample.example', exact: true }).click();
  await plain.getByRole('textbox', { name: 'メール' }).fill('betsu@sample.example');
  await plain.getByLabel('現在のパスワード').fill('chigau');
  await plain.getByRole('button', { name: '保存' }).click();
  await expect(plain.getByText('現在のパスワードが正しくありません。').first()).toBeVisible();
  await expect(plain.getByRole('textbox', { name: 'メール' })).toHaveValue('betsu@sample.example');
  expect(await plain.content()).not.toContain('chigau');
  await plain.getByLabel('現在のパスワード').fill(DEMO_PASSWORD);
  await plain.getByRole('button', { name: '保存' }).click();
  await expect(plain.getByText('betsu@sample.example に確認のメールを送信しました。')).toBeVisible();
});

test('マルチファクタ認証を構成します。 leads to the recommendation, its benefit and risk, and 認証アプリを構成 [G-4.13.3-1, G-4.13.3-2, G-2.4-1, G-R-7]', async ({
  browser,
  product,
}) => {
  const page = await pageOf(browser, product, 'sample01');
  await page.goto(`${product.portal}/profile`);
  await page.getByRole('link', { name: 'マルチファクタ認証を構成します。' }).click();
  const main = page.getByRole('main');
  await expect(main).toContainText('マルチファクタ認証(多要素認証)の利用を推奨します。');
  await expect(main).toContainText('第三者による不正侵入からの防御をより高めることができます。');
  await expect(main).toContainText('アカウントのセキュリティを脆弱にするおそれがある');
  await expectSound(page);
  await page.getByRole('link', { name: '認証アプリを構成' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('認証アプリを構成');
});

test('an app is paired with the QR code or key and its six digits; a wrong code pairs nothing [G-4.13.3-3, G-4.13.3-4, G-2.4-1]', async ({
  browser,
  product,
}) => {
  const page = await pageOf(browser, product, 'sample01');
  await page.goto(`${product.portal}/profile/factors/app`);
  await expect(page.getByRole('img', { name: '認証アプリで読み取るQRコード' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Google Authenticator');
  await expect(page.getByRole('main')).toContainText('Microsoft Authenticator');
  await expectSound(page);
  const secret = (await page.locator('code').textContent())?.replaceAll(' ', '') ?? '';
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  await page.getByLabel('アプリの名前').fill('会社のスマートフォン');
  await page.getByLabel('6 桁のコード').fill(wrongCodeOf(secret));
  await page.getByRole('button', { name: 'デバイスのペアリング' }).click();
  await expect(page.getByText('コードが正しくありません。').first()).toBeVisible();
  expect((await page.locator('code').textContent())?.replaceAll(' ', '')).toBe(secret);
  await expect(page.getByLabel('アプリの名前')).toHaveValue('会社のスマートフォン');
  await page.getByLabel('6 桁のコード').fill(codeOf(secret));
  await page.getByRole('button', { name: 'デバイスのペアリング' }).click();
  await expect(page.getByText('認証アプリを登録しました。')).toBeVisible();
  await expect(page.getByRole('region', { name: '認証アプリ' }).getByRole('listitem')).toContainText('会社のスマートフォン');
  await expectSound(page);
});

test('a passkey is made on the device, renamed, and removed after a question [D-1, G-2.4-1]', async ({ browser, product }) => {
  const page = await pageOf(browser, product, 'sample01');
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(`${product.portal}/profile/factors`);
  const passkeys = page.getByRole('region', { name: 'パスキー' });
  await passkeys.getByLabel('パスキーの名前').fill('ノートPC');
  await passkeys.getByRole('button', { name: 'パスキーを追加' }).click();
  await expect(page.getByText('パスキーを追加しました。')).toBeVisible();
  await expect(passkeys.getByRole('listitem')).toContainText('ノートPC');

  await passkeys.getByRole('button', { name: 'パスキーを追加' }).click();
  await expect(passkeys.getByText('この端末のパスキーはすでに登録されています。')).toBeVisible();

  await passkeys.getByText('名前を変更').click();
  await passkeys.getByRole('textbox', { name: '名前', exact: true }).fill('新しいノートPC');
  await passkeys.getByRole('button', { name: '保存' }).click();
  await expect(passkeys.getByRole('listitem')).toContainText('新しいノートPC');
  await expectSound(page);

  await passkeys.getByRole('listitem').getByText('削除', { exact: true }).click();
  await expect(passkeys).toContainText('「新しいノートPC」を削除しますか？');
  await passkeys.getByRole('button', { name: '削除する' }).click();
  await expect(page.getByText('認証方法を削除しました。')).toBeVisible();
  await expect(passkeys.getByRole('listitem')).toHaveCount(0);
});

test('recovery codes are shown once, right after they were made [D-1]', async ({ browser, product }) => {
  const page = await pageOf(browser, product, 'a-contact');
  await page.goto(`${product.portal}/profile/factors`);
  await expect(page.getByRole('main')).toContainText('リカバリーコードは、認証アプリまたはパスキーを登録すると作成できます。');
  await page.getByRole('link', { name: '認証アプリを構成' }).click();
  await page.getByLabel('6 桁のコード').fill(codeOf((await page.locator('code').textContent())?.replaceAll(' ', '') ?? ''));
  await page.getByRole('button', { name: 'デバイスのペアリング' }).click();
  const recovery = page.getByRole('region', { name: 'リカバリーコード' });
  await expect(recovery).toContainText('リカバリーコードはありません。');
  await recovery.getByRole('button', { name: 'リカバリーコードを作成' }).click();
  const codes = await recovery.getByRole('listitem').allTextContents();
  expect(codes).toHaveLength(10);
  for (const code of codes) expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
  const [download] = await Promise.all([page.waitForEvent('download'), recovery.getByRole('link', { name: 'テキストでダウンロード' }).click()]);
  expect(
    readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n'),
  ).toEqual(codes);
  await expectSound(page);
  await page.goto(`${product.portal}/profile/factors`);
  await expect(recovery).toContainText('未使用のコード: 10 / 10 個');
  expect(await page.content()).not.toContain(codes[0] ?? '');
});

test('who proved long ago who they are says the password again before an app, a passkey or recovery codes [D-1, D-10]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'h-contact');
  await letProofsAge(product);
  await page.goto(`${product.portal}/profile/factors/app`);
  await expect(page.locator('code')).toHaveCount(0);
  await page.getByLabel('Current password').fill('chigau');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('alert')).toContainText('The current password is not right.');
  await expectSound(page);
  await page.getByLabel('Current password').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Next' }).click();
  const secret = (await page.locator('code').textContent())?.replaceAll(' ', '') ?? '';

  await letProofsAge(product);
  await page.getByLabel('Six-digit code').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Pair the device' }).click();
  await expect(page.getByRole('alert')).toContainText('please enter your current password');
  await page.getByLabel('Current password').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.locator('code')).toHaveText(/./);
  expect((await page.locator('code').textContent())?.replaceAll(' ', '')).toBe(secret);
  await page.getByLabel('Six-digit code').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Pair the device' }).click();
  await expect(page.getByText('The app is paired.')).toBeVisible();

  await letProofsAge(product);
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  const passkeys = page.getByRole('region', { name: 'Passkeys' });
  await passkeys.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(passkeys.getByText('please enter your current password')).toBeVisible();
  await passkeys.getByLabel('Current password').fill(DEMO_PASSWORD);
  await passkeys.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByText('The passkey was added.')).toBeVisible();

  await letProofsAge(product);
  const recovery = page.getByRole('region', { name: 'Recovery codes' });
  await recovery.getByRole('button', { name: 'Make recovery codes' }).click();
  await expect(page.getByRole('alert')).toContainText('please enter your current password');
  await expect(recovery.getByRole('listitem')).toHaveCount(0);
  await expectSound(page);
  await recovery.getByLabel('Current password').fill(DEMO_PASSWORD);
  await recovery.getByRole('button', { name: 'Make recovery codes' }).click();
  await expect(recovery.getByRole('listitem')).toHaveCount(10);

  await letProofsAge(product);
  await page.goto(`${product.portal}/profile/factors`);
  await passkeys.getByText('Remove', { exact: true }).click();
  await passkeys.getByRole('listitem').getByLabel('Current password').fill('chigau');
  await passkeys.getByRole('button', { name: 'Remove it' }).click();
  await expect(passkeys.getByRole('listitem')).toContainText('The current password is not right.');
  await expectSound(page);
});

test('a weak password shows the six rules and cannot be sent; a good one is changed with the current one [G-4.13.4-1, G-4.13.4-2]', async ({
  browser,
  product,
}) => {
  const page = await signIn(browser, product, 'sample03');
  await page.goto(`${product.portal}/profile`);
  await page.getByRole('link', { name: 'パスワードの変更' }).click();
  const change = page.getByRole('button', { name: '変更', exact: true });
  await page.getByLabel('現在のパスワード').fill(DEMO_PASSWORD);
  await page.getByRole('textbox', { name: '新しいパスワード' }).fill('aaaaaaaaaaaa');
  await page.getByRole('textbox', { name: 'パスワードの確認' }).fill('aaaaaaaaaaaa');
  const main = page.getByRole('main');
  await expect(main).toContainText('パスワードには次のものを含める必要があります:');
  for (const rule of [
    '最小 12 文字',
    '最大 40 文字',
    '少なくとも 1 文字の小文字',
    '少なくとも 1 文字の大文字',
    '少なくとも 1 文字の数字',
    '少なくとも 1 文字の特殊文字',
  ])
    await expect(main).toContainText(rule);
  await expect(change).toBeDisabled();
  await expectSound(page);

  await page.getByRole('textbox', { name: '新しいパスワード' }).fill(NEW_PASSWORD);
  await page.getByRole('textbox', { name: 'パスワードの確認' }).fill(NEW_PASSWORD);
  await expect(change).toBeEnabled();
  await page.getByLabel('現在のパスワード').fill('chigau');
  await change.click();
  await expect(page.getByText('現在のパスワードが正しくありません。').first()).toBeVisible();
  expect(await page.content()).not.toContain(NEW_PASSWORD);
  await page.getByLabel('現在のパスワード').fill(DEMO_PASSWORD);
  await page.getByRole('textbox', { name: '新しいパスワード' }).fill(NEW_PASSWORD);
  await page.getByRole('textbox', { name: 'パスワードの確認' }).fill(NEW_PASSWORD);
  await change.click();
  await expect(page.getByText('パスワードを変更しました。')).toBeVisible();
  await expectSound(page);

  // The demo world's password again, for the tests that follow.
  await asOwner(product, (owner) =>
    owner.query(
      `update user_passwords set hash = (select p.hash from user_passwords p join users u on u.id = p.reader_id where u.user_id = $2)
       where reader_id = (select id from users where user_id = $1)`,
      [personOf('sample03').userId, personOf('sample01').userId],
    ),
  );
});

test('the reader sees where they are signed in and ends the others [D-11]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample05', { locale: 'ja-JP' });
  await page.goto(`${product.portal}/profile/sessions`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Signed-in devices');
  const other = await signIn(browser, product, 'sample05');
  await page.reload();
  await expect(page.getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('row').filter({ hasText: 'This device' })).toHaveCount(1);
  await expectSound(page);
  await page.getByRole('button', { name: /^End the session of/ }).click();
  await expect(page.getByText('The session has ended.')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(2);
  await other.goto(`${product.portal}/profile`);
  await expect(other).toHaveURL(/sign-in/);
});

test('ユーザー初期設定 has the switch, time zone and language of the guide, and English turns the whole display [G-4.13.5-1, G-4.13.5-2, G-2.6-1]', async ({
  browser,
  product,
}) => {
  const page = await pageOf(browser, product, 'a-administrator');
  await page.goto(product.portal);
  await page.getByRole('banner').getByText('A会社 顧客管理者').first().click();
  await page.getByRole('banner').getByRole('link', { name: 'ユーザー初期設定' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ユーザー初期設定');
  await expect(page.getByLabel('タイムゾーン').locator('option').first()).toHaveText('System (アジア/東京)');
  await expect(page.getByLabel('タイムゾーン').locator('option:checked')).toHaveText('アジア/東京');
  await expect(page.getByLabel('言語').locator('option')).toHaveText(['System (日本語)', '日本語', 'English']);
  await expectSound(page);

  await page.getByLabel('アクセシビリティを有効にする').check();
  await page.getByLabel('タイムゾーン').selectOption('America/New_York');
  await page.getByLabel('言語').selectOption('English');
  await page.getByRole('button', { name: '変更を確認するには更新します' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Preferences');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('html')).toHaveAttribute('data-easier', '');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Cases' }).first()).toBeVisible();
  await expect(page.getByRole('switch')).toBeChecked();
  await expectSound(page);
  for (const path of ['/profile', '/profile/factors', '/profile/factors/app', '/profile/password', '/profile/sessions', '/profile/mail', '/preferences']) {
    await page.goto(product.portal + path);
    const words = await page.getByRole('main').evaluate((main) => {
      for (const foreign of main.querySelectorAll('[lang="ja"], noscript')) foreign.remove();
      return (main as HTMLElement).innerText;
    });
    expect([path, /[\u3040-\u30ff]/.exec(words)?.[0]]).toEqual([path, undefined]);
  }
  await page.goto(`${product.portal}/preferences`);
  await page.getByLabel('Language').selectOption('ja');
  await page.getByRole('switch').uncheck();
  await page.getByRole('button', { name: 'Update to see the changes' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ユーザー初期設定');
  await expect(page.locator('html')).not.toHaveAttribute('data-easier', '');
  await page.goto(`${product.portal}/profile`);
  await expect(page.getByText('America/New_York')).toBeVisible();
});

test('the own pages fit a phone and work from 320 px [G-4.13.1-1, G-4.13.5-1]', async ({ browser, product }) => {
  const page = await pageOf(browser, product, 'sample01');
  await page.setViewportSize({ width: 320, height: 800 });
  for (const path of ['/profile', '/profile/factors', '/profile/factors/app', '/profile/password', '/profile/sessions', '/profile/mail', '/preferences']) {
    await page.goto(product.portal + path);
    await expectSound(page);
  }
});

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoFiles } from '../../../database/seeds/files.ts';
import { mailsOf, mailTo, personOf } from '../../support/server.ts';
import { expect, expectSound, signIn, test } from '../support/product.ts';

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-files-'));
const fileAt = (name: string, body: Buffer) => {
  writeFileSync(join(folder, name), body);
  return join(folder, name);
};

test('a contact asks, the team answers, the contact rejects once, accepts, and it is closed for good [G-4.2-1, G-4.2-3, G-4.2-5, G-4.2-6, G-4.6-1, G-4.6-4, G-4.6-5, G-4.6-6, G-4.6-7, G-4.8.1-1, G-4.8.1-3, G-4.8.1-4, G-4.8.2-1, G-4.8.4-2, G-4.8.4-3, G-4.8.4-4, G-4.8.4-5, G-2.5-1, G-1.2-1, G-R-2]', async ({
  browser,
  product,
}) => {
  const contact = await signIn(browser, product, 'sample01');
  await expect(contact.getByRole('heading', { name: 'Ex Sample01 さん' })).toBeVisible();
  const operator = await signIn(browser, product, 'op01');

  // The inquiry, with two files and a pasted screenshot
  await contact.getByRole('navigation').getByRole('link', { name: 'お問い合わせ' }).click();
  await expect(contact.getByRole('heading', { name: 'ケースを作成' })).toBeVisible();
  await contact.getByLabel('お問い合わせ種別').selectOption({ label: 'アラートについて' });
  await contact.getByRole('textbox', { name: 'お問い合わせ内容' }).click();
  await expect(contact.locator('[contenteditable=true]')).toBeVisible();
  await contact.keyboard.type('ログ保管バケットの検知が止まりません');
  await contact
    .locator('input[type=file]')
    .setInputFiles([fileAt('設定一覧.csv', Buffer.from('a,b\n1,2\n')), fileAt('報告書.pdf', demoFiles['guide']?.make() ?? Buffer.alloc(1))]);
  const picture = (demoFiles['screen']?.make() ?? Buffer.alloc(1)).toString('base64');
  await contact.locator('[contenteditable=true]').evaluate((editor, base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const clipboard = new DataTransfer();
    clipboard.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
    editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }));
  }, picture);
  await expect(contact.getByText('Pasted image.png', { exact: true })).toBeVisible();
  await expect(contact.locator('input[name=attachment]')).toHaveCount(3);
  await contact.getByRole('button', { name: '送信' }).click();
  await contact.waitForURL(/\/cases\/CS\d{7}/);
  const number = /CS\d{7}/.exec(contact.url())?.[0] ?? '';
  await expect(contact.getByText(`ケース ${number} を作成しました`)).toBeVisible();
  await expect(contact.getByText('開始')).toBeVisible();
  await expect(contact.getByRole('link', { name: /設定一覧\.csv/ }).first()).toBeVisible();
  const receipt = await mailTo(product.dataDir, personOf('sample01').mail, (mail) => mail.subject?.includes(number) ?? false);
  expect(receipt.from?.text).toContain('セキュリティアドバイザリーセンター');
  expect(receipt.text).toContain('ログ保管バケットの検知が止まりません');
  expect(receipt.text).toContain(`${product.portal}/cases/${number}`);

  // The operator takes it, notes, asks
  await operator.getByRole('link', { name: /新規/ }).click();
  await operator.getByRole('link', { name: new RegExp(number) }).click();
  await operator.getByRole('button', { name: '担当する' }).click();
  await expect(operator.locator('header').getByText('NTT作業中')).toBeVisible();
  await operator.getByRole('button', { name: '作業メモ', exact: true }).click();
  await operator.getByRole('textbox', { name: '作業メモ' }).click();
  await operator.keyboard.type('お客様には見せないメモ NOTE-ONLY-E2E');
  await operator.getByRole('button', { name: '作業メモを保存' }).click();
  await expect(operator.getByText('作業メモ（お客様には見えません）')).toBeVisible();
  await operator.getByRole('button', { name: 'お客様へコメント' }).click();
  await operator.getByRole('textbox', { name: 'お客様へコメント' }).click();
  await operator.keyboard.type('対象のリージョンはどこですか。');
  await operator.getByRole('button', { name: '確認を依頼' }).click();

  // It reaches the contact's open page without a reload, and their mailbox
  await expect(contact.getByText('対象のリージョンはどこですか。')).toBeVisible();
  await expect(contact.getByText('このケースには、ユーザーからの追加情報が必要です。')).toBeVisible();
  await expect(contact.getByText('NOTE-ONLY-E2E')).toHaveCount(0);
  const asked = await mailTo(product.dataDir, personOf('sample01').mail, (mail) => mail.text?.includes('対象のリージョンはどこですか。') ?? false);
  expect(asked.references).toEqual(receipt.references);
  expect(asked.headers.get('auto-submitted')).toBe('auto-generated');
  await contact.getByRole('textbox', { name: 'コメント' }).click();
  await contact.keyboard.type('東京リージョンです。');
  await contact.getByRole('button', { name: '送信' }).click();
  await expect(operator.getByText('東京リージョンです。')).toBeVisible();
  await expect(operator.getByText('NOTE-ONLY-E2E')).toBeVisible();

  // A PDF and a solution, rejected once with a reason, then accepted
  await operator.getByRole('textbox', { name: 'お客様へコメント' }).click();
  await operator.keyboard.type('設定を直しました。手順書を添付します。');
  await operator.locator('form.comment input[type=file]').setInputFiles(fileAt('手順書.pdf', demoFiles['guide']?.make() ?? Buffer.alloc(1)));
  await expect(operator.locator('form.comment input[name=attachment]')).toHaveCount(1);
  await operator.getByRole('button', { name: '解決を提案' }).click();
  await expect(contact.getByText('解決済み(クローズ待ち)').first()).toBeVisible();
  await contact.getByText('アクション', { exact: true }).click();
  await expect(contact.getByRole('button', { name: 'ケースをクローズ' })).toHaveCount(0);
  await contact.getByRole('button', { name: 'ソリューションを却下' }).click();
  await contact.getByRole('dialog').getByLabel('却下の理由').fill('まだ検知されています。');
  await contact.getByRole('dialog').getByRole('button', { name: 'ソリューションを却下' }).click();
  await expect(contact.getByText('まだ検知されています。')).toBeVisible();
  await expect(operator.getByText('まだ検知されています。')).toBeVisible();
  await operator.getByRole('textbox', { name: 'お客様へコメント' }).click();
  await operator.keyboard.type('除外ルールも直しました。');
  await operator.getByRole('button', { name: '解決を提案' }).click();
  await expect(contact.getByText('除外ルールも直しました。')).toBeVisible();
  const [download] = await Promise.all([
    contact.waitForEvent('download'),
    contact
      .getByRole('link', { name: /手順書\.pdf/ })
      .first()
      .click(),
  ]);
  expect(download.suggestedFilename()).toBe('手順書.pdf');
  expect(
    readFileSync(await download.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  await contact.getByText('アクション', { exact: true }).click();
  await contact.getByRole('button', { name: 'ソリューションを承認' }).click();
  await expect(contact.getByText('このケースはクローズしました。')).toBeVisible();
  await expect(contact.getByRole('dialog')).toHaveCount(0);
  await expect(contact.getByRole('textbox', { name: 'コメント' })).toHaveCount(0);
  await expectSound(contact);
  await expectSound(operator);

  // Nobody of another company has seen any of it
  const stranger = await signIn(browser, product, 'a-contact');
  const refused = await stranger.goto(`${product.portal}/cases/${number}`);
  expect(refused?.status()).toBe(404);
  const text = (await mailsOf(product.dataDir)).filter((mail) => mail.text?.includes('NOTE-ONLY'));
  expect(text).toEqual([]);
});

test('a colleague closes a case after its warning, and not before [G-4.8.4-1]', async ({ browser, product }) => {
  const colleague = await signIn(browser, product, 'sample03');
  await colleague.getByRole('link', { name: 'ケース一覧' }).first().click();
  await colleague.getByRole('link', { name: /^CS/ }).first().waitFor();
  await colleague.locator('tr', { hasText: '監査法人向け資料' }).getByRole('link').click();
  await colleague.getByText('アクション', { exact: true }).click();
  await colleague.getByRole('button', { name: 'ケースをクローズ' }).click();
  await expect(colleague.getByRole('dialog')).toContainText('再オープンできません');
  await colleague.getByRole('dialog').getByRole('button', { name: 'キャンセル' }).click();
  await expect(colleague.locator('header').getByText('新規')).toBeVisible();
  await colleague.getByText('アクション', { exact: true }).click();
  await colleague.getByRole('button', { name: 'ケースをクローズ' }).click();
  await colleague.getByRole('dialog').getByRole('button', { name: 'ケースをクローズ' }).click();
  await expect(colleague.getByText('このケースはクローズしました。')).toBeVisible();
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, expectSound, signIn, test } from '../support/product.ts';

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-bad-'));
const fileAt = (name: string, body: Buffer) => {
  writeFileSync(join(folder, name), body);
  return join(folder, name);
};

test('the required panel empties as the form is filled, and a refused form keeps what was typed [G-4.6-2, G-4.6-3, D-14]', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample01');
  await contact.goto(`${product.portal}/inquiries/new`);
  await expect(contact.getByLabel('お客様番号')).toHaveValue('N200000001');
  await expect(contact.getByText('csアカウント01')).toBeVisible();
  await expect(contact.getByLabel('お問い合わせ種別')).toHaveValue('');
  const panel = contact.getByRole('region', { name: '必須情報' });
  await expect(panel.getByRole('link', { name: 'お問い合わせ種別' })).toBeVisible();
  await contact.getByLabel('お問い合わせ種別').selectOption({ label: 'その他' });
  await expect(panel.getByText('必須項目はすべて入力されています')).toBeVisible();
  await expect(contact.getByLabel('お問い合わせ種別').locator('option')).toHaveText([
    'なし',
    'サービスについて',
    '製品仕様について',
    'アラートについて',
    '故障について',
    '月次レポートについて',
    'その他',
  ]);
  await contact.getByRole('button', { name: '送信' }).click();
  await expect(contact.getByRole('alert')).toContainText('内容を入力するか、ファイルを添付してください。');
  await expect(contact.getByLabel('お問い合わせ種別')).toHaveValue('other');
  await expectSound(contact);
});

test('files that are too large, too many, programs or SVG are refused in words, beside the file [D-23]', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample01');
  await contact.goto(`${product.portal}/inquiries/new`);
  const field = contact.locator('input[type=file]');
  await contact.getByRole('textbox', { name: 'お問い合わせ内容' }).click();
  await field.setInputFiles(fileAt('大きい.bin', Buffer.alloc(26 * 1024 * 1024)));
  await expect(contact.getByText('1ファイル25 MBまで添付できます').first()).toBeVisible();
  await field.setInputFiles(fileAt('写真.png', Buffer.from('MZ program')));
  await expect(contact.getByText('実行形式のファイルは添付できません').first()).toBeVisible();
  await field.setInputFiles(fileAt('図.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')));
  await expect(contact.getByText('SVGやHTMLのファイルは添付できません').first()).toBeVisible();
  await field.setInputFiles(Array.from({ length: 11 }, (_, index) => fileAt(`${index}.txt`, Buffer.from('x'))));
  await expect(contact.getByText('添付できるファイルは10個までです。').first()).toBeVisible();
});

test('hostile HTML is pasted as the words that it shows [D-25]', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample01');
  await contact.goto(`${product.portal}/inquiries/new`);
  await contact.getByLabel('お問い合わせ種別').selectOption({ label: 'その他' });
  await contact.getByRole('textbox', { name: 'お問い合わせ内容' }).click();
  await expect(contact.locator('[contenteditable=true]')).toBeVisible();
  await contact.locator('[contenteditable=true]').evaluate((editor) => {
    const clipboard = new DataTransfer();
    clipboard.setData(
      'text/html',
      '<p onclick="x()">表の<b>太字</b><img src=x onerror="window.hacked=1"><svg onload="window.hacked=1"></svg><a href="javascript:x()">リンク</a></p><iframe src="/"></iframe>',
    );
    editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }));
  });
  await contact.getByRole('button', { name: '送信' }).click();
  await contact.waitForURL(/\/cases\/CS/);
  const shown = contact.locator('article').first();
  await expect(shown).toContainText('表の太字');
  expect(await shown.innerHTML()).not.toMatch(/onclick|onerror|onload|javascript:|<iframe|<svg onload/);
  expect(await contact.evaluate(() => 'hacked' in window)).toBe(false);
});

test("a closed case's stale tab says so and keeps the words [G-4.8.4-5]", async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample02', { javaScriptEnabled: false });
  const colleague = await signIn(browser, product, 'sample03');
  await contact.goto(`${product.portal}/inquiries/new`);
  await contact.getByLabel('お問い合わせ種別').selectOption({ label: 'その他' });
  await contact.getByLabel('お問い合わせ内容').last().fill('古いタブの試験');
  await contact.getByRole('button', { name: '送信' }).click();
  const address = contact.url().split('?')[0] ?? '';
  await contact.goto(address);
  await colleague.goto(address);
  await colleague.getByText('アクション', { exact: true }).click();
  await colleague.getByRole('button', { name: 'ケースをクローズ' }).click();
  await colleague.getByRole('dialog').getByRole('button', { name: 'ケースをクローズ' }).click();
  await expect(colleague.getByText('このケースはクローズしました。')).toBeVisible();
  await contact.getByLabel('コメント').last().fill('まだ書けると思っていました');
  await contact.getByRole('button', { name: '送信' }).click();
  await expect(contact.getByText('すでにクローズされています')).toBeVisible();
  await expect(contact.getByText('まだ書けると思っていました')).toBeVisible();
});

test('without scripts a contact signs in, asks with a file, and closes', async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample01', { javaScriptEnabled: false });
  await contact.goto(`${product.portal}/inquiries/new`);
  await contact.getByLabel('お問い合わせ種別').selectOption({ label: '製品仕様について' });
  await contact.getByLabel('お問い合わせ内容').last().fill('スクリプトなしの質問\n2行目');
  await contact.locator('input[type=file]').setInputFiles(fileAt('"引用" と 絵文字🙂.txt', Buffer.from('text')));
  await contact.getByRole('button', { name: '送信' }).click();
  await expect(contact).toHaveURL(/\/cases\/CS\d{7}/);
  await expect(contact.getByRole('link', { name: /絵文字🙂\.txt/ }).first()).toBeVisible();
  await contact.getByText('アクション', { exact: true }).click();
  await expect(contact.getByText('再オープンできません').first()).toBeVisible();
  await contact.getByRole('button', { name: 'ケースをクローズ' }).click();
  await expect(contact.getByText('このケースはクローズしました。')).toBeVisible();
});

import { asOwner, expect, expectSound, signIn, test } from '../support/product.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

test('an article is written, read by a colleague, published, and followed by its translation', async ({ browser, product }) => {
  const author = await signIn(browser, product, 'op01');
  await author.goto(`${product.console}/console/knowledge/places`);
  const fresh = author.getByRole('region', { name: 'ナレッジベースを追加' });
  await fresh.getByLabel('名前（日本語）').fill('執筆者の棚');
  await fresh.getByLabel('名前（英語）').fill('Shelf of authors');
  await fresh.getByRole('button', { name: '追加' }).click();
  await expect(author.getByRole('heading', { name: '執筆者の棚' })).toBeVisible();
  await expectSound(author);

  await author.goto(`${product.console}/console/knowledge/new`);
  await author.getByLabel('ナレッジベースとカテゴリ').selectOption({ label: '執筆者の棚（カテゴリなし）' });
  await author.getByRole('button', { name: '作成して本文へ' }).click();
  await expect(author.getByText('入力してください。').first()).toBeVisible();
  await author.getByLabel('タイトル（日本語）').fill('遮断の手順');
  await expectSound(author);
  await author.getByRole('button', { name: '作成して本文へ' }).click();
  await author.waitForURL(/\/KB\d{7}$/);
  const number = /KB\d{7}/.exec(author.url())?.[0] ?? '';
  const japanese = author.getByRole('region', { name: '日本語' });
  await japanese.getByRole('link', { name: '編集' }).click();

  const text = author.getByRole('textbox', { name: '本文' });
  await text.click();
  await author.getByRole('button', { name: '見出し', exact: true }).click();
  await author.keyboard.type('準備');
  await author.keyboard.press('Enter');
  await author.keyboard.type('端末を用意します。');
  await author.keyboard.press('Enter');
  await author.getByRole('button', { name: '注意' }).click();
  await author.keyboard.type('通信が止まります。');
  await author.keyboard.press('Enter');
  await author.keyboard.press('Enter');
  await author.getByRole('button', { name: '表', exact: true }).click();
  await author.keyboard.type('項目');
  await expect(author.getByRole('button', { name: '行を追加' })).toBeVisible();
  await author.locator('input[accept*="image/png"]').setInputFiles({ name: '画面.png', mimeType: 'image/png', buffer: PNG });
  await author.getByLabel('画像の説明（画像の下に表示）').fill('設定の画面');
  await author.locator('.files input[type=file]').setInputFiles({ name: '手順書.txt', mimeType: 'text/plain', buffer: Buffer.from('手順') });
  await expect(author.getByRole('link', { name: '手順書.txt' })).toBeVisible();
  await expect(author.getByText('保存していない変更があります。')).toBeVisible();
  // Where the bar of buttons stands at its place and lies over nothing.
  await author.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expectSound(author);
  await author.getByLabel('タイトル').press('Control+s');
  await expect(author.getByText('下書きを保存しました。')).toBeVisible();
  await author.reload();
  await expect(text.getByRole('heading', { name: '準備' })).toBeVisible();
  await expect(text.locator('aside.warning')).toHaveText('通信が止まります。');
  await expect(text.getByRole('columnheader', { name: '項目' })).toBeVisible();
  await expect(author.getByLabel('画像の説明（画像の下に表示）')).toHaveValue('設定の画面');
  await author.getByRole('button', { name: '保存して閉じる' }).click();
  await japanese.getByRole('button', { name: '確認を依頼' }).click();
  await expect(japanese.getByText('ほかの担当者が確認すると公開されます。')).toBeVisible();
  await expect(japanese.getByRole('button', { name: '承認して公開' })).toHaveCount(0);
  await expectSound(author);

  const colleague = await signIn(browser, product, 'op02');
  await colleague.goto(`${product.console}/console/knowledge?state=in_review`);
  await expectSound(colleague);
  await colleague.getByRole('link', { name: '遮断の手順' }).click();
  await colleague.getByRole('button', { name: '差し戻す' }).click();
  await expect(colleague.getByText('差し戻す理由を入力してください。').first()).toBeVisible();
  await colleague.getByRole('button', { name: '承認して公開' }).click();
  await expect(colleague.getByText('承認しました。')).toBeVisible();
  await expect(colleague.getByRole('region', { name: '日本語' }).getByText('公開中', { exact: true })).toBeVisible();

  await author.goto(`${product.console}/console/knowledge/${number}`);
  await author.getByRole('region', { name: '英語' }).getByRole('link', { name: '本文を書く' }).click();
  await expect(author.getByRole('complementary').getByText('通信が止まります。')).toBeVisible();
  await author.getByLabel('タイトル').fill('How to block');
  await author.getByRole('textbox', { name: '本文' }).click();
  await author.keyboard.type('Prepare a device.');
  await author.getByRole('button', { name: '保存して閉じる' }).click();
  await japanese.getByRole('link', { name: '次の版を作成' }).click();
  await text.getByText('端末を用意します。').click();
  await author.keyboard.type('二台です。');
  await author.getByRole('button', { name: '保存して閉じる' }).click();
  await expect(author.getByRole('region', { name: '英語' }).getByText('更新が必要')).toBeVisible();
  await author.getByRole('link', { name: '版の履歴' }).click();
  await expect(author.locator('ins', { hasText: '二台です' })).toBeVisible();
  await expectSound(author);
  await author.getByRole('button', { name: '第1版から下書きを作成' }).click();
  await expect(author.getByText('ほかの担当者がこの記事を変更しました。')).toBeVisible();
});

test('of two authors at once the second is told, sees both texts, and loses nothing', async ({ browser, product }) => {
  const number = await asOwner(product, async (owner) => {
    const { rows } = await owner.query<{ number: string }>(
      `with base as (insert into knowledge_bases values (gen_random_uuid(), null, '同時の棚', 'Both', 90) returning id)
       insert into articles (id, kind, base_id, open_to, author_name, created_at) select gen_random_uuid(), 'article', id, '{*}', 'OP-01', now() from base returning number`,
    );
    return rows[0]?.number ?? '';
  });
  const [one, other] = [await signIn(browser, product, 'op01'), await signIn(browser, product, 'op02')];
  const address = `${product.console}/console/knowledge/${number}/edit?language=ja`;
  for (const page of [one, other]) {
    await page.goto(address);
    await page.getByLabel('タイトル').fill('同時に書く');
    await page.getByRole('textbox', { name: '本文' }).click();
  }
  await one.keyboard.type('先に書いた本文');
  await other.keyboard.type('後に書いた本文');
  await one.getByRole('button', { name: '下書きを保存' }).click();
  await expect(one.getByText('下書きを保存しました。')).toBeVisible();
  await other.getByRole('button', { name: '下書きを保存' }).click();
  await expect(other.getByRole('alert')).toContainText('先に保存しました');
  await expect(other.getByRole('complementary').getByText('先に書いた本文')).toBeVisible();
  await expect(other.getByRole('textbox', { name: '本文' })).toContainText('後に書いた本文');
  await expectSound(other);
  await other.getByRole('button', { name: 'この内容で上書き保存' }).click();
  await expect(other.getByText('下書きを保存しました。')).toBeVisible();
  await one.reload();
  await expect(one.getByRole('textbox', { name: '本文' })).toContainText('後に書いた本文');
});

test('to whom an article is open is chosen and previewed; who may not see it is said plainly', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'op01');
  const { number, name } = await asOwner(product, async (owner) => {
    const { rows } = await owner.query<{ number: string }>(
      `with base as (insert into knowledge_bases values (gen_random_uuid(), null, '範囲の棚', 'Scope', 91) returning id)
       insert into articles (id, kind, base_id, open_to, author_name, created_at) select gen_random_uuid(), 'article', id, '{*}', 'OP-01', now() from base returning number`,
    );
    const account = await owner.query<{ name: string }>('select name from accounts order by name limit 1');
    return { number: rows[0]?.number ?? '', name: account.rows[0]?.name ?? '' };
  });
  await page.goto(`${product.console}/console/knowledge/${number}/audience`);
  await page.getByRole('checkbox', { name: 'すべてのお客様' }).uncheck();
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('公開範囲を一つ以上選択してください。')).toBeVisible();
  await page.getByLabel('お客様名またはお客様番号').fill(name);
  await page.getByRole('button', { name: '探す' }).click();
  await page.getByRole('checkbox', { name: 'すべてのお客様' }).uncheck();
  await page.getByRole('checkbox', { name, exact: true }).check();
  await expectSound(page);
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('保存しました。')).toBeVisible();
  await page.getByRole('link', { name: 'お客様の見え方' }).click();
  await page.getByLabel('お客様名またはお客様番号').fill(name);
  await page.getByRole('button', { name: '探す' }).click();
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByText('このお客様には表示されません。 公開中の版がありません。')).toBeVisible();
  await expectSound(page);
  await page.getByRole('link', { name: '閲覧と評価' }).click();
  await expect(page.getByText('評価はまだありません。')).toBeVisible();
  await expectSound(page);
});

import { asOwner, expect, expectSound, signIn, test } from '../support/product.ts';

const names = [
  '1.CSPM 検知ポリシー変更',
  '2.CSPM アラート解除',
  '3.CSPM アラート修復',
  '4.CSPM アラートレポート作成',
  '5.CSPM コンプライアンスレポート作成',
  '6.ユーザー追加/削除',
  '7.CSPM アラート通知先変更',
  '8.CSPM アラートルール追加',
  '9.CSPM アノマリ設定変更(設定変更・無効化)',
];

test('作業依頼 lists the nine items under サポート, each with 詳細を表示, and is searched [G-4.7-2, G-4.7-3, G-4.7-4]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  await page.getByRole('banner').getByRole('link', { name: '作業依頼' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('作業依頼');
  const categories = page.getByRole('navigation', { name: 'カテゴリ' });
  await expect(categories.getByRole('link')).toHaveText(['サポート']);
  await expect(page.getByRole('article').getByRole('heading')).toHaveText(names);
  await expect(page.getByRole('link', { name: /の詳細を表示$/ })).toHaveCount(9);
  await expect(page.getByText('9個のアイテムを表示しています')).toBeVisible();
  await expectSound(page);
  await page.getByRole('searchbox').fill('ﾚﾎﾟｰﾄ');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article').getByRole('heading')).toHaveText([names[3] ?? '', names[4] ?? '']);
  await page.getByRole('searchbox').fill('どこにもない');
  await page.keyboard.press('Enter');
  await expect(page.getByText('該当するアイテムはありません')).toBeVisible();
  await expectSound(page);
  await page.getByRole('link', { name: '検索を解除' }).click();
  await page.getByRole('link', { name: '「1.CSPM 検知ポリシー変更」の詳細を表示' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1.CSPM 検知ポリシー変更');
});

test('more items than a screen holds are shown by アイテムをさらに表示 [G-4.7-4]', async ({ browser, product }) => {
  await asOwner(product, async (owner) => {
    await owner.query(
      `with made as (insert into catalog_items (id, key, service_id, position, published_version)
         select gen_random_uuid(), 'extra-' || n, 'managed-cspm', 100 + n, 1 from generate_series(1, 6) n returning id, key),
       worded as (insert into catalog_versions (item_id, version, name_ja, name_en, summary_ja, summary_en, form, published_at)
         select id, 1, '追加 ' || key, 'Extra', '', '', '{"fields":[{"key":"a","kind":"text","label":{"ja":"い","en":"a"},"required":true}]}', now() from made returning item_id)
       insert into prices select p.id, w.item_id, 1 from worded w, price_lists p`,
    );
  });
  const page = await signIn(browser, product, 'sample01');
  await page.goto(`${product.portal}/requests`);
  await expect(page.getByText('12個のアイテムを表示しています')).toBeVisible();
  await page.getByRole('link', { name: 'アイテムをさらに表示' }).click();
  await expect(page.getByText('15個のアイテムを表示しています')).toBeVisible();
  await expect(page.getByRole('link', { name: 'アイテムをさらに表示' })).toHaveCount(0);
  await asOwner(product, (owner) => owner.query(`update catalog_items set is_offered = false where key like 'extra-%'`));
});

test('without a contract that includes it there is no 作業依頼: no menu, no card, no address [G-4.7-1, D-18]', async ({ browser, product }) => {
  const narrow = await signIn(browser, product, 'sample04');
  await expect(narrow.getByRole('link', { name: '作業依頼' })).toHaveCount(0);
  await expect(narrow.getByRole('banner').getByRole('navigation').getByRole('link')).toHaveText([
    'お問い合わせ',
    'ケース一覧',
    'ナレッジ',
    'サービス設定情報',
    'アカウント管理',
  ]);
  await expectSound(narrow);
  for (const path of ['/requests', '/requests/sent', '/requests/new/policy-change', '/requests/new/policy-change?contract=N200000001', '/account/points'])
    expect([path, (await narrow.request.get(product.portal + path)).status()]).toEqual([path, 404]);
  const stranger = await signIn(browser, product, 'a-contact');
  for (const path of ['/requests/new/policy-change?contract=N200000001', '/requests/new/nothing', '/account/points/N200000001/2026-11'])
    expect([path, (await stranger.request.get(product.portal + path)).status()]).toEqual([path, 404]);
});

test('the catalogue is whole on a phone, in English and in the dark', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample05', { colorScheme: 'dark' });
  for (const width of [1440, 768, 375, 320]) {
    await page.setViewportSize({ width, height: 800 });
    for (const path of ['/requests', '/requests/new/policy-change', '/account/points']) {
      await page.goto(product.portal + path);
      await expectSound(page);
    }
  }
  await page.goto(`${product.portal}/requests`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Work requests');
  await expect(page.getByText('Items shown: 9')).toBeVisible();
});

test('a service manager changes a form, sees it as customers will, and publishes it; what was published before stays [G-R-4, D-16]', async ({
  browser,
  product,
}) => {
  const manager = await signIn(browser, product, 'op01');
  await manager.goto(`${product.console}/console/catalog`);
  await expectSound(manager);
  await manager.getByRole('link', { name: '2.CSPM アラート解除' }).click();
  const preview = manager.getByRole('form', { name: 'プレビュー' });
  await expect(preview.getByText('貴社の承認者')).toBeVisible();
  await manager.getByRole('button', { name: '項目を追加' }).click();
  const last = manager.getByRole('group', { name: /^項目 \d+$/ }).last();
  await last.getByLabel('項目名（日本語）').fill('関連チケット');
  await expect(preview.getByText('関連チケット')).toBeVisible();
  await manager.getByRole('button', { name: '下書きを保存' }).click();
  await expect(manager.getByText('日本語と英語の両方を入力してください。')).toBeVisible();
  await expect(manager.getByRole('button', { name: '公開', exact: true })).toBeDisabled();
  await manager
    .getByRole('group', { name: /^項目 \d+$/ })
    .last()
    .getByLabel('項目名（英語）')
    .fill('Ticket');
  await manager.locator('#nameJa').fill('2.CSPM アラートの解除');
  await manager.getByRole('button', { name: '下書きを保存' }).click();
  await expect(manager.getByText('下書きを保存しました。')).toBeVisible();
  await expectSound(manager);
  const contact = await signIn(browser, product, 'sample01');
  await contact.goto(`${product.portal}/requests/new/alert-dismissal`);
  await expect(contact.getByRole('heading', { level: 1 })).toHaveText('2.CSPM アラート解除');
  await manager.getByRole('button', { name: '公開', exact: true }).click();
  await expect(manager.getByText('公開しました。', { exact: true })).toBeVisible();
  await expect(manager.getByText('2.CSPM アラート解除 → 2.CSPM アラートの解除 / 追加: 関連チケット')).toBeVisible();
  await contact.reload();
  await expect(contact.getByRole('heading', { level: 1 })).toHaveText('2.CSPM アラートの解除');
  await expect(contact.getByLabel('関連チケット')).toBeVisible();
  const other = await signIn(browser, product, 'op02');
  await other.goto(`${product.console}/console/catalog/alert-dismissal`);
  await expect(other.getByText('変更できるのはサービスマネージャーのみです。')).toBeVisible();
  await expect(other.getByRole('button', { name: '下書きを保存' })).toHaveCount(0);
  await asOwner(product, async (owner) => {
    await owner.query(`update catalog_items set published_version = 1 where key = 'alert-dismissal'`);
  });
});

test('the editor keeps what is typed with its field, bears names that are the same for a moment, and publishes nothing unsaved [D-16]', async ({
  browser,
  product,
}) => {
  const manager = await signIn(browser, product, 'op01');
  await manager.goto(`${product.console}/console/catalog/policy-change`);
  const rows = manager.getByRole('group', { name: /^項目 \d+$/ });
  const options = (n: number) => rows.nth(n - 1).getByRole('textbox', { name: /選択肢/ });
  await expect(options(4)).toHaveValue(/^enable \|/);
  await manager.getByRole('button', { name: '項目 5 を上へ' }).click();
  await expect(options(4)).toHaveValue(/^critical \|/);
  await expect(options(5)).toHaveValue(/^enable \|/);
  await manager.getByRole('button', { name: '項目 4 を下へ' }).click();
  await expect(options(4)).toHaveValue(/^enable \|/);
  await rows.nth(1).getByLabel('識別名').fill('policies');
  await options(4).fill('disable | 無効 | Off\ndisable | 無効 | Off');
  await manager.getByRole('button', { name: '下書きを保存' }).click();
  await expect(manager.getByText('同じ識別名の項目があります。')).toBeVisible();
  await manager.reload();
  await expect(rows.nth(1).getByLabel('識別名')).toHaveValue('policies');
  await rows.nth(1).getByLabel('識別名').fill('cloud_accounts');
  await options(4).fill('disable | 無効 | Off\nseverity | 重大度 | Severity\nparameters | パラメーター | Parameters');
  await manager.getByRole('button', { name: '下書きを保存' }).click();
  const publish = manager.getByRole('button', { name: '公開', exact: true });
  await expect(publish).toBeEnabled();
  const preview = manager.getByRole('form', { name: 'プレビュー' });
  await expect(preview.getByText('変更後の重大度')).toBeHidden();
  await preview.getByLabel('重大度', { exact: true }).check();
  await expect(preview.getByText('変更後の重大度')).toBeVisible();
  await expect(publish).toBeEnabled();
  await rows.nth(4).getByRole('checkbox', { name: '無効' }).check();
  await expect(publish).toBeDisabled();
  await expect(manager.getByText('保存していない変更があります。')).toBeVisible();
  await expectSound(manager);
  await manager.getByRole('button', { name: '下書きを保存' }).click();
  await expect(publish).toBeEnabled();
  await expect(rows.nth(4).getByRole('checkbox', { name: '無効' })).toBeChecked();
  await manager.getByRole('button', { name: '下書きを破棄' }).click();
  await expect(options(4)).toHaveValue(/^enable \|/);
});

test('price lists say what an item costs, and an empty price takes it off the list', async ({ browser, product }) => {
  const manager = await signIn(browser, product, 'op01');
  await manager.goto(`${product.console}/console/catalog/prices`);
  const price = manager.getByLabel('6.ユーザー追加/削除: 1件あたりのポイント');
  await price.fill('いち');
  await manager.getByRole('button', { name: '価格表を保存' }).click();
  await expect(manager.getByRole('alert')).toBeVisible();
  await expect(price).toHaveValue('いち');
  await price.fill('');
  await manager.getByRole('button', { name: '価格表を保存' }).click();
  await expect(manager.getByText('価格表を保存しました。')).toBeVisible();
  await expectSound(manager);
  const contact = await signIn(browser, product, 'sample01');
  await contact.goto(`${product.portal}/requests`);
  await expect(contact.getByText('8個のアイテムを表示しています')).toBeVisible();
  await price.fill('1');
  await manager.getByRole('button', { name: '価格表を保存' }).click();
  await expect(manager.getByText('価格表を保存しました。')).toBeVisible();
  await contact.reload();
  await expect(contact.getByText('9個のアイテムを表示しています')).toBeVisible();
});

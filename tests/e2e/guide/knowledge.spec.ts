import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { asOwner, expect, expectSound, signIn, test } from '../support/product.ts';

const open = async (page: Page, name: string) => {
  await page.getByRole('banner').getByRole('link', { name: 'ナレッジ' }).click();
  await page.waitForURL(/\/knowledge$/);
  await page.getByRole('link', { name: 'すべての記事' }).click();
  await page.getByRole('main').getByRole('article').getByRole('link', { name, exact: true }).click();
};
const filters = (page: Page) => page.locator('details.filters');
const rows = (page: Page) => page.getByRole('main').getByRole('article');

test('the knowledge home has the search, counters, welcome and tiles of the guide, and a tile opens its articles [G-4.9-1, G-4.9-2, G-4.9-9]', async ({
  browser,
  product,
}) => {
  const page = await signIn(browser, product, 'sample01');
  await page
    .getByRole('main')
    .getByRole('link', { name: /ナレッジ/ })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ナレッジ');
  await expect(page.getByRole('searchbox')).toHaveAttribute('placeholder', '検索(1文字から)');
  const tiles = page.getByRole('region', { name: '当社のナレッジベースの探索' }).getByRole('listitem');
  await expect(tiles.first()).toBeVisible();
  await expect(page.getByText(`${await tiles.count()} ナレッジベース`)).toBeVisible();
  const total = Number(
    (
      await page
        .getByText(/^\d+ 記事$/)
        .first()
        .textContent()
    )?.replace(/\D/g, ''),
  );
  await expect(page.getByRole('heading', { name: '当社のナレッジベースの探索' })).toBeVisible();
  await expectSound(page);
  const tile = page.getByRole('link', { name: /お客様向けドキュメント \(マネージドCSPM\)/ });
  const inTile = Number(/(\d+) 記事/.exec((await tile.textContent()) ?? '')?.[1]);
  expect(inTile).toBeLessThan(total);
  await tile.click();
  await expect(page.getByText(`${inTile} 結果`, { exact: true })).toBeVisible();
  await expect(rows(page)).toHaveCount(inTile);
  for (const name of ['よくあるご質問', '申請書', 'クラウドアカウント情報記入シート', 'マネージドCSPM サービス仕様書', '月次レポートの読み方'])
    await expect(rows(page).getByRole('link', { name, exact: true })).toBeVisible();
});

test('articles are narrowed by language, base, category and author, in the order chosen, with chips that go away [G-4.9-3, G-4.9-4, G-4.9-5, G-4.9-6]', async ({
  browser,
  product,
}) => {
  const page = await signIn(browser, product, 'sample01');
  await page.goto(`${product.portal}/knowledge/articles`);
  const pane = filters(page);
  await expect(pane.getByRole('heading')).toHaveText(['フィルター', '言語', 'ナレッジベース', 'カテゴリ', '作成者']);
  await expect(pane).toContainText('結果の絞り込み');
  for (const category of ['サービス仕様書', 'カスタマーポータルご利用ガイド', '3.Prisma Cloudご利用ガイド', '4.クラウドアカウント情報記入シート'])
    await expect(pane.getByRole('link', { name: category })).toBeVisible();
  await pane.getByRole('link', { name: 'カスタマーポータルご利用ガイド' }).click();
  await page.waitForURL(/category=/);
  await pane.getByRole('link', { name: 'English' }).click();
  await expect(rows(page).getByRole('heading')).toHaveText([/Frequently asked questions/, /When the mailed code does not arrive/]);
  await expect(page.getByText('2 結果', { exact: true })).toBeVisible();
  const row = rows(page).first();
  await expect(row).toContainText('お客様向けドキュメント (マネージドCSPM) | カスタマーポータルご利用ガイド');
  await expect(row).toContainText(/\d+ ビュー/);
  await expect(row).toContainText('か月前');
  await expect(row).toContainText('I cannot sign in');
  await expectSound(page);
  await row.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Frequently asked questions');
  await page.goBack();
  await page.getByRole('link', { name: 'Englishを外す' }).click();
  await expect(page).not.toHaveURL(/language/);
  await page.getByLabel('ソート基準').selectOption('最新');
  await page.waitForURL(/sort=newest/);
  await expect(rows(page).getByRole('heading').first()).toHaveText('検証コードのメールが届かないとき');
  await pane.getByRole('link', { name: 'カテゴリのフィルターをクリア' }).click();
  await expect(page).not.toHaveURL(/category/);
  await page.goto(`${page.url()}&author=${encodeURIComponent('相談 一郎')}`);
  await page.getByRole('main').getByRole('link', { name: 'すべて消去' }).first().click();
  await expect(page).toHaveURL(/\/knowledge\/articles(\?sort=newest)?$/);
});

test('a search finds titles, texts and files by any way of writing, marks the words, and says so when there is nothing [D-19, G-4.9-1]', async ({
  browser,
  product,
}) => {
  const page = await signIn(browser, product, 'sample01');
  await page.goto(`${product.portal}/knowledge`);
  await expect(async () => {
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox')).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type('ﾊﾟﾌﾞﾘｯｸ');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/knowledge\/articles\?q=/);
  await expect(page.locator('mark').first()).toHaveText('パブリック');
  await page.getByRole('searchbox').fill('関係者と共有');
  await page.getByRole('button', { name: '検索' }).click();
  await expect(rows(page)).toContainText(['添付ファイルの中に見つかりました。']);
  await page.getByRole('searchbox').fill('鯖鰯');
  await page.getByRole('button', { name: '検索' }).click();
  await expect(page.getByText('該当する記事がありません')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'すべて消去' }).last().click();
  await expect(rows(page).first()).toBeVisible();
});

test('an article has author, age, views that rise once a day, contents and feedback that may be changed [G-4.9-7, G-4.12-6]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  await asOwner(product, (owner) => owner.query('delete from article_views'));
  await open(page, 'サービスの範囲と対応時間');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('サービスの範囲と対応時間');
  await expect(page.getByText('作成者: セキュリティアドバイザリーセンター')).toBeVisible();
  const views = async () => Number(/閲覧数: (\d+)/.exec((await page.getByRole('main').textContent()) ?? '')?.[1]);
  await page.reload();
  const seen = await views();
  await page.reload();
  expect(await views()).toBe(seen);
  const colleague = await signIn(browser, product, 'sample02');
  await colleague.goto(page.url());
  await page.reload();
  expect(await views()).toBe(seen + 1);
  await page.getByRole('navigation', { name: '目次' }).getByRole('link', { name: 'サービスに含まれないこと' }).click();
  await expect(page).toHaveURL(/#section-3$/);
  await expectSound(page);
  await page.getByRole('button', { name: '送信' }).click();
  await expect(page.getByText('「はい」または「いいえ」を選択してください。')).toBeVisible();
  await page.getByRole('radio', { name: 'いいえ' }).check();
  await page.getByLabel('作成者へのコメント(任意)').fill('祝日の扱いも知りたいです');
  await page.getByRole('button', { name: '送信' }).click();
  await expect(page.getByText('ご意見をありがとうございました。')).toBeVisible();
  await page.goto(page.url().replace(/[?#].*/, ''));
  await expect(page.getByRole('radio', { name: 'いいえ' })).toBeChecked();
  await expect(page.getByLabel('作成者へのコメント(任意)')).toHaveValue('祝日の扱いも知りたいです');
  await page.goto(`${page.url()}?language=en`);
  await page.getByRole('radio', { name: 'はい' }).check();
  await page.getByRole('button', { name: '送信' }).click();
  await page.waitForURL(/rated=1/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveAttribute('lang', 'en');
});

test('a document is downloaded by its name, and shown in its page with search inside [G-4.9-8, G-R-1]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  await page.goto(`${product.portal}/knowledge/articles`);
  const row = rows(page).filter({ hasText: '月次レポートの読み方' });
  const viewsOf = async () => Number(/(\d+) ビュー/.exec((await row.textContent()) ?? '')?.[1]);
  await asOwner(product, (owner) => owner.query('delete from article_views'));
  const before = await viewsOf();
  const downloading = page.waitForEvent('download');
  await row.getByRole('link', { name: '月次レポートの読み方', exact: true }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('月次レポートの読み方.pdf');
  const file = await download.path();
  expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
  await page.reload();
  expect(await viewsOf()).toBe(before + 1);
  await row.getByRole('link', { name: 'プレビュー' }).click();
  await page.waitForURL(/\/knowledge\/KB\d{7}$/);
  await expect(page.getByText('1/1 ページ')).toBeVisible();
  await expect(page.locator('.textLayer')).toContainText('月次レポートの読み方');
  await page.getByPlaceholder('文書内を検索').fill('重要度');
  await expect(page.getByText('1/1 件')).toBeVisible();
  await expect(page.locator('.textLayer .highlight')).toHaveText('重要度');
  await page.getByPlaceholder('文書内を検索').fill('鯖');
  await expect(page.getByText('一致なし')).toBeVisible();
  await expectSound(page);
});

test('a PDF of two hundred pages is drawn as it is read [G-4.9-8]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  await page.goto(`${product.portal}/knowledge/articles?q=${encodeURIComponent('サービス仕様書')}`);
  const link = rows(page).filter({ hasText: 'マネージドCSPM サービス仕様書' }).getByRole('link', { name: 'プレビュー' });
  const long = execFileSync('node', ['-e', longPdf], { maxBuffer: 10_000_000 });
  await page.route(/\/knowledge\/files\/.*inline/, (route) => route.fulfill({ body: long, contentType: 'application/pdf' }));
  await link.click();
  await expect(page.getByText('1/200 ページ')).toBeVisible();
  expect(await page.locator('.pdfViewer .page').count()).toBe(200);
  expect(await page.locator('.pdfViewer canvas').count()).toBeLessThan(15);
  await page.getByPlaceholder('文書内を検索').fill('leaf 173');
  await page.getByPlaceholder('文書内を検索').press('Enter');
  await expect(page.getByText('173/200 ページ')).toBeVisible({ timeout: 15_000 });
});

/** Two hundred pages, each with its number. */
const longPdf = `
const n = 200; let body = '%PDF-1.4\\n'; const at = [];
const add = (text) => { at.push(body.length); body += at.length + ' 0 obj\\n' + text + '\\nendobj\\n'; };
add('<< /Type /Catalog /Pages 2 0 R >>');
add('<< /Type /Pages /Count ' + n + ' /Kids [' + Array.from({ length: n }, (_, i) => (4 + 2 * i) + ' 0 R').join(' ') + '] >>');
add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
for (let i = 1; i <= n; i += 1) {
  const words = 'BT /F1 20 Tf 60 700 Td (leaf ' + i + ') Tj ET';
  add('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ' + (at.length + 2) + ' 0 R /Resources << /Font << /F1 3 0 R >> >> >>');
  add('<< /Length ' + words.length + ' >>\\nstream\\n' + words + '\\nendstream');
}
const start = body.length;
body += 'xref\\n0 ' + (at.length + 1) + '\\n0000000000 65535 f \\n' + at.map((one) => String(one).padStart(10, '0') + ' 00000 n \\n').join('') + 'trailer\\n<< /Size ' + (at.length + 1) + ' /Root 1 0 R >>\\nstartxref\\n' + start + '\\n%%EOF\\n';
process.stdout.write(Buffer.from(body, 'latin1'));`;

test('what scanned pages are drawn with is lent by the previewer, and nothing else of its package', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  const answer = async (name: string) => (await page.request.get(`${product.portal}/knowledge/previewer/${name}`)).status();
  for (const part of ['openjpeg.wasm', 'jbig2.wasm', 'jbig2_nowasm_fallback.js', '90ms-RKSJ-H.bcmap']) expect(await answer(part)).toBe(200);
  for (const other of ['package.json', 'quickjs-eval.js', '..%2fpackage.json', '.bcmap']) expect(await answer(other)).toBe(404);
});

test("another customer's, a scheduled, a drafted and a retired article are the same 404 by every address [D-8]", async ({ browser, product }) => {
  const stranger = await signIn(browser, product, 'a-contact');
  const hidden: { number: string; file: string | null }[] = [];
  await asOwner(product, async (owner) => {
    const { rows: found } = await owner.query<{ number: string; file: string | null }>(
      `select distinct a.number, (select f.id from article_files f where f.article_id = a.id limit 1) as file from articles a join article_versions v on v.article_id = a.id
       where a.retired_at is not null or v.state = 'draft' or v.shows_from > now() or a.open_to[1] like 'account:%'`,
    );
    hidden.push(...found);
  });
  expect(hidden.length).toBeGreaterThanOrEqual(4);
  for (const { number } of [...hidden, { number: 'KB9999999' }]) {
    for (const path of [`/knowledge/${number}`, `/knowledge/${number}?language=en`]) expect((await stranger.goto(product.portal + path))?.status()).toBe(404);
    const about = await stranger.goto(`${product.portal}/inquiries/new?about=${number}`);
    expect(about?.status()).toBe(200);
    await expect(stranger.getByLabel('お問い合わせ内容')).toHaveValue('');
  }
});

test('while an inquiry is written, articles that may answer it are offered; one leads to an inquiry about it [G-4.6-1]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  await page.goto(`${product.portal}/inquiries/new`);
  await page.getByRole('textbox', { name: 'お問い合わせ内容' }).click();
  await page.keyboard.type('検証コードのメールが届かないです。');
  const offered = page.getByRole('region', { name: '参考になるかもしれない記事' });
  await expect(offered.getByRole('link', { name: /検証コードのメールが届かないとき/ })).toBeVisible();
  await expectSound(page);
  const [article] = await Promise.all([page.context().waitForEvent('page'), offered.getByRole('link').first().click()]);
  await article.getByRole('link', { name: 'この記事について問い合わせる' }).click();
  await expect(article.getByLabel('お問い合わせ内容')).toHaveValue(/^記事「検証コードのメールが届かないとき」\(KB\d{7}\)について/);
});

for (const [width, scheme] of [
  [320, 'light'],
  [1440, 'dark'],
] as const)
  test(`every page of knowledge is sound at ${width} px in ${scheme}, in English, and without scripts`, async ({ browser, product }) => {
    const page = await signIn(browser, product, 'sample01', { viewport: { width, height: 800 }, colorScheme: scheme });
    await page.getByRole('button', { name: 'English' }).click();
    for (const path of ['/knowledge', '/knowledge/articles?q=alert']) {
      await page.goto(product.portal + path);
      await expectSound(page);
    }
    await page.getByRole('main').getByRole('article').getByRole('link').first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Severities of alerts and when to act');
    await expectSound(page);
    await page.getByRole('button', { name: '日本語' }).click();
  });

import type { Page } from '@playwright/test';
import type { Running } from '../../support/server.ts';
import { asOwner, expect, expectSound, signIn, test } from '../support/product.ts';

const path = '/cases/filters';
const asked = { where: 'status.is(new,in_progress),or(subject.contains(公開),keyword.contains(S3))', sort: '-updated,number' };
const query = new URLSearchParams(asked).toString();

test.beforeEach(({ product }) => asOwner(product, (owner) => owner.query('delete from saved_filters')));

/** What フィルターの保存 of the list sends, from the page that answers it. */
async function send(page: Page, product: Running, action: string, fields: Record<string, string>): Promise<void> {
  await page.goto(product.portal + path);
  await Promise.all([
    page.waitForEvent('load'),
    page.evaluate(
      ([to, typed]) => {
        const form = Object.assign(document.createElement('form'), { method: 'POST', action: to });
        for (const [name, value] of Object.entries(typed)) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
        document.body.append(form);
        form.submit();
      },
      [`${path}?/${action}`, fields] as const,
    ),
  ]);
}
const save = (page: Page, product: Running, name: string, more: Record<string, string> = {}) =>
  send(page, product, 'save', { name, query, back: `/cases?${query}`, ...more });
const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
const idOf = (page: Page): string => new URL(page.url()).searchParams.get('filter') ?? '';
const names = async (page: Page): Promise<string[]> => (await page.locator('tbody td.name').allInnerTexts()).map((name) => name.trim());

for (const javaScriptEnabled of [true, false])
  test(`filters are saved, renamed, removed and brought back, ${javaScriptEnabled ? 'with' : 'without'} scripts [G-4.8-6, G-4.8-7]`, async ({
    browser,
    product,
  }) => {
    const page = await signIn(browser, product, 'sample01', { javaScriptEnabled });
    // axe needs scripts itself.
    const sound = async () => void (javaScriptEnabled && (await expectSound(page)));
    await page.goto(product.portal + path);
    await expect(page.getByText('保存したフィルターはありません')).toBeVisible();
    await sound();

    await save(page, product, '公開設定の件');
    await expect(page).toHaveURL(/\/cases\?filter=[0-9a-f-]{36}&saved=1$/);
    const id = idOf(page);
    await save(page, product, '今期の作業依頼');
    await page.goto(product.portal + path);
    expect(await names(page)).toEqual(['公開設定の件', '今期の作業依頼']);
    await expect(rowOf(page, '公開設定の件').getByRole('link', { name: '公開設定の件', exact: true })).toHaveAttribute('href', `/cases?filter=${id}`);
    await expect(page.getByRole('button', { name: /共有/ })).toHaveCount(0);
    expect(await page.content()).not.toContain('keyword.contains');
    await sound();

    // A taken name is refused beside its field and what was typed is kept.
    await page.getByRole('link', { name: '「今期の作業依頼」の名前を変更' }).click();
    const field = page.getByRole('textbox', { name: '「今期の作業依頼」の名前を変更' });
    await expect(field).toHaveValue('今期の作業依頼');
    await field.fill('公開設定の件 ');
    await page.getByRole('button', { name: '変更', exact: true }).click();
    await expect(field).toHaveValue('公開設定の件 ');
    await expect(field).toHaveAccessibleDescription(/同じ名前のフィルターがすでにあります/);
    await expect(page.getByRole('alert')).toContainText('同じ名前のフィルターがすでにあります');
    await sound();
    await field.fill('<b>来期</b>の"依頼"');
    await page.getByRole('button', { name: '変更', exact: true }).click();
    await expect(page.getByRole('status').getByText('フィルター名を変更しました。')).toBeVisible();
    expect(await names(page)).toEqual(expect.arrayContaining(['<b>来期</b>の"依頼"', '公開設定の件']));

    await page.getByRole('button', { name: '「公開設定の件」を削除' }).click();
    await expect(page.getByText('「公開設定の件」を削除しました。')).toBeVisible();
    expect(await names(page)).toEqual(['<b>来期</b>の"依頼"']);
    await sound();
    await page.getByRole('button', { name: '元に戻す' }).click();
    await expect(page.getByText('フィルターを元に戻しました。')).toBeVisible();
    await expect(rowOf(page, '公開設定の件').getByRole('link', { name: '公開設定の件', exact: true })).toHaveAttribute('href', `/cases?filter=${id}`);
  });

test('a name that is taken keeps what was typed and offers 上書き保存 [G-4.8-6]', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample01');
  await save(page, product, '公開設定の件');
  const id = idOf(page);
  await save(page, product, '公開設定の件', { query: 'where=status.is(closed)&page=9', back: '/cases?where=status.is(closed)' });
  const draft = page.getByRole('form', { name: 'フィルターの保存' });
  const field = draft.getByRole('textbox', { name: 'フィルター名' });
  await expect(field).toHaveValue('公開設定の件');
  await expect(field).toHaveAccessibleDescription(/同じ名前のフィルターがすでにあります/);
  await expect(draft.getByRole('link', { name: 'キャンセル' })).toHaveAttribute('href', '/cases?where=status.is(closed)');
  await expectSound(page);
  await draft.getByRole('button', { name: '「公開設定の件」に上書き保存' }).click();
  await expect(page).toHaveURL(`${product.portal}/cases?filter=${id}&saved=1`);
  await asOwner(product, async (owner) => {
    expect((await owner.query('select id, name, query from saved_filters')).rows).toEqual([{ id, name: '公開設定の件', query: 'where=status.is(closed)' }]);
  });

  // Another name saves another one; an empty one says so. A way back that leaves the list leads nowhere else.
  await save(page, product, '　', { back: '//evil.example/cases' });
  await expect(field).toHaveAccessibleDescription(/フィルター名を入力してください/);
  expect(await draft.getByRole('link', { name: 'キャンセル' }).getAttribute('href')).toMatch(/^\/cases\?where=/);
  await field.fill('別の名前');
  await draft.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page).toHaveURL(/\/cases\?filter=[0-9a-f-]{36}&saved=1$/);
  expect(idOf(page)).not.toBe(id);
});

test('an administrator shares filters with the account, which loads and does not change them [G-4.8-7]', async ({ browser, product }) => {
  const administrator = await signIn(browser, product, 'sample03');
  await save(administrator, product, '全社で見る', { isShared: 'on', query: 'where=contract.is(N200000001)' });
  const id = idOf(administrator);
  await save(administrator, product, 'あとで共有');
  await administrator.goto(product.portal + path);
  await administrator.getByRole('button', { name: '「あとで共有」を共有する' }).click();
  await expect(administrator.getByText('フィルターを共有しました。貴社のすべてのユーザーが呼び出せます。')).toBeVisible();
  await expectSound(administrator);

  for (const key of ['sample01', 'sample04']) {
    const reader = await signIn(browser, product, key);
    await reader.goto(product.portal + path);
    expect(await names(reader)).toEqual(['あとで共有', '全社で見る']);
    await expect(rowOf(reader, '全社で見る')).toContainText('Ex Sample03');
    await expect(rowOf(reader, '全社で見る').getByRole('button')).toHaveCount(0);
    await expect(rowOf(reader, '全社で見る').getByRole('link')).toHaveCount(1);
    if (key === 'sample04') expect(await reader.content()).not.toContain('N200000001');
    // Shares nothing themselves, whatever they send.
    await save(reader, product, '勝手に共有', { isShared: 'on' });
    await expect(reader.getByRole('alert')).toContainText('この操作は許可されていないため');
    for (const action of ['unshare', 'remove']) {
      await send(reader, product, action, { id });
      await expect(reader.getByRole('alert')).toContainText('この操作は許可されていないため');
    }
    await reader.context().close();
  }
  await administrator.getByRole('button', { name: '「あとで共有」の共有を解除' }).click();
  await expect(administrator.getByText('共有を解除しました。今後は作成者だけが呼び出せます。')).toBeVisible();
  await expect(rowOf(administrator, 'あとで共有')).toContainText('自分のみ');
});

test("another account's and a colleague's filters are not found in any slot [G-4.8-7, D-24]", async ({ browser, product }) => {
  const contact = await signIn(browser, product, 'sample01');
  await save(contact, product, '秘密のCANARY');
  const id = idOf(contact);
  for (const key of ['sample03', 'a-contact', 'a-administrator']) {
    const other = await signIn(browser, product, key);
    for (const address of [path, `${path}?removed=${id}`, `${path}?rename=${id}`]) {
      await other.goto(product.portal + address);
      expect(await other.content()).not.toContain('CANARY');
      await expect(other.getByText('保存したフィルターはありません')).toBeVisible();
    }
    for (const action of ['replace', 'rename', 'share', 'unshare', 'remove', 'restore'])
      for (const slot of [id, '00000000-0000-7000-8000-000000000000']) {
        const answer = await other.request.post(`${product.portal}${path}?/${action}`, {
          form: { id: slot, name: 'x', query: 'sort=number' },
          headers: { origin: product.portal, accept: 'text/html' },
        });
        expect([key, action, slot, answer.status()]).toEqual([key, action, slot, 404]);
        expect(await answer.text()).not.toContain('CANARY');
      }
    await other.context().close();
  }
  await contact.goto(product.portal + path);
  expect(await names(contact)).toEqual(['秘密のCANARY']);
});

test('the page of filters stays whole with long names on small screens, and speaks English', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample05');
  await save(page, product, `${'W'.repeat(79)}1`);
  await save(page, product, '長い名前のフィルター'.repeat(8));
  await page.goto(product.portal + path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Manage filters');
  for (const width of [320, 375, 768, 1024]) {
    await page.setViewportSize({ width, height: 800 });
    await expectSound(page);
    await page
      .getByRole('link', { name: /^Rename/ })
      .first()
      .click();
    await expect(page.getByRole('textbox')).toBeFocused();
    await expectSound(page);
    await page.getByRole('link', { name: 'Cancel' }).click();
  }
});

import { dayAfter, dayOf } from '#kernel/days.ts';
import { asOwner, expect, expectSound, signIn, test } from '../support/product.ts';

const today = dayOf(new Date());
const NOTE = '※お客様サービス利用情報の内容変更には申込書によるお申込みが必要となりますので、営業担当者へご連絡をお願いいたします。';

/** The product is shared with other files: contracts are again as the demo world has them. */
test.afterEach(({ product }) =>
  asOwner(product, async (owner) => {
    await owner.query('update contracts set ends_on = null');
    await owner.query('delete from contract_terms t using contracts c where c.id = t.contract_id and t.from_on > c.started_on');
  }),
);

test("サービス設定情報 lists the contracts with the guide's columns and paging words [G-4.10-1]", async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample04');
  await page.goto(`${product.portal}/contracts`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('サービス設定情報');
  expect(await page.getByRole('columnheader').allInnerTexts()).toEqual(['ご契約者名', 'お客様番号', 'サービス名', 'ご契約開始日']);
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('row').last()).toContainText(/株式会社サンプル\s*N100000001\s*WideAngle.*\s*2021-12-01/);
  await expect(page.getByText('1行中 1~1行')).toBeVisible();
  await expectSound(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectSound(page);
});

test('お客様サービス利用情報 says all that the guide says, and nothing in it can be changed [G-4.10-2, G-4.10-3, G-4.10-4, G-4.10-5]', async ({
  browser,
  product,
}) => {
  const page = await signIn(browser, product, 'sample01');
  await page.goto(`${product.portal}/contracts`);
  await page.getByRole('link', { name: 'csアカウント01' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('お客様サービス利用情報');
  const facts = async (name: string) => {
    const region = page.getByRole('region', { name, exact: true });
    return [await region.locator('dt').allInnerTexts(), await region.locator('dd').allInnerTexts()];
  };
  expect(await facts('お客様情報')).toEqual([
    ['*お客様番号', 'ご契約者名', 'サービス名', 'ご契約開始日', '次回契約更新日'],
    ['N200000001', 'csアカウント01', 'WideAngle プロフェッショナルサービス マネージドCSPM', '2022-09-01', '2027-09-01'],
  ]);
  expect(await facts('サービス利用情報')).toEqual([
    ['種別', 'ご契約プラン', 'ご契約クレジット', 'オプション「作業依頼ポイント追加」'],
    ['有償', 'スタンダード', '1,000', '10ポイント／月'],
  ]);
  await expect(page.getByText(NOTE)).toBeVisible();
  await expect(page.getByText('* 必須を示します')).toBeVisible();
  await expect(page.locator('main').locator('input, select, textarea, button')).toHaveCount(0);
  await expect(page.locator('main').getByRole('link', { name: /^作業依頼/ })).toHaveAttribute('href', '/requests?contract=N200000001');
  await expectSound(page);

  // Without work and points there is no way to them.
  await page.goto(`${product.portal}/contracts/N100000001`);
  await expect(page.getByText('ライト')).toBeVisible();
  await expect(page.locator('main').locator('a[href^="/requests"], a[href^="/account/points"]')).toHaveCount(0);
});

test("another customer's and a colleague's contract are the same 404 as one that does not exist [D-8, D-24]", async ({ browser, product }) => {
  const page = await signIn(browser, product, 'sample04');
  const bodies = [];
  for (const number of ['N200000001', 'P910000001', 'X999999999', 'n100000001']) {
    expect([number, (await page.goto(`${product.portal}/contracts/${number}`))?.status()]).toEqual([number, 404]);
    bodies.push(await page.locator('main').innerText());
  }
  expect(new Set(bodies).size).toBe(1);
});

for (const javaScriptEnabled of [true, false])
  test(`a service manager writes terms for a day to come, takes them back, and changes today's, ${javaScriptEnabled ? 'with' : 'without'} scripts [D-18]`, async ({
    browser,
    product,
  }) => {
    const page = await signIn(browser, product, 'op01', { javaScriptEnabled });
    await page.goto(`${product.console}/console/contracts`);
    await page.getByLabel('ご契約を検索').fill('サンプル');
    await page.getByRole('button', { name: 'ご契約を検索' }).click();
    await expect(page.getByRole('row')).toHaveCount(3);
    if (javaScriptEnabled) await expectSound(page);
    await page.getByRole('link', { name: 'N100000001' }).click();
    const form = page.getByRole('region', { name: '契約内容を変更' });

    // What cannot be is said beside its field, and what was typed is kept.
    await form.getByLabel('適用開始日').fill(dayAfter(today, 10));
    await form.getByLabel('ご契約プラン').fill('プレミアム');
    await form.getByLabel('プランのポイント（月）').fill('４０');
    await form.getByLabel('ポイント管理').check();
    await form.getByRole('button', { name: 'この内容で登録' }).click();
    await expect(page.getByRole('alert')).toContainText('「作業依頼」も必要です');
    await expect(form.getByLabel('ご契約プラン')).toHaveValue('プレミアム');
    await expect(form.getByLabel('プランのポイント（月）')).toHaveValue('４０');
    await expect(form.getByLabel('ポイント管理')).toBeChecked();
    if (javaScriptEnabled) await expectSound(page);
    await form.getByLabel('作業依頼', { exact: true }).check();
    await form.getByLabel('価格表').selectOption('標準価格表');
    await form.getByRole('button', { name: 'この内容で登録' }).click();
    await expect(page.getByText('契約内容を登録しました。')).toBeVisible();
    await expect(page.getByRole('region', { name: '契約内容の予定と履歴' })).toContainText(`${dayAfter(today, 10)} 予定`);
    await expect(page.getByRole('region', { name: '現在の内容' })).toContainText('ライト');
    await page.getByRole('button', { name: `${dayAfter(today, 10)}からの予定を取り消す` }).click();
    await expect(page.getByText('予定を取り消しました。')).toBeVisible();
    await expect(page.getByRole('region', { name: '契約内容の予定と履歴' })).not.toContainText(dayAfter(today, 10));

    await form.getByLabel('適用開始日').fill(today);
    await form.getByLabel('ご契約クレジット').fill('1,234');
    await form.getByRole('button', { name: 'この内容で登録' }).click();
    await expect(page.getByRole('region', { name: '現在の内容' })).toContainText('1,234');
    await expect(page.getByRole('region', { name: '変更履歴' })).toContainText(/OP-01[\s\S]*ご契約クレジット\s*300\s*1,234/);
    const customer = await signIn(browser, product, 'sample04');
    await customer.goto(`${product.portal}/contracts/N100000001`);
    await expect(customer.getByRole('region', { name: 'サービス利用情報' })).toContainText('1,234');
  });

test('another operator reads the master and is offered no change; sent anyway, it is refused', async ({ browser, product }) => {
  const page = await signIn(browser, product, 'op02');
  await page.goto(`${product.console}/console/contracts/N100000001`);
  await expect(page.getByText('契約の変更は、サービスマネージャーのみが行えます。')).toBeVisible();
  await expect(page.locator('main form')).toHaveCount(0);
  await expectSound(page);
  const answer = await page.request.post(`${product.console}/console/contracts/N100000001?/withdraw`, {
    form: { version: '1', fromOn: today },
    headers: { origin: product.console },
  });
  expect(await answer.text()).toContain('この操作は、サービスマネージャーのみが行えます。');
});

test('after the end of a contract its customer reads and sends nothing', async ({ browser, product }) => {
  const manager = await signIn(browser, product, 'op01');
  await manager.goto(`${product.console}/console/contracts/P910000001`);
  const form = manager.getByRole('region', { name: '名義と日付を変更' });
  await form.getByLabel('契約終了日').fill(dayAfter(today, -1));
  await form.getByRole('button', { name: '変更を保存' }).click();
  await expect(manager.getByText('名義と日付を保存しました。')).toBeVisible();

  const page = await signIn(browser, product, 'a-contact');
  await page.goto(`${product.portal}/contracts`);
  await expect(page.getByRole('row').last()).toContainText('契約終了');
  await page.goto(`${product.portal}/contracts/P910000001`);
  await expect(page.getByText(`このご契約は${dayAfter(today, -1)}に終了しました。`)).toBeVisible();
  await expect(page.locator('main a[href^="/requests"]')).toHaveCount(0);
  await expectSound(page);
  await page.goto(`${product.portal}/inquiries/new`);
  await expect(page.getByText('ご契約が終了しているため、新しいお問い合わせは送信できません。')).toBeVisible();
  await expect(page.getByLabel('お客様番号').locator('option')).toHaveCount(0);
  await expectSound(page);

  let number = '';
  await asOwner(product, async (owner) => {
    const { rows } = await owner.query<{ number: string }>(
      `select k.number from cases k join contracts c on c.id = k.contract_id where c.number = 'P910000001' and k.status in ('new', 'in_progress') limit 1`,
    );
    number = rows[0]?.number ?? '';
  });
  await page.goto(`${product.portal}/cases/${number}`);
  await expect(page.getByText('このケースのご契約は終了しているため、閲覧のみ可能です。')).toBeVisible();
  await expect(page.getByRole('button', { name: '送信' })).toHaveCount(0);
  await expect(page.getByText('ケースをクローズ')).toHaveCount(0);
});

test('the inquiry form offers what the chosen contract includes [D-14, G-4.8.5-2]', async ({ browser, product }) => {
  await asOwner(product, (owner) =>
    owner.query(`insert into contract_terms (id, account_id, contract_id, from_on, kind, plan, credits, has_requests, has_points, categories)
      select gen_random_uuid(), account_id, id, app.today(), 'paid', 'x', 1, false, false, '{service,other}' from contracts where number = 'N100000001'`),
  );
  const page = await signIn(browser, product, 'sample01');
  await page.goto(`${product.portal}/inquiries/new`);
  const kinds = page.getByLabel('お問い合わせ種別').locator('option');
  await expect(kinds).toHaveCount(7);
  await page.getByLabel('お客様番号').selectOption('N100000001');
  await expect(kinds).toHaveCount(3);
});

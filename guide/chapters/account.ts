import { expect } from '@playwright/test';
import { both, chapter, note, step, table, text } from '../chapter.ts';

export const account = [
  chapter(
    '4.10',
    'サービス設定情報の確認',
    'Service settings',
    text('お申込み時の情報と、ご契約のプランなどを確認できます。', 'See what you applied for, your plan and the dates of your contract.'),
    step('メニューの [{menu_contracts}] をクリックします。', 'Click [{menu_contracts}] in the menu.', async (stage) => {
      await stage.as('contact', '/');
      const link = stage.link('menu_contracts', stage.banner);
      return {
        caption: both('メニューのサービス設定情報', 'Service settings in the menu'),
        of: [stage.banner, stage.main.locator('header').first()],
        mark: [link],
      };
    }),
    step('確認したい契約の [{case_holder}] をクリックします。', 'Click the [{case_holder}] of a contract.', async (stage) => {
      await stage.link('menu_contracts', stage.banner).click();
      const name = stage.page.getByRole('link', { name: 'csアカウント01' });
      await stage.shows(name);
      return { caption: both('ご契約の一覧', 'Your contracts'), of: [stage.main], mark: [name] };
    }),
    step('お客様サービス利用情報が表示されます。', 'The details of the contract appear.', async (stage) => {
      await stage.page.getByRole('link', { name: 'csアカウント01' }).click();
      await stage.shows(stage.page.getByRole('heading', { level: 1, name: stage.word('contract_use_title') }), stage.main.getByText('N200000001'));
      return { caption: both('お客様サービス利用情報', 'Details of a contract'), of: [stage.main] };
    }),
    note('内容の変更には、申込書が必要です。営業担当者にご連絡ください。', 'Changes require an application form. Please contact your sales representative.'),
  ),
  chapter(
    '4.11',
    'アカウント管理',
    'Account management',
    text('ログインの履歴と、作業依頼に使うポイントを確認できます。', 'See the history of sign-ins and the points for work requests.'),
  ),
  chapter(
    '4.11.1',
    'ログイン履歴',
    'Sign-in history',
    step(
      'メニューの [{menu_account}] から [{account_sign_ins}] をクリックします。',
      'Click [{menu_account}] in the menu, then [{account_sign_ins}].',
      async (stage) => {
        await stage.as('contact', '/');
        await stage.link('menu_account', stage.banner).click();
        const link = stage.link('account_sign_ins', stage.main);
        await stage.shows(link);
        return { caption: both('アカウント管理', 'Account management'), of: [stage.banner, stage.main], mark: [link] };
      },
    ),
    step('ログインの履歴が表示されます。期間や結果で絞り込むこともできます。', 'The history appears. You can narrow it by day or result.', async (stage) => {
      await stage.link('account_sign_ins', stage.main).click();
      await stage.shows(stage.page.getByRole('table', { name: 'Events' }).getByText('login', { exact: true }));
      return { caption: both('ログイン履歴', 'The sign-in history') };
    }),
    step(
      '≡ をクリックし、PDF、Excel、CSV のいずれかを選択すると、履歴を出力できます。',
      'Click ≡ and choose PDF, Excel or CSV to export it.',
      async (stage) => {
        const menu = stage.page.getByLabel(stage.word('history_export'), { exact: true });
        await menu.click();
        const csv = stage.page.getByRole('link', { name: 'CSV', exact: true });
        await stage.shows(csv);
        const shot = { caption: both('履歴の出力', 'Exporting the history'), of: [menu, csv], mark: [menu, csv] };
        const saved = await stage.page.request.get(`${stage.product.portal}${(await csv.getAttribute('href')) ?? ''}`);
        expect(saved.status()).toBe(200);
        return shot;
      },
    ),
    note('管理者ユーザーには、貴社の全員の履歴が表示されます。', 'Administrators see the history of everybody in their company.'),
  ),
  chapter(
    '4.11.2',
    '運用ポイントの確認',
    'Points',
    note('ご契約の内容によっては、ポイントが表示されません。', 'Points are shown only if your contract includes them.'),
    step(
      'メニューの [{menu_account}] から [{account_points}] をクリックします。',
      'Click [{menu_account}] in the menu, then [{account_points}].',
      async (stage) => {
        await stage.as('contact', '/account');
        await stage.link('account_points', stage.main).click();
        await stage.shows(stage.page.getByRole('heading', { level: 1, name: stage.word('point_title') }), stage.main.getByText('N200000001'));
        return { caption: both('ポイント管理', 'Points'), of: [stage.main] };
      },
    ),
    table(
      ['項目|内容', 'Column|Meaning'],
      ['{point_total}|その月に使えるポイントの合計です。', '{point_total}|All points of the month.'],
      ['{point_used}|受理された作業依頼で使ったポイントです。', '{point_used}|Points used by accepted requests.'],
      ['{point_left}|まだ使えるポイントです。翌月には繰り越せません。', '{point_left}|Points that are left. They end with the month.'],
    ),
  ),
];

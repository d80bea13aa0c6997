import { expect } from '@playwright/test';
import { both, chapter, note, step, text } from '../chapter.ts';

export const requests = [
  chapter(
    '4.7',
    '作業依頼',
    'Work requests',
    text('サービスの設定変更などの作業を依頼します。', 'Order work, such as changes to the settings of your service.'),
    note('ご契約の内容によっては、作業依頼が表示されません。', 'Work requests are shown only if your contract includes them.'),
  ),
  chapter(
    '4.7.1',
    '作業依頼の作成',
    'Creating a work request',
    step('メニューの [{menu_requests}] をクリックします。', 'Click [{menu_requests}] in the menu.', async (stage) => {
      await stage.as('contact', '/');
      const link = stage.link('menu_requests', stage.banner);
      return {
        caption: both('メニューの作業依頼', 'Work requests in the menu'),
        of: [stage.banner, stage.main.locator('header').first()],
        mark: [link],
      };
    }),
    step(
      '依頼したい作業の [{catalog_details}] をクリックします。[{catalog_more}] をクリックすると、続きが表示されます。',
      'Click [{catalog_details}] of the work that you need. [{catalog_more}] shows the rest.',
      async (stage) => {
        await stage.link('menu_requests', stage.banner).click();
        const details = stage.main.getByRole('link', { name: stage.say('2.CSPM アラート解除', '2. CSPM alert dismissal') });
        await stage.shows(details);
        return { caption: both('作業依頼の一覧', 'The list of work'), of: [stage.main], mark: [details] };
      },
    ),
    step(
      '内容を入力し、必要なポイントを確認して、[{send}] をクリックします。',
      'Fill in the form, check the points needed and click [{send}].',
      async (stage) => {
        await stage.main.getByRole('link', { name: stage.say('2.CSPM アラート解除', '2. CSPM alert dismissal') }).click();
        await stage.page.getByRole('radio', { name: 'AWS' }).check();
        await stage.page.getByLabel(stage.say('解除するアラートID', 'Alert IDs')).fill('P-100001\nP-100002');
        await stage.page.getByRole('radio', { name: stage.say('誤検知', 'False positive') }).check();
        await stage.page.getByRole('radio', { name: stage.say('無期限', 'For good') }).check();
        await stage.page.getByLabel(stage.say('貴社の承認者', 'Approved on your side by')).fill(stage.say('承認 太郎', 'Taro Shonin'));
        return { caption: both('作業依頼の入力', 'Filling in a request'), of: [stage.main], mark: [stage.region('request_quote_title'), stage.button('send')] };
      },
    ),
    step(
      '送信すると、受付番号とメッセージが表示されます。[×] をクリックすると、メッセージが消えます。同じ内容がメールでも届きます。',
      'Your request has a number, and a message says that it was sent. [×] closes the message. You also get a mail.',
      async (stage) => {
        await stage.button('send').click();
        await stage.page.waitForURL(/\/requests\/WR\d{7}\?sent=1$/);
        const number = /WR\d{7}/.exec(stage.page.url())?.[0] ?? '';
        stage.notes.set('request', number);
        const message = stage.page.getByText(stage.word('request_sent_notice', { number }));
        await stage.shows(message);
        return { caption: both('送信した作業依頼', 'The request was sent'), of: [stage.main], mark: [message] };
      },
    ),
    text(
      'セキュリティアドバイザリーセンターが内容を確認し、受理または不受理をメールでお知らせします。確認のため、質問をお送りすることがあります。',
      'The Security Advisory Center reads your request and tells you by mail whether it is accepted. It may ask you a question first.',
    ),
    step(
      '受理されると、ケースが作成されます。以後は、そのケースで進み具合を確認します。',
      'Once accepted, a case is opened. From then on you follow the work there.',
      async (stage) => {
        const number = stage.notes.get('request') ?? '';
        await stage.as('operator', `/console/requests/${number}`);
        await stage.button('request_claim').click();
        await expect(stage.page.getByText(stage.word('request_claimed_by_me'))).toBeVisible();
        await stage.page
          .locator('summary')
          .filter({ hasText: new RegExp(`^\\s*${stage.word('request_accept')}\\s*$`) })
          .click();
        await stage.button('request_accept_confirm').click();
        await expect(stage.page.locator('header').getByText(stage.word('request_state_accepted'), { exact: true })).toBeVisible();
        await stage.as('contact', `/requests/${number}`);
        const link = stage.page.getByRole('link', { name: /CS\d{7}/ });
        await stage.shows(link);
        return { caption: both('受理された作業依頼', 'An accepted request'), of: [stage.main], mark: [link] };
      },
    ),
    step('送信した依頼は、作業依頼の画面の [{catalog_sent}] で確認できます。', 'All requests that you sent are under [{catalog_sent}].', async (stage) => {
      await stage.as('contact', '/requests');
      await stage.link('catalog_sent', stage.main).click();
      await stage.shows(stage.page.getByRole('link', { name: new RegExp(stage.notes.get('request') ?? '') }));
      return { caption: both('依頼の一覧', 'Your requests'), of: [stage.main] };
    }),
  ),
];

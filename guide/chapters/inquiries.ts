import { both, chapter, note, step, text } from '../chapter.ts';

export const inquiries = [
  chapter(
    '4.6',
    'お問い合わせ',
    'Inquiries',
    text('サービスについての質問を、セキュリティアドバイザリーセンターに送ります。', 'Send a question about your services to the Security Advisory Center.'),
  ),
  chapter(
    '4.6.1',
    'お問い合わせを作成',
    'Creating an inquiry',
    step('メニューの [{menu_inquiry}] をクリックします。', 'Click [{menu_inquiry}] in the menu.', async (stage) => {
      await stage.as('contact', '/');
      const link = stage.link('menu_inquiry', stage.banner);
      return {
        caption: both('メニューのお問い合わせ', 'Inquiry in the menu'),
        of: [stage.banner, stage.main.locator('header').first()],
        mark: [link],
      };
    }),
    step(
      '[{inquiry_category}] を選択し、[{inquiry_body}] を入力して、[{send}] をクリックします。',
      'Choose the [{inquiry_category}], enter [{inquiry_body}] and click [{send}].',
      async (stage) => {
        await stage.link('menu_inquiry', stage.banner).click();
        await stage.page.getByLabel(stage.word('inquiry_category')).selectOption({ label: stage.word('category_alert') });
        await stage.write(
          'inquiry_body',
          stage.say(
            '公開設定にしているストレージについて、アラートが毎日届きます。意図した公開のため、アラートを止める方法を教えてください。',
            'We get an alert every day about a bucket that is public on purpose. How can we stop this alert?',
          ),
        );
        return { caption: both('お問い合わせの入力', 'Writing an inquiry'), of: [stage.main], mark: [stage.button('send')] };
      },
    ),
    note(
      '必須の項目には * が付いています。未入力の項目は、右側の [{required_title}] にも表示されます。入力中に、参考になりそうなナレッジの記事が表示されることがあります。',
      'Fields with * are required; what is still missing is listed under [{required_title}]. While you write, articles that may help are offered.',
    ),
    step(
      'お問い合わせが作成され、ケース番号が表示されます。受付のお知らせは、メールでも届きます。',
      'The inquiry is created and has a case number. You also get a mail.',
      async (stage) => {
        await stage.button('send').click();
        await stage.page.waitForURL(/\/cases\/CS\d{7}/);
        const number = /CS\d{7}/.exec(stage.page.url())?.[0] ?? '';
        stage.notes.set('case', number);
        const notice = stage.page.getByText(stage.word('case_opened_notice', { number }));
        await stage.shows(notice);
        return { caption: both('作成されたお問い合わせ', 'The new inquiry'), of: [stage.main], mark: [notice] };
      },
    ),
    text('追加のご連絡は「4.8.2. ケースについてのお問い合わせ」をご覧ください。', 'To add something later, see 4.8.2.'),
  ),
];

import { expect } from '@playwright/test';
import { mailsOf } from '../../tests/support/server.ts';
import { both, chapter, list, note, proof, step, table, text, warning } from '../chapter.ts';

export const basics = [
  chapter('1', 'はじめに', 'Introduction'),
  chapter(
    '1.1',
    '本書について',
    'About this guide',
    text(
      'カスタマーポータルの操作方法を、画面の順に説明します。手順と画面の画像は、表紙に記載したバージョンで動作を確かめながら作成しています。',
      'This guide shows how to use the customer portal, screen by screen. Its steps and pictures were made by running the version named on the cover.',
    ),
    text(
      '[ ] で囲んだ語は、画面に表示されるボタンや項目の名前です。画像の赤い枠は、操作する場所や確認する場所を示します。',
      'Words in [ ] are the names of buttons and fields on the screen. A red frame in a picture marks where to act or look.',
    ),
    note('画像の会社名、氏名、番号はすべて架空のものです。', 'All companies, people and numbers in the pictures are invented.'),
  ),
  chapter(
    '1.2',
    'カスタマーポータルについてのお問い合わせ先',
    'Where to ask',
    text(
      'ご不明な点は、カスタマーポータルの [{menu_inquiry}] からお送りください。セキュリティアドバイザリーセンターがお答えします。操作は「4.6. お問い合わせ」をご覧ください。',
      'Please send your questions through [{menu_inquiry}] in the portal. The Security Advisory Center will answer. See 4.6.',
    ),
  ),
  chapter('2', 'ご利用要件', 'What you need'),
  chapter(
    '2.1',
    '環境',
    'Browsers',
    text('次のウェブブラウザーの最新版をお使いください。', 'Please use the latest version of one of these browsers.'),
    table(
      ['OS|ブラウザー', 'System|Browser'],
      ['Windows、macOS|Microsoft Edge、Chrome、Firefox、Firefox ESR', 'Windows, macOS|Microsoft Edge, Chrome, Firefox, Firefox ESR'],
    ),
  ),
  chapter(
    '2.2',
    'ユーザーID',
    'User ID',
    text(
      'はじめのユーザーIDは、ご利用開始のときに、メールアドレスをもとに設定してお知らせします。',
      'Your first user ID is derived from your mail address. We tell you when the service opens.',
    ),
    step('現在のユーザーIDは、[{user_menu_profile}] で確認できます。', 'You find your current user ID under [{user_menu_profile}].', async (stage) => {
      await stage.as('contact', '/profile');
      const userId = stage.page.getByText(stage.person('contact').userId);
      await stage.shows(userId, stage.main.getByText(stage.word('profile_user_id_note')));
      return {
        caption: both('ユーザーIDの表示', 'Where the user ID stands'),
        of: [stage.page.locator('section, fieldset').filter({ has: userId }).last()],
        mark: [userId],
      };
    }),
    text(
      '変更できるのは、貴社の管理者ユーザーです。手順は「5.1.2. ユーザーIDの変更」をご覧ください。',
      'Only an administrator of your company can change it. See 5.1.2.',
    ),
  ),
  chapter(
    '2.3',
    'パスワード',
    'Password',
    text(
      'パスワードは、はじめてログインするときにご自身で設定します。次の条件をすべて満たす必要があります。',
      'You choose your password yourself when you first sign in. It must meet all of these rules.',
    ),
    list(
      ['12文字以上、40文字以下', '12 to 40 characters'],
      [
        '英大文字、英小文字、数字、記号(!@#$%^&*?+-=)をそれぞれ1文字以上',
        'At least one upper-case letter, lower-case letter, digit and symbol of !@#$%^&*?+-=',
      ],
      [
        '辞書にある単語だけ、同じ文字の繰り返しなど、推測されやすいものは使用できません',
        'Nothing easy to guess, such as dictionary words alone or repeated characters',
      ],
    ),
    table(
      ['したいこと|参照先', 'To do this|See'],
      ['忘れたパスワードを設定し直す|4.4', 'Set a forgotten password anew|4.4'],
      ['パスワードを変更する|4.13.4', 'Change your password|4.13.4'],
      ['管理者ユーザーがロックを解除する|5.1.3', 'Release a lock as an administrator|5.1.3'],
    ),
    warning(
      'パスワードを5回続けて間違えると、ユーザーIDが20分間ロックされます。20分たつと自動で解除されます。お急ぎの場合は、貴社の管理者ユーザーが解除できます。',
      'After five wrong passwords in a row the user ID is locked for 20 minutes. The lock ends by itself; an administrator of your company can end it earlier.',
    ),
  ),
  chapter(
    '2.4',
    '多要素認証',
    'Multi-factor authentication',
    text(
      'ログインでは、パスワードに加えて検証コードを入力します。検証コードは、メールまたは認証アプリで受け取ります。認証アプリの設定は「4.13.3. 多要素認証のセットアップ」をご覧ください。',
      'Besides your password you enter a verification code, which you get by mail or from an authenticator app. See 4.13.3 on how to set up an app.',
    ),
  ),
  chapter(
    '2.5',
    'メールの差出人',
    'Sender of our mails',
    text(
      '検証コード、パスワードのリセット、ケースや作業依頼のお知らせは、「セキュリティアドバイザリーセンター」からメールで届きます。迷惑メールに振り分けられないよう、受信の設定をお願いします。',
      'Verification codes, password resets and notices about cases and work requests come by mail from “セキュリティアドバイザリーセンター”. Please make sure that you can receive them.',
    ),
    proof(async (stage) => {
      await stage.as('contact');
      const letter = (await mailsOf(stage.product.dataDir)).at(-1);
      expect(letter?.from?.value[0]?.name).toBe('セキュリティアドバイザリーセンター');
    }),
  ),
  chapter(
    '2.6',
    '表示言語',
    'Display language',
    text(
      '画面とメールの言語は、ユーザーごとに日本語または英語を選択できます。画面の下部の [日本語] [English]、または「4.13.5. 表示言語を英語に」の手順で切り替えます。',
      'Each user chooses Japanese or English for screens and mails: by [日本語] and [English] at the bottom of every screen, or as in 4.13.5.',
    ),
    proof(async (stage) => {
      await stage.as('contact', '/');
      await stage.shows(stage.page.getByRole('button', { name: 'English' }), stage.page.getByRole('button', { name: '日本語' }));
    }),
  ),
  chapter(
    '2.7',
    'セッション タイムアウトについて',
    'Session timeout',
    text(
      '操作しないまま30分たつと、自動でログアウトします。2分前に画面でお知らせします。また、ログインから12時間たつと、操作中でもログアウトします。その場合は、もう一度ログインしてください。入力途中の文章は残ります。',
      'You are signed out after 30 minutes without activity, with a warning two minutes before, and in any case after 12 hours. Please sign in again; text that you had begun is kept.',
    ),
  ),
  chapter(
    '2.8',
    'レスポンシブ デザインについて',
    'Wide and narrow screens',
    text('画面の幅に合わせて、表示が変わります。', 'The layout follows the width of your screen.'),
    step('横幅が広い場合は、メニューが画面の上部に並びます。', 'On a wide screen the menu stands at the top.', async (stage) => {
      await stage.as('contact', '/');
      const menu = stage.banner.getByRole('navigation', { name: stage.word('menu_open') });
      await stage.shows(menu);
      return { caption: both('横幅が広いときのホーム画面', 'The home screen when it is wide'), mark: [menu] };
    }),
    step(
      '横幅が狭い場合は、右上の ≡ をクリックすると、メニューが開きます。',
      'On a narrow screen, click ≡ at the upper right to open the menu.',
      async (stage) => {
        const page = await stage.as('contact', '/');
        await page.setViewportSize({ width: 390, height: 780 });
        const opener = stage.banner.getByLabel(stage.word('menu_open')).last();
        await opener.click();
        await stage.shows(stage.link('menu_cases', stage.banner));
        return { caption: both('横幅が狭いときのメニュー', 'The menu on a narrow screen'), mark: [opener] };
      },
    ),
  ),
  chapter('3', 'カスタマーポータルでできること', 'What you can do'),
  chapter(
    '3.1',
    '一般ユーザーができること',
    'As a user',
    table(
      ['機能|内容|参照先', 'Function|What it does|See'],
      [
        '{sign_in_title}、{sign_out}|ポータルの利用を開始、終了します。|4.2、4.3',
        '{sign_in_title}, {sign_out}|Begins and ends your use of the portal.|4.2, 4.3',
      ],
      ['{reset_title}|忘れたパスワードを設定し直します。|4.4', '{reset_title}|Sets a forgotten password anew.|4.4'],
      ['{home}|お知らせ、状況、メニューを表示します。|4.5', '{home}|Shows announcements, your cases at a glance and the menu.|4.5'],
      ['{menu_inquiry}|サービスについて質問します。|4.6', '{menu_inquiry}|Asks about your services.|4.6'],
      ['{menu_requests}|作業を依頼します。|4.7', '{menu_requests}|Orders work.|4.7'],
      ['{menu_cases}|ケースを検索し、やり取りします。|4.8', '{menu_cases}|Finds cases and continues the conversation.|4.8'],
      ['{menu_knowledge}|手引きや資料を閲覧します。|4.9', '{menu_knowledge}|Reads guides and documents.|4.9'],
      ['{menu_contracts}|ご契約の内容を確認します。|4.10', '{menu_contracts}|Shows what your contracts include.|4.10'],
      ['{account_sign_ins}|ログインの記録を確認し、出力します。|4.11.1', '{account_sign_ins}|Shows and exports the record of sign-ins.|4.11.1'],
      ['{account_points}|作業依頼に使えるポイントを確認します。|4.11.2', '{account_points}|Shows the points left for work requests.|4.11.2'],
      ['{news_title}|メンテナンスなどのお知らせを確認します。|4.12', '{news_title}|Tells of maintenance and the like.|4.12'],
      [
        '{user_menu_profile}、{user_menu_preferences}|ご自身の情報、認証方法、言語を変更します。|4.13',
        '{user_menu_profile}, {user_menu_preferences}|Changes your details, sign-in methods and language.|4.13',
      ],
    ),
  ),
  chapter(
    '3.2',
    '管理者ユーザーができること',
    'As an administrator',
    text('管理者ユーザーは、3.1 の機能に加えて、貴社のユーザーを管理できます。', 'Besides all of 3.1, administrators manage the users of their company.'),
    table(
      ['機能|内容|参照先', 'Function|What it does|See'],
      ['ユーザーの確認|ユーザーを一覧で確認します。|5.1.1', 'Finding users|Lists your users.|5.1.1'],
      ['ユーザーの変更|ユーザーIDやその他の情報を変更します。|5.1.2、5.1.4', 'Changing users|Changes user IDs and other details.|5.1.2, 5.1.4'],
      ['無効化と有効化|ログインを止める、再開する、ロックを解除する。|5.1.3', 'Disabling and enabling|Stops or allows sign-in, and releases locks.|5.1.3'],
      ['ユーザーの追加|新しいユーザーを作成します。|5.1.5', 'Adding users|Creates users.|5.1.5'],
    ),
  ),
];

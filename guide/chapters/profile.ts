import { expect } from '@playwright/test';
import { codeNow } from '#modules/access/server/index.ts';
import { DEMO_PASSWORD } from '../../src/cli/demo-world.ts';
import { both, chapter, list, note, step, text, tip, warning } from '../chapter.ts';

const NEW_PASSWORD = 'Kaze*Hikaru7-Tsukue%Mado';

export const profile = [
  chapter(
    '4.13',
    'ユーザー設定',
    'User settings',
    text('ご自身の情報、認証方法、言語を確認し、変更します。', 'See and change your details, sign-in methods and language.'),
  ),
  chapter(
    '4.13.1',
    'ユーザープロファイル',
    'Your profile',
    step(
      '画面右上のユーザー名をクリックし、[{user_menu_profile}] をクリックします。',
      'Click your name at the upper right, then [{user_menu_profile}].',
      async (stage) => {
        await stage.as('contact', '/');
        await stage.banner.getByText('Ex Sample01').first().click();
        const link = stage.link('user_menu_profile', stage.banner);
        await stage.shows(link);
        return { caption: both('ユーザーのメニュー', 'The user menu'), of: [stage.banner, stage.button('sign_out', stage.banner)], mark: [link] };
      },
    ),
    step(
      'プロファイルが表示されます。項目を変更し、[{profile_save}] をクリックします。',
      'Your profile appears. Change what you like and click [{profile_save}].',
      async (stage) => {
        await stage.link('user_menu_profile', stage.banner).click();
        await stage.field('profile_job_title').fill(stage.say('情報システム部 課長', 'Head of IT'));
        const save = stage.button('profile_save');
        await save.click();
        await stage.shows(stage.page.getByText(stage.word('profile_saved')));
        return { caption: both('ユーザープロファイル', 'The profile'), of: [stage.main], mark: [save] };
      },
    ),
  ),
  chapter(
    '4.13.2',
    'メールアドレスの変更',
    'Changing your mail address',
    step(
      'プロファイルの [{profile_mail}] の欄で、現在のメールアドレスをクリックします。',
      'In your profile, click the address under [{profile_mail}].',
      async (stage) => {
        await stage.as('contact', '/profile');
        const link = stage.page.getByRole('link', { name: stage.person('contact').mail });
        await stage.shows(link);
        return { caption: both('現在のメールアドレス', 'The current address'), of: [stage.page.locator('section').filter({ has: link }).last()], mark: [link] };
      },
    ),
    step(
      '新しいメールアドレスと現在のパスワードを入力し、[{profile_save}] をクリックします。',
      'Enter the new address and your current password, and click [{profile_save}].',
      async (stage) => {
        await stage.page.getByRole('link', { name: stage.person('contact').mail }).click();
        const dialog = stage.page.getByRole('dialog');
        await dialog.getByLabel(stage.word('profile_mail'), { exact: false }).first().fill('ex.sample@sample.example');
        await dialog.getByLabel(stage.word('profile_current_password')).fill(DEMO_PASSWORD);
        return { caption: both('メールアドレスの変更', 'Changing the address'), of: [dialog], mark: [stage.button('profile_save', dialog)] };
      },
    ),
    step(
      '新しいアドレスに届いたメールのURLを開き、変更を確定します。確定するまでは、現在のアドレスを使用します。',
      'Open the link in the mail to the new address and confirm. Until then the old address stays in use.',
      async (stage) => {
        await stage.button('profile_save', stage.page.getByRole('dialog')).click();
        await stage.shows(stage.page.getByText(stage.word('profile_mail_waiting'), { exact: true }));
        await stage.mailedLink('ex.sample@sample.example', /http\S+\/mail\/confirm\/\S+/);
      },
    ),
  ),
  chapter(
    '4.13.3',
    '多要素認証のセットアップ',
    'Setting up multi-factor authentication',
    text('スマートフォンの認証アプリで、検証コードを受け取れるようにします。', 'Get your verification codes from an authenticator app on your phone.'),
    step('プロファイルの [{profile_factors_configure}] をクリックします。', 'In your profile, click [{profile_factors_configure}].', async (stage) => {
      await stage.as('contact', '/profile');
      const link = stage.link('profile_factors_configure');
      return {
        caption: both('プロファイルのセキュリティ', 'Security in the profile'),
        of: [stage.page.locator('section').filter({ has: link }).last()],
        mark: [link],
      };
    }),
    step('[{profile_app_configure}] をクリックします。', 'Click [{profile_app_configure}].', async (stage) => {
      await stage.link('profile_factors_configure').click();
      const link = stage.link('profile_app_configure');
      await stage.shows(link);
      return { caption: both('マルチファクタ認証', 'Multi-factor authentication'), of: [stage.main], mark: [link] };
    }),
    step(
      'モバイルデバイスに認証アプリを用意し、QRコードを読み取ります。アプリに表示された6桁のコードを入力し、[{pair_submit}] をクリックします。',
      'Scan the QR code with an authenticator app, enter the six digits that it shows and click [{pair_submit}].',
      async (stage) => {
        await stage.link('profile_app_configure').click();
        const secret = (await stage.page.locator('code').first().innerText()).replaceAll(' ', '');
        await stage.page.getByLabel(stage.word('pair_code')).fill(codeNow(secret, new Date()));
        return { caption: both('認証アプリの登録', 'Pairing an app'), of: [stage.main], mark: [stage.button('pair_submit')] };
      },
    ),
    step('登録が完了し、次回のログインから認証アプリを選択できます。', 'The app is paired. You can choose it when you next sign in.', async (stage) => {
      await stage.button('pair_submit').click();
      await stage.shows(stage.page.getByText(stage.word('profile_app_added')));
    }),
    tip(
      '認証アプリを使えなくなったときに備えて、[{profile_recovery_make}] をクリックし、コードを安全な場所に保管してください。パスキーも登録できます。',
      'Click [{profile_recovery_make}] and keep the codes in a safe place, in case you lose your phone. You can add a passkey too.',
    ),
  ),
  chapter(
    '4.13.4',
    'パスワードの変更',
    'Changing your password',
    step('プロファイルの [{profile_password_title}] をクリックします。', 'In your profile, click [{profile_password_title}].', async (stage) => {
      await stage.as('contact', '/profile');
      const link = stage.link('profile_password_title');
      return {
        caption: both('プロファイルのセキュリティ', 'Security in the profile'),
        of: [stage.page.locator('section').filter({ has: link }).last()],
        mark: [link],
      };
    }),
    step(
      '現在のパスワードと、新しいパスワードを2回入力し、[{profile_password_submit}] をクリックします。',
      'Enter your current password, the new one twice, and click [{profile_password_submit}].',
      async (stage) => {
        await stage.link('profile_password_title').click();
        await stage.page.getByLabel(stage.word('profile_current_password')).fill(DEMO_PASSWORD);
        await stage.field('password_new').fill(NEW_PASSWORD);
        await stage.field('profile_password_again').fill(NEW_PASSWORD);
        const change = stage.button('profile_password_submit');
        await expect(change).toBeEnabled();
        return { caption: both('パスワードの変更', 'Changing the password'), of: [stage.main], mark: [change] };
      },
    ),
    step(
      '推測されやすいパスワードの場合は、満たしていない条件が表示され、変更できません。',
      'If the new password is easy to guess, you see what is missing and cannot send it.',
      async (stage) => {
        await stage.field('password_new').fill('aaaaaaaaaaaa');
        await stage.field('profile_password_again').fill('aaaaaaaaaaaa');
        await expect(stage.button('profile_password_submit')).toBeDisabled();
        return { caption: both('条件を満たしていないパスワード', 'A password that is too weak'), of: [stage.main] };
      },
    ),
    warning('変更すると、ほかの端末ではログアウトします。', 'After the change you are signed out on your other devices.'),
    step('変更が完了すると、メッセージが表示されます。', 'A message says that the password was changed.', async (stage) => {
      await stage.page.getByLabel(stage.word('profile_current_password')).fill(DEMO_PASSWORD);
      await stage.field('password_new').fill(NEW_PASSWORD);
      await stage.field('profile_password_again').fill(NEW_PASSWORD);
      await stage.button('profile_password_submit').click();
      await stage.shows(stage.page.getByText(stage.word('profile_password_saved')));
    }),
  ),
  chapter(
    '4.13.5',
    '表示言語を英語に',
    'Changing the language',
    step(
      '画面右上のユーザー名をクリックし、[{user_menu_preferences}] をクリックします。',
      'Click your name at the upper right, then [{user_menu_preferences}].',
      async (stage) => {
        await stage.as('contact', '/');
        await stage.banner.getByText('Ex Sample01').first().click();
        const link = stage.link('user_menu_preferences', stage.banner);
        return { caption: both('ユーザーのメニュー', 'The user menu'), of: [stage.banner, stage.button('sign_out', stage.banner)], mark: [link] };
      },
    ),
    step(
      '[{profile_language}] で English を選択し、[{profile_preferences_submit}] をクリックします。',
      'Choose your language under [{profile_language}] and click [{profile_preferences_submit}].',
      async (stage) => {
        await stage.link('user_menu_preferences', stage.banner).click();
        const language = stage.page.getByLabel(stage.word('profile_language'));
        await language.selectOption('English');
        return { caption: both('ユーザー初期設定', 'Preferences'), of: [stage.main], mark: [language, stage.button('profile_preferences_submit')] };
      },
    ),
    step('画面が、選択した言語で表示されます。', 'The screen appears in the language that you chose.', async (stage) => {
      await stage.button('profile_preferences_submit').click();
      await expect(stage.page.locator('html')).toHaveAttribute('lang', 'en');
      await stage.page.getByRole('button', { name: stage.say('日本語', 'English') }).click();
      await expect(stage.page.locator('html')).toHaveAttribute('lang', stage.language);
    }),
    list(
      ['[{profile_time_zone}]：日時の表示に使います。', '[{profile_time_zone}]: for all dates and times.'],
      ['[{profile_easier}]：文字を大きくし、見やすく表示します。', '[{profile_easier}]: larger type and stronger contrast.'],
    ),
    note('メールも、選択した言語でお送りします。', 'Our mails come in the language that you chose.'),
  ),
];

import { expect } from '@playwright/test';
import { both, chapter, list, note, step, text, warning } from '../chapter.ts';

const NEW_PASSWORD = 'Kawa-no-Hotori-88';

export const signIn = [
  chapter('4', '一般ユーザー向けの機能', 'Functions for all users'),
  chapter(
    '4.1',
    'カスタマーポータルのURL',
    'Address of the portal',
    text(
      '開通のご案内に記載したURLを、ブラウザーで開きます。よく使う場合は、ブックマークに登録してください。',
      'Open the address in your opening notice. You may want to bookmark it.',
    ),
  ),
  chapter(
    '4.2',
    'ログイン',
    'Signing in',
    step('カスタマーポータルのURLを開くと、ログイン画面が表示されます。', 'Open the address of the portal. The sign-in screen appears.', async (stage) => {
      await stage.visitor();
      await stage.shows(stage.field('sign_in_user_id'), stage.page.getByText(stage.word('sign_in_lock_rule')));
      return { caption: both('ログイン画面', 'The sign-in screen'), of: stage.card };
    }),
    step(
      '[{sign_in_user_id}] と [{sign_in_password}] を入力し、[{sign_in_submit}] をクリックします。',
      'Enter [{sign_in_user_id}] and [{sign_in_password}] and click [{sign_in_submit}].',
      async (stage) => {
        await stage.givePassword(stage.person('colleague').userId);
      },
    ),
    step(
      '検証コードの取得方法を選択し、[{code_choice_next}] をクリックします。',
      'Choose how to get your verification code and click [{code_choice_next}].',
      async (stage) => {
        await stage.page.getByRole('radio', { name: stage.word('code_choice_mail') }).check();
        return { caption: both('検証コードの取得方法の選択', 'Choosing how to get the code'), of: stage.card, mark: [stage.button('code_choice_next')] };
      },
    ),
    step('届いた6桁の検証コードを入力し、[{code_submit}] をクリックします。', 'Enter the six digits and click [{code_submit}].', async (stage) => {
      const before = await stage.countMails();
      await stage.button('code_choice_next').click();
      await stage.field('code_label').fill(await stage.mailedCode(stage.person('colleague').mail, before));
      return { caption: both('検証コードの入力', 'Entering the code'), of: stage.card, mark: [stage.field('code_label'), stage.button('code_submit')] };
    }),
    step('ログインが完了すると、ホーム画面が表示されます。', 'You are signed in, and the home screen appears.', async (stage) => {
      await stage.button('code_submit').click();
      await stage.shows(stage.page.getByRole('heading', { level: 1 }).filter({ hasText: 'Ex Sample02' }));
    }),
    list(
      [
        '[{code_choice_mail}]：登録したメールアドレスに検証コードが届きます。事前の設定は不要です。',
        '[{code_choice_mail}]: the code comes to your registered mail address. Nothing needs to be set up.',
      ],
      [
        '[{code_choice_app}]：認証アプリに表示されたコードを入力します。事前に 4.13.3 の設定が必要です。',
        '[{code_choice_app}]: you enter the code shown by your app, which you set up as in 4.13.3.',
      ],
      [
        '[{code_choice_passkey}]、[{code_choice_recovery}]：設定した場合に選択できます。',
        '[{code_choice_passkey}] and [{code_choice_recovery}] can be chosen once you have set them up.',
      ],
    ),
    warning(
      'パスワードを5回続けて間違えると、20分間ログインできません。検証コードの有効期限は10分です。',
      'After five wrong passwords in a row you cannot sign in for 20 minutes. A verification code is valid for 10 minutes.',
    ),
  ),
  chapter(
    '4.3',
    'ログアウト',
    'Signing out',
    step('画面右上のユーザー名をクリックし、[{sign_out}] をクリックします。', 'Click your name at the upper right, then [{sign_out}].', async (stage) => {
      await stage.as('contact', '/');
      await stage.banner.getByText('Ex Sample01').first().click();
      const signOut = stage.button('sign_out', stage.banner);
      await stage.shows(signOut);
      return { caption: both('ユーザーのメニュー', 'The user menu'), of: [stage.banner, signOut], mark: [signOut] };
    }),
    step('ログアウトし、ログイン画面に戻ります。', 'You are signed out and see the sign-in screen again.', async (stage) => {
      await stage.button('sign_out', stage.banner).click();
      await stage.shows(stage.field('sign_in_user_id'));
      stage.forget('contact');
    }),
  ),
  chapter(
    '4.4',
    '初回ログインおよびパスワードを忘れたときは',
    'First sign-in, and forgotten passwords',
    step('ログイン画面で [{forgot_link}] をクリックします。', 'On the sign-in screen click [{forgot_link}].', async (stage) => {
      await stage.visitor();
      const link = stage.link('forgot_link');
      return { caption: both('ログイン画面', 'The sign-in screen'), of: stage.card, mark: [link] };
    }),
    step('[{sign_in_user_id}] を入力し、[{reset_next}] をクリックします。', 'Enter your [{sign_in_user_id}] and click [{reset_next}].', async (stage) => {
      await stage.link('forgot_link').click();
      await stage.field('sign_in_user_id').fill(stage.person('colleague').userId);
      return { caption: both('ユーザーIDの入力', 'Entering the user ID'), of: stage.card, mark: [stage.button('reset_next')] };
    }),
    note('ユーザーIDがわからない場合は、貴社の管理者ユーザーにご確認ください。', 'If you do not know your user ID, ask an administrator of your company.'),
    step(
      '登録している [{reset_mail}] を入力し、[{reset_next}] をクリックします。',
      'Enter your registered [{reset_mail}] and click [{reset_next}].',
      async (stage) => {
        await stage.button('reset_next').click();
        await stage.field('reset_mail').fill(stage.person('colleague').mail);
        return { caption: both('メールアドレスの入力', 'Entering the mail address'), of: stage.card, mark: [stage.button('reset_next')] };
      },
    ),
    warning(
      '登録と異なるメールアドレスを5回続けて入力すると、20分間リセットできません。登録内容は、貴社の管理者ユーザーにご確認ください。',
      'After five wrong mail addresses in a row, the reset is closed for 20 minutes. An administrator of your company can tell you which address is registered.',
    ),
    step('[{reset_done}] をクリックします。リセット用のURLがメールで届きます。', 'Click [{reset_done}]. A mail with a link is on its way.', async (stage) => {
      stage.notes.set('mails', String(await stage.countMails()));
      await stage.button('reset_next').click();
      await stage.shows(stage.page.getByRole('heading', { name: stage.word('reset_sent_title') }));
      return { caption: both('メールの送信', 'The mail is on its way'), of: stage.card, mark: [stage.link('reset_done')] };
    }),
    step(
      'メールのURLを開き、新しいパスワードを2回入力して、[{reset_submit}] をクリックします。',
      'Open the link in the mail, enter your new password twice and click [{reset_submit}].',
      async (stage) => {
        const { mail } = stage.person('colleague');
        await stage.page.goto(await stage.mailedLink(mail, /http\S+\/password\/reset\/\S+/, Number(stage.notes.get('mails'))));
        await stage.page.locator('#newPassword').fill(NEW_PASSWORD);
        await stage.page.locator('#newPasswordAgain').fill(NEW_PASSWORD);
        await expect(stage.button('reset_submit')).toBeEnabled();
        return { caption: both('新しいパスワードの設定', 'Setting a new password'), of: stage.card, mark: [stage.button('reset_submit')] };
      },
    ),
    step('設定が完了すると、ログイン画面に戻ります。新しいパスワードでログインしてください。', 'Your password is set. Sign in with it.', async (stage) => {
      await stage.button('reset_submit').click();
      await stage.shows(stage.page.getByText(stage.word('password_set_notice')));
    }),
    warning(
      'リセットすると、その後24時間は、もう一度リセットすることはできません。パスワードの条件は「2.3. パスワード」をご覧ください。',
      'After a reset, no other is possible for 24 hours. The rules for passwords are in 2.3.',
    ),
  ),
];

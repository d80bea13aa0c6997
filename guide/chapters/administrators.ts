import { expect } from '@playwright/test';
import { both, chapter, list, note, step, text, warning, type Part } from '../chapter.ts';
import type { Stage } from '../stage.ts';

const NEWCOMER = 'hanako@sample.example';
const NEW_PASSWORD = 'Mado-no-Soto-2027';

/** Opens a contact the way an administrator does: by the list. */
async function openContact(stage: Stage, words: string): Promise<void> {
  await stage.as('administrator', `/account/contacts?q=${encodeURIComponent(words)}`);
  await stage.page.getByRole('row').nth(1).getByRole('link').first().click();
  await stage.field('contact_user_id').waitFor();
}
async function openActions(stage: Stage) {
  const summary = stage.page
    .locator('summary')
    .filter({ hasText: stage.word('contact_actions') })
    .first();
  await summary.click();
  return summary;
}

const userIdRules: readonly Part[] = [
  note(
    'ユーザーIDは、ほかのお客様も含め、ポータル全体で同じものを使用できません。メールアドレスの末尾に「.cs」を付けたものをお勧めします(例：taro@sample.example.cs)。最大40文字のため、長いメールアドレスは先頭の37文字に「.cs」を付けてください。',
    'A user ID can be used only once in the whole portal, other customers included. We recommend the mail address with “.cs” added, such as taro@sample.example.cs. At most 40 characters: of a long address, take the first 37 and add “.cs”.',
  ),
];

export const administrators = [
  chapter('5', '管理者ユーザー向けの機能', 'Functions for administrators'),
  chapter(
    '5.1',
    'ユーザーの管理',
    'Managing users',
    text('管理者ユーザーは、貴社のユーザーを管理できます。', 'Administrators manage the users of their company.'),
  ),
  chapter(
    '5.1.1',
    'ユーザーの一覧',
    'The list of users',
    step(
      'メニューの [{menu_account}] から [{account_contacts}] をクリックします。',
      'Click [{menu_account}] in the menu, then [{account_contacts}].',
      async (stage) => {
        await stage.as('administrator', '/');
        await stage.link('menu_account', stage.banner).click();
        const link = stage.link('account_contacts', stage.main);
        await stage.shows(link);
        return { caption: both('アカウント管理', 'Account management'), of: [stage.banner, stage.main], mark: [link] };
      },
    ),
    step('確認したいユーザーの行をクリックします。', 'Click the row of a user.', async (stage) => {
      await stage.link('account_contacts', stage.main).click();
      const row = stage.page.getByRole('row').filter({ hasText: 'Ex Sample04' });
      await stage.shows(row);
      return { caption: both('連絡先一覧', 'The contacts'), of: [stage.main], mark: [row] };
    }),
  ),
  chapter(
    '5.1.2',
    'ユーザーIDの変更',
    'Changing a user ID',
    text('ユーザーIDを変更できるのは、管理者ユーザーのみです。', 'Only administrators can change user IDs.'),
    step(
      '[{account_contacts}] でユーザーをクリックし、[{contact_user_id}] を変更して、[{contact_save}] をクリックします。',
      'Click the user under [{account_contacts}], change the [{contact_user_id}] and click [{contact_save}].',
      async (stage) => {
        await openContact(stage, 'sample04');
        await stage.field('contact_user_id').fill('tanto04@sample.example.cs');
        return {
          caption: both('ユーザーIDの変更', 'Changing a user ID'),
          of: [stage.main],
          mark: [stage.field('contact_user_id'), stage.button('contact_save')],
        };
      },
    ),
    step('変更したユーザーIDは、本人にメールで通知されます。', 'The user is told by mail.', async (stage) => {
      await stage.button('contact_save').click();
      await stage.shows(stage.page.getByText(stage.word('contact_saved')));
    }),
    step(
      '使用できないユーザーIDの場合は、メッセージが表示されます。メッセージは [×] で消せます。',
      'If a user ID cannot be used, a message says so. [×] closes it.',
      async (stage) => {
        await stage.field('contact_user_id').fill(stage.person('contact').userId);
        await stage.button('contact_save').click();
        const alert = stage.page.getByRole('alert').first();
        await stage.shows(alert);
        return {
          caption: both('使用できないユーザーID', 'A user ID that cannot be used'),
          of: [stage.page.getByRole('heading', { level: 1 }), alert],
          mark: [alert],
        };
      },
    ),
    ...userIdRules,
  ),
  chapter(
    '5.1.3',
    'ユーザーの無効化と有効化',
    'Disabling and enabling users',
    text('ユーザーのログインを止めたり、再開したりできます。', 'Stop or allow the sign-in of a user.'),
    step('[{account_contacts}] で、変更したいユーザーの行をクリックします。', 'Click the row of the user under [{account_contacts}].', async (stage) => {
      await openContact(stage, 'tanto04');
    }),
    step(
      '無効にする場合は、[{contact_actions}] の [{contact_disable}] をクリックします。',
      'To disable, click [{contact_disable}] under [{contact_actions}].',
      async (stage) => {
        const summary = await openActions(stage);
        const disable = stage.button('contact_disable');
        await stage.shows(disable);
        return {
          caption: both('ログインの無効化', 'Disabling sign-in'),
          of: [stage.page.getByRole('heading', { level: 1 }), disable],
          mark: [summary, disable],
        };
      },
    ),
    step(
      '確認の画面で [{contact_disable}] をクリックすると、すべての端末でログアウトします。',
      'Confirm by [{contact_disable}]. The user is signed out everywhere.',
      async (stage) => {
        await stage.button('contact_disable').click();
        await stage.button('contact_disable', stage.page.getByRole('dialog')).click();
        await stage.shows(stage.page.getByText(stage.word('contact_done_disable')));
      },
    ),
    step(
      '有効にする場合は、[{contact_actions}] の [{contact_enable}] をクリックします。',
      'To enable, click [{contact_enable}] under [{contact_actions}].',
      async (stage) => {
        const summary = await openActions(stage);
        const enable = stage.button('contact_enable');
        await stage.shows(enable);
        return { caption: both('ログインの有効化', 'Enabling sign-in'), of: [stage.page.getByRole('heading', { level: 1 }), enable], mark: [summary, enable] };
      },
    ),
    step('ログインが有効になり、ロックも解除されます。', 'Sign-in is enabled, and a lock is released.', async (stage) => {
      await stage.button('contact_enable').click();
      await stage.shows(stage.page.getByText(stage.word('contact_done_enable')));
    }),
    note(
      'パスワードの間違いでロックされたユーザーも、同じ操作で解除できます。何もしない場合は、20分で自動的に解除されます。',
      'A user who is locked after wrong passwords is released the same way, or by waiting 20 minutes.',
    ),
  ),
  chapter(
    '5.1.4',
    'その他ユーザー情報の変更',
    'Changing other details',
    step(
      '[{account_contacts}] でユーザーの行をクリックし、情報を変更して、[{contact_save}] をクリックします。',
      'Click the row of the user under [{account_contacts}], change the details and click [{contact_save}].',
      async (stage) => {
        await openContact(stage, 'tanto04');
        await stage.field('contact_job_title').fill(stage.say('主任', 'Senior engineer'));
        await stage.field('contact_work_phone').fill('03-1234-5678');
        const save = stage.button('contact_save');
        await save.click();
        await stage.shows(stage.page.getByText(stage.word('contact_saved')));
        return {
          caption: both('ユーザー情報の変更', 'Changing the details of a user'),
          of: [stage.main],
          mark: [stage.field('contact_job_title'), stage.field('contact_work_phone'), save],
        };
      },
    ),
    text(
      '[{contact_contracts}] では、そのユーザーが参照できるお客様番号を選択します。',
      'Under [{contact_contracts}] you choose which customer numbers the user sees.',
    ),
  ),
  chapter(
    '5.1.5',
    'ユーザーの作成',
    'Creating users',
    warning(
      '作成したユーザーは、お客様の操作では削除できません。不要になった場合は「5.1.3. ユーザーの無効化と有効化」の手順で無効にしてください。',
      'A user cannot be deleted. When somebody no longer needs the portal, disable the user as in 5.1.3.',
    ),
    step(
      'メニューの [{menu_account}] から [{account_contact_new}] をクリックします。',
      'Click [{menu_account}] in the menu, then [{account_contact_new}].',
      async (stage) => {
        await stage.as('administrator', '/account');
        const link = stage.link('account_contact_new', stage.main);
        return { caption: both('アカウント管理', 'Account management'), of: [stage.main], mark: [link] };
      },
    ),
    step(
      '項目を入力し、[{contact_submit}] をクリックします。* の項目は必須です。',
      'Fill in the form and click [{contact_submit}]. Fields with * are required.',
      async (stage) => {
        await stage.link('account_contact_new', stage.main).click();
        await stage.field('contact_mail').fill(NEWCOMER);
        await stage.field('contact_given_name').fill(stage.say('花子', 'Hanako'));
        await stage.field('contact_family_name').fill(stage.say('見本', 'Mihon'));
        await expect(stage.field('contact_user_id')).toHaveValue(`${NEWCOMER}.cs`);
        return { caption: both('連絡先の作成', 'Creating a contact'), of: [stage.main], mark: [stage.button('contact_submit')] };
      },
    ),
    step('ユーザーが作成され、本人に開通のご案内がメールで届きます。', 'The user is created and gets the opening notice by mail.', async (stage) => {
      await stage.button('contact_submit').click();
      await stage.shows(stage.page.getByText(stage.word('contact_created')));
    }),
    list(
      [
        '[{contact_administrator}]：選択すると、そのユーザーも管理者ユーザーになります。ご自身のパスワードの入力が必要です。',
        '[{contact_administrator}]: makes the user an administrator. You need to enter your own password.',
      ],
      [
        '[{contact_app_required}]：選択すると、認証アプリまたはパスキーの登録が必要になります。',
        '[{contact_app_required}]: the user must set up an authenticator app or a passkey.',
      ],
    ),
    ...userIdRules,
  ),
  chapter(
    '5.2',
    '初期ユーザーがはじめてログインするときは',
    'When the first user signs in for the first time',
    text(
      'ご利用開始のときに登録した初期ユーザーの手順です。あとから追加したユーザーには「4.4」の手順をご案内ください。',
      'These are the steps for the first user, registered when the service opens. Point users added later to 4.4.',
    ),
    step(
      '開通のご案内で、ユーザーIDとカスタマーポータルのURLを確認します。',
      'Find the user ID and the address of the portal in the opening notice.',
      async (stage) => {
        const link = await stage.mailedLink(NEWCOMER, /http\S+\/password\/forgot\S*/);
        expect(link).toContain(stage.product.portal);
      },
    ),
    step('URLを開き、[{forgot_link}] をクリックします。', 'Open the address and click [{forgot_link}].', async (stage) => {
      await stage.visitor();
      return { caption: both('ログイン画面', 'The sign-in screen'), of: stage.card, mark: [stage.link('forgot_link')] };
    }),
    step('ユーザーIDを入力し、[{reset_next}] をクリックします。', 'Enter the user ID and click [{reset_next}].', async (stage) => {
      await stage.link('forgot_link').click();
      await stage.field('sign_in_user_id').fill(`${NEWCOMER}.cs`);
      return { caption: both('ユーザーIDの入力', 'Entering the user ID'), of: stage.card, mark: [stage.button('reset_next')] };
    }),
    step('メールアドレスを入力し、[{reset_next}] をクリックします。', 'Enter the mail address and click [{reset_next}].', async (stage) => {
      await stage.button('reset_next').click();
      await stage.field('reset_mail').fill(NEWCOMER);
      return { caption: both('メールアドレスの入力', 'Entering the mail address'), of: stage.card, mark: [stage.button('reset_next')] };
    }),
    step('[{reset_done}] をクリックします。', 'Click [{reset_done}].', async (stage) => {
      await stage.button('reset_next').click();
      await stage.shows(stage.page.getByRole('heading', { name: stage.word('reset_sent_title') }));
      return { caption: both('メールの送信', 'The mail is on its way'), of: stage.card, mark: [stage.link('reset_done')] };
    }),
    step('届いたメールのURLを開き、パスワードを設定します。', 'Open the link in the mail and set a password.', async (stage) => {
      await stage.page.goto(await stage.mailedLink(NEWCOMER, /http\S+\/password\/reset\/\S+/));
      await stage.page.locator('#newPassword').fill(NEW_PASSWORD);
      await stage.page.locator('#newPasswordAgain').fill(NEW_PASSWORD);
      await expect(stage.button('reset_submit')).toBeEnabled();
      return { caption: both('パスワードの設定', 'Setting the password'), of: stage.card, mark: [stage.button('reset_submit')] };
    }),
    step('設定が完了したら、「4.2. ログイン」の手順でログインします。', 'When it is set, sign in as in 4.2.', async (stage) => {
      await stage.button('reset_submit').click();
      await stage.shows(stage.page.getByText(stage.word('password_set_notice')));
    }),
  ),
];

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { demoFiles } from '../../database/seeds/files.ts';
import { both, chapter, list, note, step, table, text, warning } from '../chapter.ts';
import type { Stage } from '../stage.ts';

const caseOf = (stage: Stage) => `/cases/${stage.notes.get('case') ?? ''}`;
const openActions = async (stage: Stage) => {
  const summary = stage.page
    .locator('summary')
    .filter({ hasText: stage.word('actions') })
    .first();
  await summary.click();
  return summary;
};
/** The team answers in the console, as `what` it is. */
async function answer(stage: Stage, words: string, what: 'answer_ask' | 'answer_solve', file?: string): Promise<void> {
  await stage.as('operator', `/console${caseOf(stage)}`);
  const take = stage.button('take_case');
  await stage.field('answer_comment').waitFor();
  if (await take.isVisible()) {
    await take.click();
    await expect(take).toHaveCount(0);
  }
  await stage.write('answer_comment', words);
  if (file) {
    await stage.page.locator('form.comment input[type=file]').setInputFiles(file);
    await expect(stage.page.locator('form.comment input[name=attachment]')).toHaveCount(1);
  }
  await stage.button(what).click();
  // What is sent leaves the editor.
  await expect(stage.page.locator('[contenteditable=true]').filter({ hasText: words })).toHaveCount(0);
  await expect(stage.page.getByText(words).first()).toBeVisible();
}

export const cases = [
  chapter(
    '4.8',
    'ケース一覧',
    'Cases',
    text(
      'お問い合わせ、作業依頼、お知らせなどのケースを一覧で確認します。',
      'Inquiries, accepted work requests, reports and alarms are cases. Here you find them all.',
    ),
    step('メニューの [{menu_cases}] をクリックします。', 'Click [{menu_cases}] in the menu.', async (stage) => {
      await stage.as('contact', '/');
      const link = stage.link('menu_cases', stage.banner);
      await link.click();
      await stage.page.waitForURL(/\/cases/);
      await expect(stage.page.getByRole('columnheader')).toHaveCount(9);
      return { caption: both('ケース一覧', 'The case list'), mark: [link] };
    }),
    step('左側で、表示するケースを切り替えます。', 'Choose at the left which cases to see.', async (stage) => {
      await stage.as('contact', '/cases');
      const action = stage.page.getByRole('link', { name: new RegExp(stage.word('view_action')) }).first();
      await action.click();
      await stage.shows(stage.page.getByRole('heading', { level: 1, name: stage.word('view_action') }));
      const views = stage.page.getByRole('navigation').filter({ has: action });
      return { caption: both('ケースの絞り込み', 'Views of the list'), mark: [views.last()] };
    }),
    list(
      [
        '[{view_action}]：お客様のご確認をお待ちしているケースと、クローズをお待ちしているケースです。',
        '[{view_action}]: cases that wait for your reply or for closure.',
      ],
      ['[{view_monthly}]：月次レポートをお送りしたケースです。', '[{view_monthly}]: cases with which monthly reports were delivered.'],
    ),
    step(
      '項目名をクリックすると、その項目で並べ替わります。もう一度クリックすると、逆順になります。',
      'Click the name of a column to sort by it, and once more for the reverse order.',
      async (stage) => {
        await stage.as('contact', '/cases');
        const head = stage.page.getByRole('columnheader', { name: stage.word('case_number') });
        await head.getByRole('link').click();
        await expect(head).toHaveAttribute('aria-sort', 'ascending');
        return { caption: both('ケース番号で並べ替えた一覧', 'Sorted by case number'), of: [head, stage.page.getByRole('row').nth(5)], mark: [head] };
      },
    ),
    step(
      '▽ をクリックすると、条件を組み合わせて検索できます。[{filter_add}] で条件を追加し、[{filter_run}] をクリックします。',
      'Click ▽ to search by conditions. [{filter_add}] adds one, [{filter_run}] starts the search.',
      async (stage) => {
        await stage.as('contact', '/cases');
        await stage.button('filter_toggle').click();
        await stage.button('filter_add').click();
        await stage.page.getByLabel(`${stage.word('case_keyword')} ${stage.word('filter_value')}`).fill('S3');
        const builder = stage.page.getByRole('region', { name: stage.word('filter_title'), exact: true });
        const run = stage.button('filter_run', builder).first();
        await stage.shows(builder, run);
        return { caption: both('条件による検索', 'Searching by conditions'), of: [builder], mark: [run] };
      },
    ),
    step(
      '適用中の条件は、一覧の上に表示されます。条件をクリックすると変更でき、× をクリックすると解除されます。',
      'Conditions in use stand above the list. Click one to change it, or × to remove it.',
      async (stage) => {
        await stage.button('filter_run').first().click();
        await stage.page.waitForURL(/where=/);
        const trail = stage.page.getByRole('navigation', { name: stage.word('filter_applied') });
        await stage.shows(trail.getByText('S3'));
        return { caption: both('検索の結果', 'What was found'), of: [trail, stage.page.getByRole('row').nth(2)], mark: [trail] };
      },
    ),
    note(
      '[{case_keyword}] は、件名と、セキュリティアドバイザリーセンターとのコメントも検索します。よく使う条件は [{saved_filter_save}] で保存し、[{saved_filter_load}] で呼び出せます。',
      '[{case_keyword}] also searches subjects and the comments exchanged with us. Keep conditions by [{saved_filter_save}] and get them back by [{saved_filter_load}].',
    ),
    warning(
      'キーワードに一致しても、参照の権限がないお客様番号のケースは表示されません。その件数は「セキュリティ上の制約により ○ 行が削除されました」と表示されます。',
      'Cases of customer numbers that you may not see are left out, even when the keyword is in them. The list then says how many rows were removed by security constraints.',
    ),
    step('≡ をクリックすると、一覧を PDF、Excel、CSV で出力できます。', 'Click ≡ to export the list as PDF, Excel or CSV.', async (stage) => {
      await stage.as('contact', '/cases');
      const menu = stage.page.getByLabel(stage.word('history_export'), { exact: true });
      await menu.click();
      const csv = stage.page.getByRole('link', { name: 'CSV', exact: true }).first();
      await stage.shows(csv);
      return { caption: both('一覧の出力', 'Exporting the list'), of: [menu, csv], mark: [menu, csv] };
    }),
    text('ケースをクリックすると、内容が表示されます。', 'Click a case to open it.'),
  ),
  chapter(
    '4.8.1',
    'ケースの内容',
    'What a case shows',
    step(
      'ステータスに応じて、画面の上部にメッセージが表示されます。[×] をクリックすると消えます。',
      'A message at the top says what the case is waiting for. [×] closes it.',
      async (stage) => {
        const file = join(stage.product.dataDir, stage.say('設定手順.pdf', 'steps.pdf'));
        writeFileSync(file, demoFiles['guide']?.make() ?? Buffer.alloc(1));
        await answer(
          stage,
          stage.say('アラートを止める手順をお送りします。対象のストレージ名をお知らせください。', 'Here is how to stop the alert. Which bucket is it?'),
          'answer_ask',
          file,
        );
        await stage.as('contact', caseOf(stage));
        const message = stage.page.getByText(stage.word('message_awaiting_customer'));
        await stage.shows(message);
        return { caption: both('確認を待っているケース', 'A case that waits for you'), mark: [message] };
      },
    ),
    step(
      'レポートなどのファイルは [{attachments}] にあります。ファイル名をクリックすると、ダウンロードできます。',
      'Reports and other files are under [{attachments}]. Click a name to download the file.',
      async (stage) => {
        await stage.as('contact', caseOf(stage));
        const files = stage.region('attachments').first();
        const link = files.getByRole('link').first();
        const [download] = await Promise.all([stage.page.waitForEvent('download'), link.click()]);
        expect(download.suggestedFilename()).toBe(stage.say('設定手順.pdf', 'steps.pdf'));
        return { caption: both('添付ファイル', 'Attached files'), of: [files], mark: [link] };
      },
    ),
  ),
  chapter(
    '4.8.2',
    'ケースについてのお問い合わせ',
    'Adding to a case',
    step(
      '[{activity}] の入力欄に記入し、[{send}] をクリックします。ファイルも添付できます。',
      'Write under [{activity}] and click [{send}]. You can attach files too.',
      async (stage) => {
        await stage.as('contact', caseOf(stage));
        await stage.write('comment_label', stage.say('対象は「public-website」です。', 'It is “public-website”.'));
        const composer = stage.page.locator('form.composer');
        return { caption: both('コメントの入力', 'Writing a comment'), of: [composer], mark: [stage.button('send', composer)] };
      },
    ),
    step('送信したコメントが、アクティビティに表示されます。', 'Your comment appears under the activity.', async (stage) => {
      await stage.button('send').click();
      await stage.shows(stage.page.locator('li, article').getByText(stage.say('対象は「public-website」です。', 'It is “public-website”.')));
    }),
  ),
  chapter(
    '4.8.3',
    'ケースのステータス',
    'Status of a case',
    table(
      ['ステータス|意味', 'Status|Meaning'],
      ['{status_new}|お問い合わせや作業依頼を受け付けました。', '{status_new}|We have received the inquiry or request.'],
      ['{status_in_progress}|セキュリティアドバイザリーセンターが対応しています。', '{status_in_progress}|The Security Advisory Center is working on it.'],
      ['{status_awaiting_customer}|お客様のご回答をお待ちしています。', '{status_awaiting_customer}|We are waiting for your answer.'],
      ['{status_resolved}|対応が終わり、お客様のご確認をお待ちしています。', '{status_resolved}|Our work is done and waits for your approval.'],
      ['{status_closed}|ご確認が終わり、ケースは完了しています。', '{status_closed}|You have approved; the case is over.'],
    ),
    step('ステータスは、一覧とケースの画面に表示されます。', 'The status stands in the list and on each case.', async (stage) => {
      await stage.as('contact', '/cases');
      const table = stage.page.getByRole('table');
      for (const name of ['status_new', 'status_in_progress', 'status_awaiting_customer', 'status_resolved', 'status_closed'] as const)
        await stage.shows(table.getByText(stage.word(name), { exact: true }));
      const head = stage.page.getByRole('columnheader', { name: stage.word('case_status') });
      return { caption: both('一覧のステータス', 'Statuses in the list'), of: [head, stage.page.getByRole('row').nth(10)], mark: [head] };
    }),
  ),
  chapter(
    '4.8.4',
    'ケースのクローズ',
    'Closing a case',
    step('[{actions}] をクリックし、[{close_case}] をクリックします。', 'Click [{actions}], then [{close_case}].', async (stage) => {
      await stage.as('contact', caseOf(stage));
      const summary = await openActions(stage);
      const close = stage.button('close_case');
      await stage.shows(close);
      return { caption: both('ケースのアクション', 'Actions of a case'), of: [stage.page.getByRole('heading', { level: 1 }), close], mark: [summary, close] };
    }),
    step(
      '確認の画面で、もう一度 [{close_case}] をクリックします。やめる場合は [{cancel}] をクリックします。',
      'Confirm by [{close_case}], or choose [{cancel}].',
      async (stage) => {
        await stage.button('close_case').click();
        const dialog = stage.page.getByRole('dialog');
        await stage.shows(dialog.getByText(stage.word('close_warning')));
        return { caption: both('クローズの確認', 'Confirming the closure'), of: [dialog], mark: [stage.button('close_case', dialog)] };
      },
    ),
    step(
      'ステータスが [{status_resolved}] の場合は、[{accept_solution}] または [{reject_solution}] を選択します。',
      'If the status is [{status_resolved}], choose [{accept_solution}] or [{reject_solution}].',
      async (stage) => {
        await stage.button('cancel', stage.page.getByRole('dialog')).click();
        await answer(stage, stage.say('対象のアラートを停止しました。ご確認ください。', 'The alert is stopped. Please check.'), 'answer_solve');
        await stage.as('contact', caseOf(stage));
        await openActions(stage);
        const [accept, reject] = [stage.button('accept_solution'), stage.button('reject_solution')];
        await stage.shows(accept, reject);
        await expect(stage.button('close_case')).toHaveCount(0);
        return {
          caption: both('ソリューションの承認と却下', 'Accepting or rejecting a solution'),
          of: [stage.page.getByRole('heading', { level: 1 }), reject],
          mark: [accept, reject],
        };
      },
    ),
    list(
      ['[{accept_solution}]：ケースがクローズします。確認の画面は表示されません。', '[{accept_solution}]: the case is closed at once.'],
      ['[{reject_solution}]：理由を入力して送ると、対応を再開します。', '[{reject_solution}]: tell us why, and our work goes on.'],
    ),
    step('承認すると、ステータスが [{status_closed}] になります。', 'After you accept, the status is [{status_closed}].', async (stage) => {
      await stage.button('accept_solution').click();
      await stage.shows(stage.page.getByText(stage.word('message_closed')));
    }),
    warning(
      'クローズしたケースは、再び開くことはできません。続きのご用件は、新しいお問い合わせとしてお送りください。',
      'A closed case cannot be reopened. Please send a new inquiry instead.',
    ),
  ),
  chapter(
    '4.8.5',
    'ケースのカテゴリ',
    'Categories of cases',
    table(
      ['カテゴリ|内容', 'Category|What it is for'],
      ['{category_service}|ご契約やサービスの内容についてのご質問', '{category_service}|Questions about contracts and services'],
      ['{category_product}|製品の仕様についてのご質問', '{category_product}|Questions about the product'],
      ['{category_alert}|アラートについてのご質問', '{category_alert}|Questions about alerts'],
      ['{category_failure}|故障や不具合についてのご連絡', '{category_failure}|Reports of failures'],
      ['{category_monthly_report_question}|月次レポートについてのご質問', '{category_monthly_report_question}|Questions about monthly reports'],
      ['{category_other}|上記以外のご質問', '{category_other}|All other questions'],
      ['{category_work_request}|受理した作業依頼', '{category_work_request}|Work requests that were accepted'],
      ['{category_monthly_report}|月次レポートの送付', '{category_monthly_report}|Delivery of monthly reports'],
      ['{category_alarm}|監視で検知したアラームのお知らせ', '{category_alarm}|Alarms found by monitoring'],
      ['{category_health_check}|ご利用開始時の正常性の確認', '{category_health_check}|Checks when a service opens'],
      ['{category_credit_overrun}|ご契約のクレジット数を超えた場合のお知らせ', '{category_credit_overrun}|Use beyond the contracted credits'],
    ),
  ),
];

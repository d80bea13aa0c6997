import type { CaseStatus } from '#modules/cases/index.ts';
import type { DemoCase, DemoEntry } from './stories.ts';

const say = (after: number, by: string, text: string, files?: readonly string[]): DemoEntry => ({
  after,
  by,
  kind: 'comment',
  text,
  ...(files ? { files } : {}),
});
const note = (after: number, by: string, text: string): DemoEntry => ({ after, by, kind: 'work_note', text });
const move = (after: number, by: string, to: CaseStatus): DemoEntry => ({ after, by, kind: 'status', to });
const reject = (after: number, by: string, reason: string): DemoEntry => ({ after, by, kind: 'status', to: 'in_progress', reason });

/** Long exchanges of 株式会社サンプル: closed ones only, so that the first page of the list stays as the stories set it. */
const sampleConversations: readonly DemoCase[] = [
  {
    contract: 'N200000001',
    contact: 'sample02',
    category: 'alert',
    subject: '修復したセキュリティグループが再び検知される',
    status: 'closed',
    assignee: 'op01',
    daysAgo: 64,
    entries: [
      say(
        0,
        'sample02',
        '検証環境のセキュリティグループについて、22番ポートの全公開を手動で修復しましたが、数時間後に同じアラートが再度発報されました。\n\n- クラウド: AWS（ap-northeast-1）\n- 対象: sg-0f3d9a\n- 修復の方法: コンソールから 0.0.0.0/0 のルールを削除\n\n再発した原因をお調べいただけますか。',
        ['screen'],
      ),
      move(18, 'op01', 'in_progress'),
      note(
        40,
        'op01',
        '監査ログでは、削除の約3時間後に CI のロールが AuthorizeSecurityGroupIngress を実行。構成管理ツールによる書き戻しと見られる。（引継ぎ NOTE-ONLY-101）',
      ),
      say(
        150,
        'op01',
        'お調べしたところ、削除の約3時間後に、CI 用のロールから同じルールが再度追加されていました。構成管理のコードに元のルールが残っており、定期実行のたびに書き戻されている可能性があります。\n\nお手数ですが、コードの定義をご確認いただけますか。',
      ),
      move(151, 'op01', 'awaiting_customer'),
      say(1320, 'sample02', 'ご指摘のとおり、Terraform のモジュールに既定値として残っていました。修正を適用しました。'),
      move(1321, 'sample02', 'in_progress'),
      say(1410, 'op01', 'ご対応ありがとうございます。次回のスキャンでアラートが解消されたことを確認しました。'),
      move(1411, 'op01', 'resolved'),
      reject(2900, 'sample02', '同じモジュールを使っている別のアカウントでも検知されました。あわせて確認をお願いします。'),
      note(2960, 'op01', '同一モジュールの利用は3アカウント。残り2件もまとめて案内する。（引継ぎ NOTE-ONLY-102）'),
      say(
        3100,
        'op01',
        '同じモジュールによるルールは、次の2件で残っています。\n\n- stg アカウント: sg-07c1e2\n- 共通基盤アカウント: sg-0b84aa\n\nいずれもモジュールの版を上げて適用すれば解消されます。対象の一覧を添付します。',
        ['list'],
      ),
      move(3101, 'op01', 'resolved'),
      say(4400, 'sample02', '2件とも適用し、解消を確認しました。丁寧に見ていただき、ありがとうございました。'),
      move(4401, 'sample02', 'closed'),
    ],
  },
  {
    contract: 'N200000001',
    contact: 'sample05',
    category: 'product',
    subject: 'Anomaly alerts from our build runners',
    status: 'closed',
    assignee: 'op03',
    daysAgo: 132,
    entries: [
      say(
        0,
        'sample05',
        'Over the past week we received 17 "unusual location" alerts for the role that our build runners assume. The runners moved to a hosted service whose egress addresses change daily, so the activity is expected.\n\nWe would rather not switch the policy off altogether. What are our options?',
      ),
      move(45, 'op03', 'in_progress'),
      note(70, 'op03', 'All 17 alerts name one role and the same network owner. A trusted list is enough, no need to touch the model. NOTE-ONLY-103'),
      say(
        210,
        'op03',
        'Thank you for the background. There are three options, from narrow to broad:\n\n- Exclude the one role from this policy. Other identities stay covered.\n- Add the published address ranges of the runner service to the trusted list.\n- Raise the alert threshold to "high confidence only", which affects every identity.\n\nWe recommend the first. Please tell us which one you prefer, and we will prepare it as a work request.',
      ),
      move(211, 'op03', 'awaiting_customer'),
      say(1600, 'sample05', 'The first option, please. Does excluding the role also remove it from the audit trail?'),
      move(1601, 'sample05', 'in_progress'),
      say(
        1680,
        'op03',
        'No. Its activity is still recorded and searchable; only this policy stops raising alerts for it. Please send work request 9 (anomaly settings) with the ARN of the role.',
      ),
      move(1681, 'op03', 'resolved'),
      move(3000, 'sample05', 'closed'),
    ],
  },
  {
    contract: 'N100000001',
    contact: 'sample04',
    category: 'service',
    subject: '',
    status: 'closed',
    assignee: 'op02',
    daysAgo: 222,
    entries: [
      say(
        0,
        'sample04',
        '更新プログラムの段階配信について相談です。\n\n現在は全端末へ同じ日に配信していますが、先行グループ（情報システム部、約20台）で3日間確認してから全社へ展開したいと考えています。設定の変更は可能でしょうか。',
      ),
      move(55, 'op02', 'in_progress'),
      say(
        320,
        'op02',
        '可能です。次の2点をお知らせください。\n\n- 先行グループに含める端末の一覧\n- 先行グループで問題が見つかった場合に、全社への配信を止める判断をされる方\n\n緊急度の高い更新プログラムは、3日間の確認期間を短縮する運用もお選びいただけます。',
      ),
      move(321, 'op02', 'awaiting_customer'),
      say(1750, 'sample04', '一覧を添付します。判断は部長と私の2名で行います。緊急のものは翌日の展開でお願いします。', ['list']),
      move(1751, 'sample04', 'in_progress'),
      note(1800, 'op02', '一覧のうち1台が退役済み。配信グループから外して登録した。（引継ぎ NOTE-ONLY-104）'),
      say(
        2050,
        'op02',
        '設定が完了しました。次回の配信から、先行グループ、3日後に全社の順で展開します。一覧のうち1台はすでに返却済みの端末でしたので、登録から外しています。',
      ),
      move(2051, 'op02', 'resolved'),
      move(3300, 'sample04', 'closed'),
    ],
  },
];

/** Exchanges of A会社. The ticket numbers are the marks that no other account may ever see. */
const aCompanyConversations: readonly DemoCase[] = [
  {
    contract: 'P910000001',
    contact: 'a-administrator',
    category: 'service',
    subject: 'Azure サブスクリプションの追加登録（社内管理番号 CANARY-A-0007）',
    status: 'resolved',
    assignee: 'op02',
    daysAgo: 9.5,
    entries: [
      say(
        0,
        'a-administrator',
        '来月から Azure のサブスクリプションを2件、監視の対象に加える予定です。当社側で準備する権限と、登録までの日数を教えてください。\n\n社内管理番号: CANARY-A-0008',
      ),
      move(65, 'op02', 'in_progress'),
      note(90, 'op02', 'テナントは登録済み。追加の2件は管理グループの配下に入る予定とのこと。（引継ぎ NOTE-ONLY-105）'),
      say(
        380,
        'op02',
        '必要な準備は次のとおりです。\n\n- アプリの登録（サービス プリンシパル）の作成\n- 対象サブスクリプションへの「閲覧者」ロールの割り当て\n- フローログを取得する場合は、あわせて「閲覧者とデータ アクセス」ロール\n\n必要事項を「クラウドアカウント情報記入シート」にご記入のうえ、ご返送ください。',
      ),
      move(381, 'op02', 'awaiting_customer'),
      say(4100, 'a-administrator', '権限を割り当て、シートの送付も済ませました。確認をお願いします（CANARY-A-0009）。'),
      move(4101, 'a-administrator', 'in_progress'),
      say(5600, 'op02', '2件とも登録が完了し、資産情報の取得が始まっています。初回のスキャン結果は24時間以内に表示されます。'),
      move(5601, 'op02', 'resolved'),
    ],
  },
  {
    contract: 'P910000001',
    contact: 'a-contact',
    category: 'alert',
    subject: '',
    status: 'in_progress',
    assignee: 'op01',
    daysAgo: 4.4,
    entries: [
      say(
        0,
        'a-contact',
        'バケットポリシーの Principal が「*」であるという理由で検知されましたが、Condition で VPC エンドポイントに限定しています。誤検知ではないでしょうか。設定画面の画像を添付します。\n\n社内管理番号: CANARY-A-0010',
        ['screen'],
      ),
      move(30, 'op01', 'in_progress'),
      say(
        200,
        'op01',
        'ご連絡ありがとうございます。条件キーが aws:SourceVpce であれば、インターネットからは到達できません。確認のため、ポリシーの全文（アカウント番号は伏せていただいて結構です）をお送りいただけますか。',
      ),
      move(201, 'op01', 'awaiting_customer'),
      say(1500, 'a-contact', 'ポリシーを貼り付けます。条件は aws:SourceVpce と aws:PrincipalOrgID の2つです（CANARY-A-0011）。'),
      move(1501, 'a-contact', 'in_progress'),
      note(1620, 'op01', '条件付きの Principal「*」を公開と見なす判定。製品の提供元へ照会中。（引継ぎ NOTE-ONLY-106）'),
    ],
  },
  {
    contract: 'P910000001',
    contact: null,
    category: 'monthly_report',
    subject: '月次レポートの送付（社内管理番号 CANARY-A-0012）',
    status: 'closed',
    assignee: 'op02',
    daysAgo: 37,
    entries: [
      say(0, 'op02', '前月分の月次レポートをお送りします。重要度「高」の検知は2件で、いずれも対応済みです。', ['report']),
      move(1, 'op02', 'in_progress'),
      move(2, 'op02', 'resolved'),
      say(1440, 'a-administrator', '受領しました。社内の報告に使います（CANARY-A-0013）。'),
      move(1441, 'a-administrator', 'closed'),
    ],
  },
];

/** Exchanges of Hokuto Logistics Ltd., in English. */
const hokutoConversations: readonly DemoCase[] = [
  {
    contract: 'H300000002',
    contact: 'h-contact',
    category: 'failure',
    subject: 'Devices missing after the feature update (our ref CANARY-H-0005)',
    status: 'in_progress',
    assignee: 'op03',
    daysAgo: 3.6,
    entries: [
      say(
        0,
        'h-contact',
        "Twelve laptops at our Felixstowe site stopped reporting after last week's Windows feature update. They are switched on and on the network. The list and one agent log are attached.\n\nOur reference: CANARY-H-0006",
        ['list', 'log'],
      ),
      move(40, 'op03', 'in_progress'),
      note(75, 'op03', 'The log shows the policy fetch failing, then recovering; looks like the service start type was reset by the update. NOTE-ONLY-107'),
      say(
        190,
        'op03',
        'Thank you for the log. The feature update appears to have set the agent service back to manual start. Could you check the start type on two of the laptops? If it reads "Manual", we will push a correction to all twelve.',
      ),
      move(191, 'op03', 'awaiting_customer'),
      say(1450, 'h-contact', 'Confirmed: both read "Manual". Please go ahead with the correction (CANARY-H-0007).'),
      move(1451, 'h-contact', 'in_progress'),
    ],
  },
  {
    contract: 'H300000001',
    contact: 'h-administrator',
    category: 'work_request',
    subject: '8.CSPM アラートルール追加 (CANARY-H-0008)',
    status: 'resolved',
    assignee: 'op02',
    daysAgo: 13,
    entries: [
      say(
        0,
        'h-administrator',
        'Please add an alert rule:\n\n- Scope: the two production accounts only\n- Severity: high and above\n- Recipients: our on-call address\n\nInternal change number: CANARY-H-0009',
      ),
      move(50, 'op02', 'in_progress'),
      say(900, 'op02', 'The rule is in place. A test alert was sent to the on-call address; please let us know if it has not arrived.'),
      move(901, 'op02', 'resolved'),
    ],
  },
  {
    contract: 'H300000001',
    contact: 'h-contact',
    category: 'alert',
    subject: 'Old access key on the deployment user (CANARY-H-0010)',
    status: 'closed',
    assignee: 'op03',
    daysAgo: 52,
    entries: [
      say(
        0,
        'h-contact',
        'The alert for access keys older than 90 days keeps coming back for our deployment user. We rotated the key on Friday. Ticket CANARY-H-0011.',
      ),
      move(35, 'op03', 'in_progress'),
      say(260, 'op03', 'The new key is visible on our side. The alert should clear with the next scan, within 24 hours.'),
      move(261, 'op03', 'resolved'),
      reject(2100, 'h-contact', 'Two days later the alert is still open (CANARY-H-0012).'),
      note(2150, 'op03', 'The old key was deactivated but never deleted; its age still counts. NOTE-ONLY-108'),
      say(
        2240,
        'op03',
        'The previous key is still listed as inactive on that user, and its age is what the policy reads. Deleting it will clear the alert.\n\nLonger term, short-lived credentials from your build service would remove the need for a key altogether.',
      ),
      move(2241, 'op03', 'resolved'),
      say(3700, 'h-contact', 'Deleted, and the alert is gone. We will look into short-lived credentials next quarter.'),
      move(3701, 'h-contact', 'closed'),
    ],
  },
  {
    contract: 'H300000001',
    contact: null,
    category: 'alarm',
    subject: 'High severity alarm: audit trail stopped (CANARY-H-0013)',
    status: 'awaiting_customer',
    assignee: 'op01',
    daysAgo: 0.9,
    entries: [
      say(
        0,
        'system',
        'A high severity alarm was raised.\n\n- Event: StopLogging on the organisation trail\n- Identity: an administrator role, console session\n- Reference: CANARY-H-0014',
      ),
      move(15, 'op01', 'in_progress'),
      say(
        25,
        'op01',
        'We see that the audit trail was stopped and has not been restarted. Was this planned? If not, please restart logging now and tell us, so that we can help review what happened in between.',
      ),
      move(26, 'op01', 'awaiting_customer'),
    ],
  },
];

/** The longer exchanges of every account: questions asked back, solutions rejected, answers over several days. */
export const conversations: readonly DemoCase[] = [...sampleConversations, ...aCompanyConversations, ...hokutoConversations];

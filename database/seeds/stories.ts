import type { CaseCategory, CaseStatus } from '#modules/cases/index.ts';

export type DemoEntry = {
  /** Minutes after the opening. */
  after: number;
  /** The key of a user or an operator. */
  by: string;
  kind: 'comment' | 'work_note' | 'status';
  text?: string;
  to?: CaseStatus;
  reason?: string;
  files?: readonly string[];
};

export type DemoCase = {
  contract: string;
  contact: string | null;
  category: CaseCategory;
  subject: string | ((openedAt: Date) => string);
  status: CaseStatus;
  assignee: string | null;
  daysAgo: number;
  entries: readonly DemoEntry[];
};

type Told = {
  contract?: string;
  contact: string;
  category: CaseCategory;
  subject: string;
  daysAgo: number;
  operator?: string;
  ask: string;
  files?: readonly string[];
};

const say = (after: number, by: string, text: string, files?: readonly string[]): DemoEntry => ({
  after,
  by,
  kind: 'comment',
  text,
  ...(files ? { files } : {}),
});
const note = (after: number, by: string, text: string): DemoEntry => ({ after, by, kind: 'work_note', text });
const move = (after: number, by: string, to: CaseStatus): DemoEntry => ({ after, by, kind: 'status', to });

/** A case that starts with its customer's question and goes on as told. */
function story(told: Told, status: CaseStatus, ...entries: DemoEntry[]): DemoCase {
  const { contract = 'N200000001', contact, category, subject, daysAgo } = told;
  return {
    contract,
    contact,
    category,
    subject,
    status,
    daysAgo,
    assignee: status === 'new' ? null : (told.operator ?? 'op01'),
    entries: [say(0, contact, told.ask, told.files), ...entries],
  };
}

/** A question answered and accepted: the most common life of a case. */
function answered(told: Told & { answer: string; memo?: string; hours?: number }): DemoCase {
  const operator = told.operator ?? 'op01';
  const end = 60 * (told.hours ?? 20);
  return story(
    told,
    'closed',
    move(25, operator, 'in_progress'),
    ...(told.memo ? [note(40, operator, told.memo)] : []),
    say(end - 5, operator, told.answer),
    move(end - 4, operator, 'resolved'),
    move(end + 600, told.contact, 'closed'),
  );
}

/** Raised by the team: no customer asked. */
const raised = (input: {
  contract?: string;
  category: CaseCategory;
  subject: string;
  status: CaseStatus;
  daysAgo: number;
  entries: DemoEntry[];
}): DemoCase => ({ contract: 'N200000001', contact: null, assignee: 'op02', ...input });

export const stories: readonly DemoCase[] = [
  // Open now
  story(
    {
      contact: 'sample02',
      category: 'alert',
      subject: 'S3 バケットの公開検知について',
      daysAgo: 3.2,
      ask: '今朝から同じバケットについて検知が続いています。設定画面の画像を添付します。急ぎ確認をお願いします。',
      files: ['screen'],
    },
    'awaiting_customer',
    move(35, 'op01', 'in_progress'),
    note(50, 'op01', '静的サイトの配信元に見える。バケットポリシーは確認済み。除外は 2.CSPM アラート解除 で対応可。（引継ぎ NOTE-ONLY-001）'),
    say(
      180,
      'op01',
      'ご連絡ありがとうございます。該当のバケットは静的サイトの公開用でしょうか。公開が意図したものであれば、対象を検知から除外する作業依頼（2.CSPM アラート解除）をご利用いただけます。\n\n用途と、公開を続ける期間をお知らせください。',
    ),
    move(181, 'op01', 'awaiting_customer'),
  ),
  story(
    {
      contact: 'sample01',
      category: 'product',
      subject: 'アノマリ検知の学習期間',
      daysAgo: 6,
      ask: 'アノマリ検知は、導入後どのくらいの期間で学習が終わりますか。学習中に検知されたものの扱いも教えてください。',
    },
    'resolved',
    move(60, 'op02', 'in_progress'),
    say(
      300,
      'op02',
      '標準では30日間の操作履歴をもとに基準を作成します。学習期間中の検知は重要度「低」で記録され、通知の対象にはなりません。\n\n詳しい手順を添付しました。',
      ['guide'],
    ),
    move(301, 'op02', 'resolved'),
  ),
  story(
    {
      contact: 'sample01',
      category: 'alert',
      subject: 'セキュリティグループが全公開されています',
      daysAgo: 1.4,
      ask: 'セキュリティグループ sg-0a1b2c が 0.0.0.0/0 に公開されているというアラートを受け取りました。\n\n- 対象: ap-northeast-1\n- ポート: 3389\n- 検知時刻: 今朝 6:12\n\n業務への影響を避けながら閉じる手順を教えてください。',
      files: ['screen', 'log'],
    },
    'in_progress',
    move(12, 'op01', 'in_progress'),
    note(20, 'op01', '踏み台の可能性あり。変更履歴を確認中。（引継ぎ NOTE-ONLY-002）'),
    say(45, 'op01', 'ご連絡ありがとうございます。変更履歴を確認しています。先に、接続元を自社の固定IPアドレスに絞る手順をご案内します。', ['guide']),
    say(70, 'sample01', '接続元を絞りました。変更した担当者はこちらで確認中です。'),
  ),
  story(
    {
      contact: 'sample03',
      category: 'other',
      subject: '監査法人向け資料の提供可否',
      daysAgo: 0.3,
      ask: '監査法人から、検知ポリシーの一覧と変更履歴の提出を求められています。資料をご提供いただくことはできますか。',
    },
    'new',
  ),
  story(
    {
      contact: 'sample05',
      category: 'service',
      subject: 'Adding an Azure subscription',
      daysAgo: 0.8,
      ask: 'We would like to add one Azure subscription to the monitoring scope next month. Which permissions does the service principal need, and is there any effect on our contracted credits?',
    },
    'new',
  ),
  story(
    {
      contact: 'sample05',
      category: 'failure',
      subject: 'Alert mails arrive about an hour late',
      daysAgo: 4.1,
      operator: 'op03',
      ask: 'Since Monday, alert mails have reached us roughly one hour after the time shown in the alert itself. Is there a known delay on your side?',
      files: ['log'],
    },
    'awaiting_customer',
    move(20, 'op03', 'in_progress'),
    note(55, 'op03', 'Queue looks normal on our side; suspect greylisting at the customer. NOTE-ONLY-003'),
    say(
      240,
      'op03',
      'Thank you for the log. Our mail gateway handed the messages over within seconds. Could you send us the full headers of one late message?',
    ),
    move(241, 'op03', 'awaiting_customer'),
  ),
  story(
    {
      contract: 'N100000001',
      contact: 'sample02',
      category: 'failure',
      subject: '',
      daysAgo: 5,
      ask: '一部の端末でエージェントが「オフライン」のまま変わりません。対象端末の一覧を添付します。',
      files: ['list'],
    },
    'in_progress',
    move(90, 'op02', 'in_progress'),
    note(120, 'op02', 'プロキシ設定の変更が原因の見込み。同様の事例あり。（引継ぎ NOTE-ONLY-004）'),
    say(400, 'op02', '一覧をありがとうございます。対象端末のプロキシ設定が先週変更されていないか、ご確認いただけますか。'),
    move(401, 'op02', 'awaiting_customer'),
    say(1500, 'sample02', '先週、プロキシを切り替えていました。例外設定を追加して様子を見ます。'),
    move(1501, 'sample02', 'in_progress'),
  ),
  story(
    {
      contract: 'N100000001',
      contact: 'sample04',
      category: 'monthly_report_question',
      subject: '適用率の計算方法について',
      daysAgo: 2,
      ask: '月次レポートの「更新プログラム適用率」に、長期間起動していない端末は含まれますか。',
    },
    'new',
  ),
  raised({
    category: 'alarm',
    subject: '重要度「高」のアラームを検知しました',
    status: 'awaiting_customer',
    daysAgo: 0.6,
    entries: [
      say(
        0,
        'op02',
        'ルートユーザーによるコンソールへのサインインを検知しました。\n\n- アカウント: 1111-2222-3333\n- 接続元: 203.0.113.24\n\n作業の予定があったかどうかをお知らせください。',
      ),
      move(1, 'op02', 'in_progress'),
      move(2, 'op02', 'awaiting_customer'),
    ],
  }),
  raised({
    category: 'credit_overrun',
    subject: 'ご利用クレジット数の超過について',
    status: 'resolved',
    daysAgo: 11,
    entries: [
      say(0, 'op02', '今月のご利用クレジット数がご契約数を超えました（ご契約 100、ご利用 112）。翌月のご利用見込みをご確認ください。'),
      move(1, 'op02', 'in_progress'),
      move(3, 'op02', 'resolved'),
    ],
  }),
  story(
    {
      contact: 'sample01',
      category: 'work_request',
      subject: '5.CSPM コンプライアンスレポート作成',
      daysAgo: 2.5,
      ask: '対象: 全アカウント\n基準: CIS AWS Foundations\n希望日: 月末まで',
    },
    'in_progress',
    move(30, 'op01', 'in_progress'),
    say(60, 'op01', '受け付けました。月末までにレポートをお送りします。'),
  ),
  story(
    {
      contact: 'sample02',
      category: 'work_request',
      subject: '1.CSPM 検知ポリシー変更',
      daysAgo: 0.1,
      ask: 'ポリシー「AWS S3 バケットの公開」の重要度を「中」から「高」へ変更してください。',
    },
    'new',
  ),
  story(
    {
      contact: 'sample03',
      category: 'service',
      subject: '契約更新時の手続きについて',
      daysAgo: 8,
      ask: '次回の契約更新時に、プランを変更する場合の手続きを教えてください。',
    },
    'resolved',
    move(100, 'op03', 'in_progress'),
    say(700, 'op03', 'プランの変更には申込書が必要です。更新日の1か月前までに、営業担当者へご連絡ください。'),
    move(701, 'op03', 'resolved'),
  ),
  // Rejected once, then worked on again
  story(
    {
      contact: 'sample02',
      category: 'alert',
      subject: 'IAM アクセスキーの検知が解消されない',
      daysAgo: 7,
      ask: '90日以上使用していないアクセスキーを無効化しましたが、検知が解消されません。',
    },
    'in_progress',
    move(50, 'op01', 'in_progress'),
    say(400, 'op01', '無効化のあと、次のスキャン（最大24時間）で解消されます。'),
    move(401, 'op01', 'resolved'),
    say(2400, 'sample02', '翌日になっても検知が残っています。もう一度確認をお願いします。'),
    move(2401, 'sample02', 'in_progress'),
    note(2500, 'op01', '別リージョンに同名ユーザーのキーが残っている。（引継ぎ NOTE-ONLY-005）'),
  ),
  // Closed over the last year
  answered({
    contact: 'sample01',
    category: 'service',
    subject: 'サービスの受付時間',
    daysAgo: 18,
    ask: 'お問い合わせの受付時間を教えてください。',
    answer: 'ポータルからのお問い合わせは24時間受け付けています。回答は平日9時から17時です。',
  }),
  answered({
    contact: 'sample02',
    category: 'product',
    subject: 'コンプライアンス基準の追加',
    daysAgo: 24,
    operator: 'op02',
    ask: 'ISMAPの管理基準に沿ったレポートは作成できますか。',
    answer: 'カスタム基準として作成できます。作業依頼の「5.CSPM コンプライアンスレポート作成」をご利用ください。',
    memo: 'ISMAP のひな型は共有フォルダーにあり。（引継ぎ NOTE-ONLY-006）',
  }),
  answered({
    contact: 'sample01',
    category: 'alert',
    subject: 'CloudTrail が無効になっている検知',
    daysAgo: 33,
    ask: '検証用アカウントで CloudTrail が無効という検知が出ました。対応が必要でしょうか。',
    answer: '証跡が残らない状態のため、検証用であっても有効化をおすすめします。費用を抑える設定をご案内します。',
    memo: '検証用アカウントは先月追加。（引継ぎ NOTE-ONLY-007）',
  }),
  answered({
    contact: 'sample03',
    category: 'failure',
    subject: '管理画面の表示が遅い',
    daysAgo: 47,
    operator: 'op03',
    ask: '本日10時ごろから、管理画面の表示に1分以上かかります。',
    answer: '製品の提供元で一時的な遅延がありました。13時20分に復旧しています。ご不便をおかけしました。',
    hours: 5,
  }),
  answered({
    contact: 'sample02',
    category: 'monthly_report_question',
    subject: 'リスク推移のグラフについて',
    daysAgo: 58,
    ask: '先月のレポートで、リスク推移が急に下がった理由を教えてください。',
    answer: '除外申請のあった42件を集計から外したためです。レポートの3ページに注記を追加します。',
  }),
  answered({
    contact: 'sample05',
    category: 'product',
    subject: 'Exporting alerts by API',
    daysAgo: 71,
    operator: 'op03',
    ask: 'Is there an API to export open alerts into our own ticket system?',
    answer: 'Yes. The product offers a read-only alert API; please see the attached steps for creating an access key.',
    memo: 'Sent the standard API note. NOTE-ONLY-008',
  }),
  answered({
    contact: 'sample01',
    category: 'other',
    subject: '勉強会の資料について',
    daysAgo: 84,
    ask: '先月の勉強会で使われた資料をいただけますか。',
    answer: 'ナレッジに掲載しました。ご覧ください。',
  }),
  answered({
    contact: 'sample02',
    category: 'work_request',
    subject: '2.CSPM アラート解除',
    daysAgo: 96,
    operator: 'op02',
    ask: '対象: 静的サイト用バケット 3 件\n理由: 意図した公開\n期間: 年度末まで',
    answer: '3件を検知の対象から除外しました。',
  }),
  answered({
    contact: 'sample03',
    category: 'work_request',
    subject: '6.ユーザー追加/削除',
    daysAgo: 120,
    operator: 'op02',
    ask: '管理画面のユーザーを1名追加してください。',
    answer: '追加しました。ご本人へ招待のメールをお送りしています。',
  }),
  answered({
    contact: 'sample01',
    category: 'alert',
    subject: '重複したアラートについて',
    daysAgo: 141,
    ask: '同じ内容のアラートが2通ずつ届きます。',
    answer: '通知ルールが2つ一致していました。1つにまとめました。',
    memo: '通知ルールの整理を提案済み。（引継ぎ NOTE-ONLY-009）',
  }),
  answered({
    contract: 'N100000001',
    contact: 'sample04',
    category: 'product',
    subject: 'Windows 10 のサポート終了後の扱い',
    daysAgo: 156,
    operator: 'op03',
    ask: 'Windows 10 の端末は、サポート終了後も管理の対象になりますか。',
    answer: '管理は続けられますが、更新プログラムは配信されません。移行計画のご相談を承ります。',
  }),
  answered({
    contract: 'N100000001',
    contact: 'sample01',
    category: 'alert',
    subject: '未管理端末の検知',
    daysAgo: 175,
    ask: '社内ネットワークで未管理端末が検知されました。特定の方法を教えてください。',
    answer: '検知時刻と割り当てられたアドレスから特定する手順をお送りしました。',
  }),
  answered({
    contract: 'N100000001',
    contact: 'sample02',
    category: 'failure',
    subject: '更新プログラムの配信に失敗する',
    daysAgo: 199,
    operator: 'op02',
    ask: '10台ほどで配信に失敗します。',
    answer: 'ディスクの空き容量が不足していました。5 GB 以上の空きを確保してから再配信しています。',
  }),
  answered({
    contact: 'sample05',
    category: 'alert',
    subject: 'False positive on an encrypted volume',
    daysAgo: 214,
    operator: 'op03',
    ask: 'The alert says that the volume is not encrypted, but it is encrypted with our own key.',
    answer: 'The scan had cached an old state. It has been refreshed and the alert is resolved.',
  }),
  answered({
    contact: 'sample01',
    category: 'service',
    subject: '通知メールの差出人',
    daysAgo: 236,
    ask: '迷惑メール対策のため、通知メールの差出人アドレスを教えてください。',
    answer: '差出人は1つに固定しています。受信許可の設定方法とあわせてご案内しました。',
  }),
  answered({
    contact: 'sample02',
    category: 'monthly_report_question',
    subject: 'レポートの送付日',
    daysAgo: 260,
    ask: '月次レポートは毎月何日ごろに届きますか。',
    answer: '毎月5営業日目までにお送りしています。',
  }),
  answered({
    contact: 'sample03',
    category: 'other',
    subject: '担当者の変更',
    daysAgo: 285,
    ask: '主担当が変わりました。登録の変更方法を教えてください。',
    answer: '管理者の方が、アカウント管理から変更できます。',
  }),
  raised({
    category: 'health_check',
    subject: '正常性確認のお願い（利用開始時）',
    status: 'closed',
    daysAgo: 350,
    entries: [
      say(0, 'op02', 'ご利用開始にあたり、接続と通知の正常性をご確認ください。\n\n1. 管理画面に入れること\n2. テスト通知が届くこと'),
      move(1, 'op02', 'in_progress'),
      move(2, 'op02', 'awaiting_customer'),
      say(1200, 'sample03', '2点とも確認できました。'),
      move(1201, 'sample03', 'in_progress'),
      say(1300, 'op02', 'ご確認ありがとうございました。'),
      move(1301, 'op02', 'resolved'),
      move(2000, 'sample03', 'closed'),
    ],
  }),
  raised({
    contract: 'N100000001',
    category: 'health_check',
    subject: '正常性確認のお願い（利用開始時）',
    status: 'closed',
    daysAgo: 340,
    entries: [
      say(0, 'op02', 'エージェントの導入状況をご確認ください。', ['list']),
      move(1, 'op02', 'in_progress'),
      move(2, 'op02', 'resolved'),
      move(900, 'sample01', 'closed'),
    ],
  }),
  raised({
    category: 'alarm',
    subject: '重要度「高」のアラームを検知しました',
    status: 'closed',
    daysAgo: 88,
    entries: [
      say(0, 'op02', '短時間に多数の API エラーを検知しました。予定された作業かどうかをご確認ください。', ['screen']),
      move(1, 'op02', 'in_progress'),
      move(2, 'op02', 'awaiting_customer'),
      say(45, 'sample02', '負荷試験によるものです。'),
      move(46, 'sample02', 'in_progress'),
      note(50, 'op02', '負荷試験の予定表を入手済み。（引継ぎ NOTE-ONLY-010）'),
      say(60, 'op02', '承知しました。記録に残してクローズの確認をお願いします。'),
      move(61, 'op02', 'resolved'),
      move(300, 'sample02', 'closed'),
    ],
  }),
  raised({
    category: 'credit_overrun',
    subject: 'ご利用クレジット数の超過について',
    status: 'closed',
    daysAgo: 160,
    entries: [
      say(0, 'op02', '今月のご利用クレジット数がご契約数を超えました（ご契約 100、ご利用 104）。'),
      move(1, 'op02', 'in_progress'),
      move(2, 'op02', 'resolved'),
      move(4000, 'sample03', 'closed'),
    ],
  }),
  answered({
    contact: 'sample01',
    category: 'product',
    subject: 'Google Cloud の対応範囲',
    daysAgo: 305,
    operator: 'op03',
    ask: 'Google Cloud の組織単位での登録に対応していますか。',
    answer: '対応しています。組織レベルのサービスアカウントが必要です。',
    memo: '組織登録の手順書を送付。（引継ぎ NOTE-ONLY-011）',
  }),
  answered({
    contact: 'sample02',
    category: 'alert',
    subject: 'コンテナイメージの脆弱性',
    daysAgo: 318,
    ask: 'イメージのスキャン結果はどこで確認できますか。',
    answer: 'マネージドCSPMの対象外ですが、製品の画面で確認する方法をご案内しました。',
  }),
];

import type { Form, FormField, Words } from '#modules/catalog/form.ts';

export type DemoItem = { key: string; service: string; name: Words; summary: Words; points: number; form: Form };

type Options = Record<string, readonly [string, string]>;
type More = Partial<Pick<FormField, 'help' | 'required' | 'when' | 'least' | 'most'>>;

const words = ([ja, en]: readonly [string, string]): Words => ({ ja, en });
const field = (kind: FormField['kind'], key: string, label: readonly [string, string], more: More = {}): FormField => ({
  key,
  kind,
  label: words(label),
  required: true,
  ...more,
});
const choice = (kind: 'choice' | 'choices', key: string, label: readonly [string, string], options: Options, more: More = {}): FormField => ({
  ...field(kind, key, label, more),
  options: Object.entries(options).map(([value, names]) => ({ value, label: words(names) })),
});
const only = (of: string, ...is: string[]): More => ({ when: { field: of, is } });
const help = (ja: string, en: string): More => ({ help: { ja, en } });

// ── What several items ask ─────────────────────────────────────────────────────────────────────────────────────────
const clouds = { aws: ['AWS', 'AWS'], azure: ['Microsoft Azure', 'Microsoft Azure'], gcp: ['Google Cloud', 'Google Cloud'] } satisfies Options;
const severities = {
  critical: ['緊急', 'Critical'],
  high: ['高', 'High'],
  medium: ['中', 'Medium'],
  low: ['低', 'Low'],
  informational: ['情報', 'Informational'],
} satisfies Options;
const cloud = choice('choice', 'cloud', ['クラウド', 'Cloud'], clouds);
const accounts = field('lines', 'cloud_accounts', ['対象のクラウドアカウント', 'Cloud accounts concerned'], {
  ...help(
    'AWSアカウントID、AzureサブスクリプションID、Google CloudプロジェクトIDのいずれかを入力してください。',
    'AWS account IDs, Azure subscription IDs or Google Cloud project IDs.',
  ),
  most: 50,
});
const reason = field('paragraph', 'reason', ['依頼の理由', 'Reason'], { most: 2000 });
const wished = field('date', 'wished_on', ['希望日', 'Wished date'], {
  required: false,
  ...help('ご希望に沿えない場合は、ご連絡します。空欄の場合は、順に対応します。', 'We tell you if we cannot keep it. Left empty, we do it in turn.'),
  least: 1,
  most: 180,
});
const remarks = field('paragraph', 'remarks', ['備考', 'Remarks'], { required: false, most: 2000 });

/** The nine items of the guide (G-4.7-3, D-16) with the forms of what each work needs. */
export const demoItems: readonly DemoItem[] = [
  {
    key: 'policy-change',
    service: 'managed-cspm',
    name: { ja: '1.CSPM 検知ポリシー変更', en: '1. CSPM detection policy change' },
    summary: {
      ja: '検知ポリシーの有効化・無効化、重大度やパラメーターの変更を行います。',
      en: 'Enables or disables detection policies, or changes their severity or parameters.',
    },
    points: 5,
    form: {
      fields: [
        cloud,
        accounts,
        field('lines', 'policies', ['対象のポリシー名', 'Policies'], {
          ...help('管理画面に表示されるポリシー名またはポリシーIDを入力してください。', 'Names or IDs as the console shows them.'),
          most: 20,
        }),
        choice('choice', 'change', ['変更内容', 'What to change'], {
          enable: ['有効にする', 'Enable'],
          disable: ['無効にする', 'Disable'],
          severity: ['重大度を変更する', 'Change the severity'],
          parameters: ['パラメーターを変更する', 'Change parameters'],
        }),
        choice('choice', 'severity', ['変更後の重大度', 'New severity'], severities, only('change', 'severity')),
        field('paragraph', 'parameters', ['変更するパラメーターと値', 'Parameters and their values'], { ...only('change', 'parameters'), most: 2000 }),
        field('date', 'disabled_until', ['無効にする期限', 'Disabled until'], {
          ...only('change', 'disable'),
          required: false,
          ...help('期限を過ぎたら再び有効にする場合に入力してください。', 'If it is to be enabled again afterwards.'),
          least: 1,
          most: 366,
        }),
        reason,
        wished,
      ],
      units: 'policies',
    },
  },
  {
    key: 'alert-dismissal',
    service: 'managed-cspm',
    name: { ja: '2.CSPM アラート解除', en: '2. CSPM alert dismissal' },
    summary: { ja: '対応が不要なアラートを解除します。', en: 'Dismisses alerts that need no action.' },
    points: 2,
    form: {
      fields: [
        cloud,
        field('lines', 'alerts', ['解除するアラートID', 'Alert IDs'], {
          ...help('例：P-123456。管理画面のアラート一覧からコピーできます。', 'Such as P-123456, copied from the list of alerts.'),
          most: 100,
        }),
        choice('choice', 'ground', ['解除の理由', 'Ground'], {
          accepted: ['リスクを受容する', 'The risk is accepted'],
          false_positive: ['誤検知', 'False positive'],
          compensated: ['別の対策で対応済み', 'Handled by another measure'],
          other: ['その他', 'Other'],
        }),
        field('paragraph', 'ground_text', ['理由の詳細', 'Details'], { ...only('ground', 'accepted', 'compensated', 'other'), most: 2000 }),
        choice('choice', 'span', ['解除する期間', 'For how long'], { forever: ['無期限', 'For good'], until: ['期限を指定する', 'Until a day'] }),
        field('date', 'until', ['解除の期限', 'Until'], { ...only('span', 'until'), least: 1, most: 366 }),
        field('text', 'approver', ['貴社の承認者', 'Approved on your side by'], { most: 100 }),
      ],
    },
  },
  {
    key: 'alert-repair',
    service: 'managed-cspm',
    name: { ja: '3.CSPM アラート修復', en: '3. CSPM alert remediation' },
    summary: { ja: 'アラートの原因となっている設定を、貴社に代わって修復します。', en: 'Corrects, on your behalf, the settings that cause alerts.' },
    points: 10,
    form: {
      fields: [
        cloud,
        field('lines', 'alerts', ['修復するアラートID', 'Alert IDs'], { most: 20 }),
        field('lines', 'resources', ['対象のリソース', 'Resources'], {
          ...help('ARN、リソースIDなど、リソースを特定できる情報を入力してください。', 'ARNs, resource IDs or whatever names them.'),
          most: 50,
        }),
        choice('choice', 'method', ['修復の方法', 'How'], {
          recommended: ['推奨される手順のとおり', 'As recommended'],
          specified: ['方法を指定する', 'As follows'],
        }),
        field('paragraph', 'method_text', ['修復方法の指定', 'How to correct it'], { ...only('method', 'specified'), most: 4000 }),
        choice('choice', 'downtime', ['業務への影響', 'Effect on your business'], {
          none: ['いつでも作業できる', 'May be done at any time'],
          window: ['作業できる時間帯に制限がある', 'Only at certain times'],
        }),
        field('text', 'window', ['作業できる日時', 'When it may be done'], { ...only('downtime', 'window'), most: 200 }),
        field('text', 'contact_on_day', ['当日の連絡先（氏名・電話番号）', 'Contact on the day (name and phone)'], { most: 200 }),
        wished,
        remarks,
      ],
      units: 'alerts',
    },
  },
  {
    key: 'alert-report',
    service: 'managed-cspm',
    name: { ja: '4.CSPM アラートレポート作成', en: '4. CSPM alert report' },
    summary: { ja: '指定した期間と条件のアラートをレポートにまとめます。', en: 'Reports on the alerts of a period.' },
    points: 5,
    form: {
      fields: [
        choice('choices', 'clouds', ['対象のクラウド', 'Clouds'], clouds),
        field('lines', 'cloud_accounts', ['対象のクラウドアカウント', 'Cloud accounts'], {
          required: false,
          ...help('空欄の場合は、すべてのアカウントが対象です。', 'Left empty, all accounts.'),
          most: 50,
        }),
        field('date', 'from', ['期間の開始日', 'From'], { least: -400, most: 0 }),
        field('date', 'to', ['期間の終了日', 'To'], { least: -400, most: 0 }),
        choice('choices', 'severities', ['重大度', 'Severities'], severities),
        choice('choices', 'states', ['アラートの状態', 'States'], {
          open: ['未対応', 'Open'],
          resolved: ['解決済み', 'Resolved'],
          dismissed: ['解除済み', 'Dismissed'],
        }),
        choice('choice', 'format', ['形式', 'Format'], { pdf: ['PDF', 'PDF'], csv: ['CSV', 'CSV'] }),
        choice('choice', 'language', ['言語', 'Language'], { ja: ['日本語', 'Japanese'], en: ['英語', 'English'] }),
        wished,
        remarks,
      ],
    },
  },
  {
    key: 'compliance-report',
    service: 'managed-cspm',
    name: { ja: '5.CSPM コンプライアンスレポート作成', en: '5. CSPM compliance report' },
    summary: { ja: '選択した基準に対する準拠状況をレポートにまとめます。', en: 'Reports how far your clouds meet the standards you choose.' },
    points: 5,
    form: {
      fields: [
        choice('choices', 'standards', ['対象の基準', 'Standards'], {
          cis: ['CIS Benchmarks', 'CIS Benchmarks'],
          pci: ['PCI DSS', 'PCI DSS'],
          iso27001: ['ISO/IEC 27001', 'ISO/IEC 27001'],
          nist: ['NIST SP 800-53', 'NIST SP 800-53'],
          ismap: ['ISMAP', 'ISMAP'],
          other: ['その他', 'Other'],
        }),
        field('text', 'standard_other', ['その他の基準名と版', 'Name and version of the other'], { ...only('standards', 'other'), most: 200 }),
        choice('choices', 'clouds', ['対象のクラウド', 'Clouds'], clouds),
        field('lines', 'cloud_accounts', ['対象のクラウドアカウント', 'Cloud accounts'], {
          required: false,
          ...help('空欄の場合は、すべてのアカウントが対象です。', 'Left empty, all accounts.'),
          most: 50,
        }),
        choice('choice', 'language', ['言語', 'Language'], { ja: ['日本語', 'Japanese'], en: ['英語', 'English'] }),
        field('text', 'purpose', ['提出先・用途', 'For whom and what'], { required: false, most: 200 }),
        wished,
      ],
      units: 'standards',
    },
  },
  {
    key: 'users',
    service: 'managed-cspm',
    name: { ja: '6.ユーザー追加/削除', en: '6. Add or remove users' },
    summary: { ja: 'CSPM管理画面のユーザーを追加または削除します。', en: 'Adds or removes users of the CSPM console.' },
    points: 1,
    form: {
      fields: [
        choice('choice', 'change', ['依頼内容', 'What to do'], { add: ['追加', 'Add'], remove: ['削除', 'Remove'] }),
        field('lines', 'users', ['ユーザーのメールアドレス', 'Mail addresses'], { most: 30 }),
        choice(
          'choice',
          'role',
          ['権限', 'Rights'],
          { viewer: ['閲覧のみ', 'View only'], analyst: ['閲覧とアラート操作', 'View and handle alerts'], admin: ['管理者', 'Administrator'] },
          only('change', 'add'),
        ),
        field('lines', 'cloud_accounts', ['参照できるクラウドアカウント', 'Cloud accounts they may see'], {
          ...only('change', 'add'),
          required: false,
          ...help('空欄の場合は、すべてのアカウントを参照できます。', 'Left empty, all accounts.'),
          most: 50,
        }),
        field('text', 'reason', ['理由', 'Reason'], { required: false, most: 200 }),
        wished,
      ],
      units: 'users',
    },
  },
  {
    key: 'notification-targets',
    service: 'managed-cspm',
    name: { ja: '7.CSPM アラート通知先変更', en: '7. CSPM alert recipients change' },
    summary: { ja: 'アラートを通知するメールアドレスを変更します。', en: 'Changes the mail addresses that alerts are sent to.' },
    points: 1,
    form: {
      fields: [
        choice('choice', 'change', ['変更内容', 'What to change'], {
          add: ['通知先を追加する', 'Add recipients'],
          remove: ['通知先を削除する', 'Remove recipients'],
          replace: ['通知先をすべて入れ替える', 'Replace all recipients'],
        }),
        field('lines', 'recipients', ['メールアドレス', 'Mail addresses'], { most: 30 }),
        choice('choices', 'severities', ['通知する重大度', 'Severities to send'], severities, only('change', 'add', 'replace')),
        field('text', 'rule', ['対象のアラートルール名', 'Alert rule'], {
          required: false,
          ...help('空欄の場合は、すべてのルールが対象です。', 'Left empty, all rules.'),
          most: 200,
        }),
        wished,
      ],
    },
  },
  {
    key: 'alert-rule',
    service: 'managed-cspm',
    name: { ja: '8.CSPM アラートルール追加', en: '8. CSPM alert rule addition' },
    summary: { ja: '新しいアラートルールを追加します。', en: 'Adds a new alert rule.' },
    points: 5,
    form: {
      fields: [
        field('text', 'rule_name', ['ルール名', 'Name of the rule'], { most: 100 }),
        cloud,
        accounts,
        choice('choice', 'scope', ['検知する対象', 'What to detect'], {
          policies: ['既存のポリシーを指定する', 'Existing policies'],
          condition: ['条件を文章で指定する', 'A condition in words'],
        }),
        field('lines', 'policies', ['ポリシー名', 'Policies'], { ...only('scope', 'policies'), most: 50 }),
        field('paragraph', 'condition', ['検知する条件', 'Condition'], {
          ...only('scope', 'condition'),
          ...help('例：タグが付いていないS3バケットが作成されたとき。', 'Such as: an S3 bucket was created without tags.'),
          most: 4000,
        }),
        choice('choice', 'severity', ['重大度', 'Severity'], severities),
        field('lines', 'recipients', ['通知先のメールアドレス', 'Mail addresses to notify'], { most: 30 }),
        choice('choice', 'interval', ['通知の頻度', 'How often'], { at_once: ['即時', 'At once'], daily: ['1日1回', 'Once a day'] }),
        reason,
        wished,
      ],
    },
  },
  {
    key: 'anomaly-settings',
    service: 'managed-cspm',
    name: { ja: '9.CSPM アノマリ設定変更(設定変更・無効化)', en: '9. CSPM anomaly settings (change or disable)' },
    summary: {
      ja: 'アノマリ検知の感度や除外を変更し、または検知を無効にします。',
      en: 'Changes sensitivity and exceptions of anomaly detection, or disables it.',
    },
    points: 5,
    form: {
      fields: [
        choice('choice', 'change', ['変更内容', 'What to change'], {
          sensitivity: ['感度を変更する', 'Change the sensitivity'],
          exclude: ['除外を追加する', 'Add exceptions'],
          disable: ['検知を無効にする', 'Disable detection'],
        }),
        choice('choices', 'kinds', ['対象のアノマリ', 'Anomalies'], {
          sign_in: ['不審なログイン', 'Unusual sign-in'],
          activity: ['不審なユーザー操作', 'Unusual user activity'],
          network: ['不審なネットワーク通信', 'Unusual network traffic'],
          compute: ['不審なリソース作成', 'Unusual resource creation'],
        }),
        choice(
          'choice',
          'sensitivity',
          ['変更後の感度', 'New sensitivity'],
          { low: ['低', 'Low'], medium: ['中', 'Medium'], high: ['高', 'High'] },
          only('change', 'sensitivity'),
        ),
        field('lines', 'exceptions', ['除外するIPアドレス・ユーザー・リソース', 'Addresses, users or resources to except'], {
          ...only('change', 'exclude'),
          most: 50,
        }),
        field('date', 'disabled_until', ['無効にする期限', 'Disabled until'], { ...only('change', 'disable'), required: false, least: 1, most: 366 }),
        accounts,
        reason,
        wished,
      ],
    },
  },
];

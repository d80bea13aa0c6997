import type { Form, Words } from '#modules/catalog/form.ts';

export type DemoItem = { key: string; service: string; name: Words; summary: Words; points: number; form: Form };

const text = (key: string, ja: string, en: string) => ({ key, kind: 'text' as const, label: { ja, en }, required: true });
const item = (key: string, points: number, ja: string, en: string): DemoItem => ({
  key,
  service: 'managed-cspm',
  name: { ja, en },
  summary: { ja: '', en: '' },
  points,
  form: { fields: [text('cloud_account', 'クラウドアカウント', 'Cloud account')] },
});

/** The nine items of the guide (G-4.7-3, D-16). */
export const demoItems: readonly DemoItem[] = [
  item('policy-change', 5, '1.CSPM 検知ポリシー変更', '1. CSPM detection policy change'),
  item('alert-dismissal', 2, '2.CSPM アラート解除', '2. CSPM alert dismissal'),
  item('alert-repair', 10, '3.CSPM アラート修復', '3. CSPM alert remediation'),
  item('alert-report', 5, '4.CSPM アラートレポート作成', '4. CSPM alert report'),
  item('compliance-report', 5, '5.CSPM コンプライアンスレポート作成', '5. CSPM compliance report'),
  item('users', 1, '6.ユーザー追加/削除', '6. Add or remove users'),
  item('notification-targets', 1, '7.CSPM アラート通知先変更', '7. CSPM alert recipients change'),
  item('alert-rule', 5, '8.CSPM アラートルール追加', '8. CSPM alert rule addition'),
  item('anomaly-settings', 5, '9.CSPM アノマリ設定変更(設定変更・無効化)', '9. CSPM anomaly settings (change or disable)'),
];

/** Who announces, as customers read it. */
export const ANNOUNCER = 'セキュリティアドバイザリーセンター';

type Words = { title: string; body: string; impact?: string };

/** An announcement of the demo world; days are counted from the day on which the world is made. */
export type DemoAnnouncement = {
  severity: 'information' | 'maintenance' | 'important';
  openTo: readonly string[];
  startsInDays: number;
  endsInDays: number;
  /** Planned work from 5:15 until 9:15, Japan time, of that day. */
  plannedInDays?: number;
  hasBanner: boolean;
  atDoor: boolean;
  words: { ja: Words; en: Words };
};

const maintenance = {
  ja: {
    title: 'カスタマーポータルメンテナンスのお知らせ',
    body: '平素よりカスタマーポータルをご利用いただき、誠にありがとうございます。\n\n上記の予定日時に、カスタマーポータルのメンテナンスを実施いたします。ご不便をおかけしますが、ご理解とご協力をお願いいたします。',
    impact:
      'メンテナンスの間、カスタマーポータルをご利用いただけません。お問い合わせは、終了後にカスタマーポータルからお送りください。監視と通知は通常どおり行います。',
  },
  en: {
    title: 'Customer portal maintenance',
    body: 'We will carry out maintenance on the customer portal at the time given above. We are sorry for the inconvenience.',
    impact:
      'The customer portal cannot be used during the maintenance. Please send your inquiries through the portal afterwards. Monitoring and notifications go on as usual.',
  },
};

export const demoAnnouncements: readonly DemoAnnouncement[] = [
  { severity: 'maintenance', openTo: ['*'], startsInDays: -78, endsInDays: -64, plannedInDays: -65, hasBanner: true, atDoor: true, words: maintenance },
  {
    severity: 'information',
    openTo: ['service:managed-cspm'],
    startsInDays: -19,
    endsInDays: 60,
    hasBanner: false,
    atDoor: false,
    words: {
      ja: {
        title: '月次レポートに「リスク推移」のページを追加しました',
        body: '今月の月次レポートから、直近6か月のリスク件数の推移を1ページにまとめてお届けします。読み方は、ナレッジの「月次レポートの読み方」をご覧ください。',
      },
      en: {
        title: 'The monthly report has a new page, “Risk trend”',
        body: 'From this month on, the report shows on one page how the number of risks went over the last six months. See “How to read the monthly report” in the knowledge base.',
      },
    },
  },
  {
    severity: 'important',
    openTo: ['service:endpoint-hygiene'],
    startsInDays: -12,
    endsInDays: 45,
    hasBanner: false,
    atDoor: false,
    words: {
      ja: {
        title: 'エンドポイント衛生管理: エージェント更新のお願い',
        body: '対象端末のエージェントを、最新版へ更新してください。旧版のサポートは、来月末に終了します。',
        impact: '旧版のままの端末では、サポート終了後に脆弱性の検知結果が届かなくなります。',
      },
      en: {
        title: 'Endpoint Hygiene: please update your agents',
        body: 'Please update the agents of all devices to the newest version. Support of the old one ends at the end of next month.',
        impact: 'After that, devices with the old version report no vulnerabilities.',
      },
    },
  },
  { severity: 'maintenance', openTo: ['*'], startsInDays: -6, endsInDays: 10, plannedInDays: 9, hasBanner: true, atDoor: true, words: maintenance },
];

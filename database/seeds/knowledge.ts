import type { ArticleBlock } from '../../src/modules/knowledge/body.ts';
import { csv, pdf } from './files.ts';

const text = (words: string) => [{ type: 'text' as const, text: words }];
const p = (words: string): ArticleBlock & { type: 'paragraph' } => ({ type: 'paragraph', content: text(words) });
const h = (words: string): ArticleBlock => ({ type: 'heading', attrs: { level: 2 }, content: text(words) });
const items = (words: readonly string[]) => words.map((one) => ({ type: 'listItem' as const, content: [p(one)] }));
const ul = (...words: string[]): ArticleBlock => ({ type: 'bulletList', content: items(words) });
const ol = (...words: string[]): ArticleBlock => ({ type: 'orderedList', attrs: { start: 1 }, content: items(words) });
const note = (tone: 'note' | 'tip' | 'warning', words: string): ArticleBlock => ({ type: 'callout', attrs: { tone }, content: [p(words)] });
const one = { colspan: 1, rowspan: 1 };
const table = (head: readonly string[], ...rows: (readonly string[])[]): ArticleBlock => ({
  type: 'table',
  content: [head, ...rows].map((cells, row) => ({
    type: 'tableRow',
    content: cells.map((words) => ({ type: row === 0 ? 'tableHeader' : 'tableCell', attrs: one, content: [p(words)] })),
  })),
});

type Words = { title: string; body: readonly ArticleBlock[] };
type DemoFile = { name: string; contentType: string; make: () => Buffer; text: string };

/** An article of the demo world; days are counted from the day on which the world is made. */
export type DemoArticle = {
  base: string;
  category: string;
  openTo: string;
  author: string;
  state: 'shown' | 'draft' | 'scheduled' | 'retired';
  daysAgo: number;
  views: number;
  words: { ja?: Words; en?: Words };
  document?: DemoFile;
  attachments?: readonly DemoFile[];
};

export const demoBases = [
  {
    key: 'cspm',
    service: 'managed-cspm',
    ja: 'お客様向けドキュメント (マネージドCSPM)',
    en: 'Customer documents (Managed CSPM)',
    categories: [
      { key: 'specification', ja: 'サービス仕様書', en: 'Service specification' },
      { key: 'guide', ja: 'カスタマーポータルご利用ガイド', en: 'Customer portal user guide' },
      { key: 'prisma', ja: '3.Prisma Cloudご利用ガイド', en: '3. Prisma Cloud user guide' },
      { key: 'sheets', ja: '4.クラウドアカウント情報記入シート', en: '4. Cloud account sheets' },
    ],
  },
  {
    key: 'endpoint',
    service: 'endpoint-hygiene',
    ja: 'お客様向けドキュメント (エンドポイント衛生管理)',
    en: 'Customer documents (Endpoint Hygiene)',
    categories: [{ key: 'agent', ja: 'エージェント', en: 'Agent' }],
  },
] as const;

const pdfOf = (name: string, title: string, lines: readonly string[]): DemoFile => ({
  name,
  contentType: 'application/pdf',
  make: () => pdf(title, lines),
  text: [title, ...lines].join('\n'),
});

const specification = [
  '監視対象: AWS、Microsoft Azure、Google Cloud',
  '監視時間: 24時間365日',
  '通知: 重要度「高」は検知から30分以内',
  '月次レポート: 翌月10営業日までに送付',
];
const reading = [
  '1. 検知件数の推移を確認します。',
  '2. 重要度ごとの対応状況を確認します。',
  '3. コンプライアンス準拠率の前月との差を確認します。',
  '4. 推奨事項の期限を関係者と共有します。',
];
const application = ['お客様番号:', 'お申込みの内容: 追加 / 変更 / 解約', '対象のクラウドアカウント:', 'ご希望日:'];
const sheet = '種別,アカウントID,名称,担当者,備考\r\nAWS,123456789012,本番環境,例 太郎,\r\nAzure,00000000-0000-0000-0000-000000000000,検証環境,例 花子,\r\n';

const CSPM = 'service:managed-cspm';
const TEAM = 'セキュリティアドバイザリーセンター';
const OPERATOR = '相談 一郎';
const shown = { author: TEAM, state: 'shown' } as const;

export const demoArticles: readonly DemoArticle[] = [
  {
    ...shown,
    base: 'cspm',
    category: 'specification',
    openTo: CSPM,
    daysAgo: 240,
    views: 31,
    document: pdfOf('マネージドCSPM_サービス仕様書.pdf', 'マネージドCSPM サービス仕様書', specification),
    words: {
      ja: { title: 'マネージドCSPM サービス仕様書', body: [p('マネージドCSPMの提供範囲、監視時間、通知の条件を定めた文書です。')] },
      en: {
        title: 'Managed CSPM service specification',
        body: [p('What Managed CSPM covers, when we watch, and when we notify you. The document is in Japanese.')],
      },
    },
  },
  {
    ...shown,
    base: 'cspm',
    category: 'specification',
    openTo: CSPM,
    daysAgo: 96,
    views: 24,
    words: {
      ja: {
        title: 'サービスの範囲と対応時間',
        body: [
          h('対応時間'),
          table(
            ['窓口', '受付', '回答の目安'],
            ['ケース (重要度「高」のアラート)', '24時間365日', '30分以内'],
            ['お問い合わせ', '24時間365日', '1営業日以内'],
            ['作業依頼', '平日 9:00~17:30', '3営業日以内'],
          ),
          h('サービスに含まれること'),
          ul('クラウド設定の常時監視と、重要度に応じた通知', '検知内容の説明と、是正方法のご案内', '月次レポートの作成と送付'),
          h('サービスに含まれないこと'),
          ul('お客様のクラウド環境への変更作業 (作業依頼でお申し込みいただいたものを除きます)', 'アプリケーションの脆弱性診断'),
          note('note', '回答の目安は、受付から最初のご回答までの時間です。調査の内容により、解決までの時間は異なります。'),
        ],
      },
      en: {
        title: 'What the service covers, and when',
        body: [
          h('Hours'),
          table(
            ['Channel', 'Open', 'First answer'],
            ['Cases (high severity alerts)', '24 hours a day', 'within 30 minutes'],
            ['Inquiries', '24 hours a day', 'within one business day'],
            ['Work requests', 'weekdays 9:00-17:30 (Japan)', 'within three business days'],
          ),
          h('What is included'),
          ul('Constant monitoring of cloud settings, with notices by severity', 'An explanation of each finding and how to correct it', 'A report every month'),
          h('What is not included'),
          ul('Changes to your cloud environment, unless you order them as a work request', 'Vulnerability assessment of applications'),
        ],
      },
    },
  },
  {
    ...shown,
    base: 'cspm',
    category: 'guide',
    openTo: '*',
    daysAgo: 150,
    views: 58,
    words: {
      ja: {
        title: 'よくあるご質問',
        body: [
          h('ログインできません'),
          p(
            'ユーザーIDとパスワードをご確認ください。パスワードを5回続けて間違えると、20分間ログインできなくなります。お忘れの場合は、ログイン画面の「パスワードを忘れた場合」から再設定してください。',
          ),
          h('ユーザーを追加できますか'),
          p('管理者の方が「アカウント管理」の「連絡先を作成」から追加できます。'),
          h('終了したケースを再開できますか'),
          p('終了したケースは再開できません。新しいお問い合わせとしてお送りください。'),
          h('ポイントは翌月に繰り越せますか'),
          p('作業依頼のポイントは月ごとに付与され、月末に失効します。残りは「ポイント管理」で確認できます。'),
        ],
      },
      en: {
        title: 'Frequently asked questions',
        body: [
          h('I cannot sign in'),
          p(
            'Check your user ID and password. After five wrong passwords in a row you have to wait 20 minutes. If you forgot it, set a new one from the sign-in page.',
          ),
          h('Can we add users?'),
          p('Your administrators add users under Account management.'),
          h('Can a closed case be opened again?'),
          p('No. Please send a new inquiry.'),
          h('Do points carry over to the next month?'),
          p('Points are granted every month and end with it. Points management shows what is left.'),
        ],
      },
    },
  },
  {
    ...shown,
    base: 'cspm',
    category: 'guide',
    openTo: '*',
    author: OPERATOR,
    daysAgo: 33,
    views: 12,
    words: {
      ja: {
        title: '検証コードのメールが届かないとき',
        body: [
          p('検証コードは、登録されているメールアドレスへすぐに送信されます。数分待っても届かないときは、次の順にご確認ください。'),
          ol(
            '迷惑メールのフォルダーをご確認ください。',
            '差出人 sac@portal.example からのメールを受信できるように設定してください。',
            '登録されているメールアドレスが変わっていないか、管理者の方にご確認ください。',
          ),
          note('tip', '認証アプリやパスキーを登録すると、メールを待たずにログインできます。'),
        ],
      },
      en: {
        title: 'When the mailed code does not arrive',
        body: [
          p('The code is mailed to your registered address at once. If it does not arrive within a few minutes:'),
          ol('Look into your junk mail.', 'Allow mail from sac@portal.example.', 'Ask your administrator whether your registered address is still right.'),
          note('tip', 'With an authenticator app or a passkey you need not wait for a mail.'),
        ],
      },
    },
  },
  {
    ...shown,
    base: 'cspm',
    category: 'prisma',
    openTo: CSPM,
    daysAgo: 210,
    views: 44,
    document: pdfOf('月次レポートの読み方.pdf', '月次レポートの読み方', reading),
    words: { ja: { title: '月次レポートの読み方', body: [p('毎月お送りするレポートの見方を、章ごとに説明しています。')] } },
  },
  {
    ...shown,
    base: 'cspm',
    category: 'prisma',
    openTo: CSPM,
    author: OPERATOR,
    daysAgo: 61,
    views: 19,
    words: {
      ja: {
        title: 'アラートの重要度と対応の目安',
        body: [
          p('アラートには3つの重要度があります。重要度ごとに、対応の期限の目安が異なります。'),
          table(
            ['重要度', '例', '対応の目安'],
            ['高', 'ストレージの公開、管理者の多要素認証の無効化', '当日中'],
            ['中', '90日以上使われていないアクセスキー', '2週間以内'],
            ['低', 'タグの付け忘れ', '次回の定期点検まで'],
          ),
          note('warning', '重要度「高」のアラートは、ケースでもお知らせします。内容を確認し、対応の予定をご返信ください。'),
        ],
      },
      en: {
        title: 'Severities of alerts and when to act',
        body: [
          p('Alerts have three severities, and each has a time in which to act.'),
          table(
            ['Severity', 'Example', 'Act'],
            ['High', 'Public storage, administrators without multi-factor authentication', 'the same day'],
            ['Medium', 'Access keys unused for 90 days', 'within two weeks'],
            ['Low', 'Missing tags', 'by the next check'],
          ),
          note('warning', 'We tell you of high severity alerts in a case, too. Please answer when you plan to act.'),
        ],
      },
    },
  },
  {
    ...shown,
    base: 'cspm',
    category: 'prisma',
    openTo: CSPM,
    daysAgo: 120,
    views: 27,
    words: {
      ja: {
        title: 'Prisma Cloudへのログイン',
        body: [
          h('はじめてログインするとき'),
          ol('招待メールのリンクを開きます。', 'パスワードを設定します。', '認証アプリを登録します。'),
          h('アカウントがロックされたとき'),
          p('作業依頼の「ユーザー追加/削除」から、ロックの解除をご依頼ください。'),
        ],
      },
      en: {
        title: 'Signing in to Prisma Cloud',
        body: [
          h('The first time'),
          ol('Open the link of the invitation.', 'Set a password.', 'Register an authenticator app.'),
          h('When your account is locked'),
          p('Ask us with the work request "Add or remove users".'),
        ],
      },
    },
  },
  {
    ...shown,
    base: 'cspm',
    category: 'prisma',
    openTo: CSPM,
    author: OPERATOR,
    daysAgo: 9,
    views: 7,
    attachments: [
      pdfOf('対応手順書.pdf', '公開ストレージの対応手順', [
        '1. 対象バケットの用途を確認します。',
        '2. パブリックアクセスブロックを有効にします。',
        '3. 検知が解消されたことを確認します。',
      ]),
    ],
    words: {
      ja: {
        title: '公開ストレージの検知への対応手順',
        body: [
          p('ストレージが公開されているとの検知を受け取ったときの手順です。'),
          ol(
            '公開が意図したものかを、担当部署に確認します。',
            '意図しない公開であれば、パブリックアクセスブロックを有効にします。',
            'アクセスログで、外部からの参照がなかったかを確認します。',
          ),
          {
            type: 'codeBlock',
            content: text(
              'aws s3api put-public-access-block --bucket 対象のバケット名 \\\n  --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
            ),
          },
          p('印刷用の手順書を添付しています。'),
        ],
      },
    },
  },
  {
    ...shown,
    base: 'cspm',
    category: 'sheets',
    openTo: CSPM,
    daysAgo: 300,
    views: 35,
    document: { name: 'クラウドアカウント情報記入シート.csv', contentType: 'text/csv', make: () => csv(sheet), text: sheet },
    words: {
      ja: { title: 'クラウドアカウント情報記入シート', body: [p('監視の対象とするクラウドアカウントをご記入のうえ、作業依頼に添付してください。')] },
      en: { title: 'Cloud account sheet', body: [p('Fill in the cloud accounts to be watched and attach the sheet to your work request.')] },
    },
  },
  {
    ...shown,
    base: 'cspm',
    category: 'sheets',
    openTo: CSPM,
    daysAgo: 301,
    views: 16,
    document: pdfOf('申請書.pdf', 'サービス変更申請書', application),
    words: {
      ja: { title: '申請書', body: [p('ご契約内容の変更に使う申請書です。ご記入のうえ、営業担当者へお渡しください。')] },
      en: { title: 'Application form', body: [p('For changes to your contract. Please give it to your sales contact.')] },
    },
  },
  {
    ...shown,
    base: 'cspm',
    category: 'guide',
    openTo: 'account:sample',
    daysAgo: 45,
    views: 3,
    words: {
      ja: {
        title: '株式会社サンプル様 緊急時の連絡体制',
        body: [
          p('夜間と休日の緊急連絡は、情報システム部の当番の方へ差し上げます。'),
          ul('一次連絡先: 情報システム部 当番', '二次連絡先: 情報セキュリティ委員会'),
        ],
      },
    },
  },
  {
    ...shown,
    base: 'cspm',
    category: 'specification',
    openTo: CSPM,
    author: OPERATOR,
    state: 'draft',
    daysAgo: 2,
    views: 0,
    words: { ja: { title: '来期の機能追加について (下書き)', body: [p('公開前の下書きです。')] } },
  },
  {
    ...shown,
    base: 'cspm',
    category: 'specification',
    openTo: '*',
    state: 'scheduled',
    daysAgo: -20,
    views: 0,
    words: {
      ja: { title: '年末年始の対応体制', body: [p('年末年始も24時間365日、監視と通知を行います。作業依頼の受付は1月5日に再開します。')] },
      en: { title: 'Over the New Year holidays', body: [p('We watch and notify as always. Work requests are taken again from January 5.')] },
    },
  },
  {
    ...shown,
    base: 'cspm',
    category: 'prisma',
    openTo: CSPM,
    state: 'retired',
    daysAgo: 500,
    views: 22,
    words: { ja: { title: '旧アラート通知の設定手順', body: [p('この手順は使われていません。')] } },
  },
  {
    ...shown,
    base: 'endpoint',
    category: 'agent',
    openTo: 'service:endpoint-hygiene',
    daysAgo: 75,
    views: 14,
    words: {
      ja: {
        title: 'エージェントの導入手順',
        body: [ol('配布用のファイルをダウンロードします。', '管理者の権限で実行します。', '端末一覧に表示されることを確認します。')],
      },
      en: { title: 'Installing the agent', body: [ol('Download the package.', 'Run it as an administrator.', 'See that the device appears in the list.')] },
    },
  },
];

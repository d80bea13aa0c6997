import { proseFromText, proseToText } from '#modules/prose/index.ts';

/** Words that few comments share, as people's and systems' names are: each in one of some hundred. `step` draws them independently. */
const pairs = (first: string, second: string): string[] => [...first].flatMap((one) => [...second].map((other) => one + other));
export const owners = { words: pairs('青赤白黒大小高長中西東南北上下石川山田松', '木川田村井原野口島崎本橋藤沢岡林森谷辺坂'), step: 3 };
export const systems = { words: pairs('経販人会在購物生品顧', '務売事計庫買流産質客').map((pair) => `${pair}基盤`), step: 1_009 };
export const hosts = { words: ['falcon-', 'heron-', 'osprey-', 'kestrel-', 'plover-', 'swift-', 'wren-', 'ibis-'], step: 64_007 };
const particulars = ['対象システムは{system}、担当は{owner}、ホストは{host}です。', 'The system is {system}, its owner is {owner}, the host is {host}.'];

/** `{number}` becomes the case's number, so that every stored text is one of its own. */
const openings = [
  '平素よりお世話になっております。株式会社ベンチの情報システム部です。',
  'お世話になっております。{number} の件についてご連絡いたします。',
  'いつもご対応いただきありがとうございます。下記についてご確認をお願いいたします。',
  'Thank you for your continued support. I am writing about {number}.',
  'Hello, this is the cloud platform team. We need your advice on the finding below.',
];
const middles = [
  '昨日の定期スキャンにおいて、S3バケットのパブリックアクセスブロックが無効であるとのアラートを受信しました。対象は本番環境の静的コンテンツ用バケットであり、公開は意図したものです。除外設定が可能かどうかをご教示ください。',
  'セキュリティグループ（sg-{number}）で0.0.0.0/0からのSSH接続が許可されている旨の指摘がありました。踏み台サーバーの移行に伴う一時的な設定であり、来週中に閉じる予定です。',
  'IAMユーザーのアクセスキーが90日以上ローテーションされていないとの検知について、対象のユーザー一覧と、推奨される手順書をご提供いただけますでしょうか。',
  '月次レポートの3ページ目に記載されているコンプライアンススコアの算出方法について、前月から5ポイント低下した理由をご説明いただきたく存じます。',
  '新しく追加したAWSアカウントの監視が開始されていないようです。CloudTrailとConfigの有効化は完了しております。正常性をご確認ください。',
  'RDSのスナップショットが外部アカウントと共有されている可能性があるとのことですが、共有先は弊社グループ会社のアカウントです。誤検知として扱っていただけますでしょうか。',
  'ダッシュボードにログインすると、リソース一覧の表示に時間がかかり、途中でエラーになることがあります。ブラウザはMicrosoft Edgeの最新版です。再現手順を添付いたします。',
  'Our scan reported that root account MFA is disabled on the subsidiary account. The hardware token was replaced last Friday, so please run the check again and tell us whether the finding is resolved.',
  'The storage account used for diagnostics allows public network access. We plan to move it behind a private endpoint by the end of this month. Could you suppress the alert until then?',
  'Please let us know which log sources are required before the health check at the start of the service, and how long it usually takes.',
];
const closings = [
  '以上、よろしくお願いいたします。',
  'お手数をおかけいたしますが、今週中にご回答をいただけますと幸いです。',
  'ご不明な点がございましたら、ご連絡ください。引き続きよろしくお願いいたします。',
  'Best regards,\nCloud Platform Team',
];

export const subjects = [
  'S3バケットのパブリックアクセスに関するアラートについて',
  'セキュリティグループの検知内容の確認',
  'IAMアクセスキーのローテーションについて',
  '月次レポートのコンプライアンススコアについて',
  '監視対象アカウントの追加後の正常性確認',
  'RDSスナップショット共有の誤検知について',
  'ダッシュボードの表示が遅い',
  'Root account MFA finding on a subsidiary account',
  'Request to suppress an alert until a planned migration',
  'Log sources needed before the initial health check',
];

/** Every opening with every middle and closing: the stored document and its plain text. */
export const bodies: readonly { body: string; text: string }[] = openings.flatMap((opening) =>
  middles.flatMap((middle) =>
    closings.map((closing) => {
      const particular = particulars[/[ぁ-ん]/.test(middle) ? 0 : 1] ?? '';
      const prose = proseFromText([opening, middle, particular, closing].join('\n\n'));
      return { body: JSON.stringify(prose), text: proseToText(prose) };
    }),
  ),
);

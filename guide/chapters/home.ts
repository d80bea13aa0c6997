import { both, chapter, list, step, text } from '../chapter.ts';

export const home = [
  chapter(
    '4.5',
    'ホーム',
    'Home',
    step('ログインすると、ホーム画面が表示されます。', 'After signing in you see the home screen.', async (stage) => {
      await stage.as('contact', '/');
      const [announcements, menu, links] = [
        stage.page.getByRole('region', { name: 'Announcements' }),
        stage.region('home_menu'),
        stage.region('service_links'),
      ];
      await stage.shows(announcements, menu, links);
      return { caption: both('ホーム画面', 'The home screen'), of: [stage.banner, links], mark: [announcements, menu, links] };
    }),
    list(
      ['[Announcements]：お知らせの一覧です。「4.12. お知らせ」をご覧ください。', '[Announcements]: what we have to tell you; see 4.12.'],
      [
        '[{home_menu}]：各機能を開きます。確認をお待ちしているケースの件数や、残りのポイントも表示します。',
        '[{home_menu}]: opens the functions, with the cases that wait for you and the points left.',
      ],
      ['[{service_links}]：サービスごとのポータルを開きます。', '[{service_links}]: opens the portals of your services.'],
    ),
    text('左上のロゴをクリックすると、いつでもホーム画面に戻ります。', 'The logo at the upper left always leads back to the home screen.'),
  ),
];

import { expect } from '@playwright/test';
import { both, chapter, step, text, warning } from '../chapter.ts';
import type { Stage } from '../stage.ts';

const title = (stage: Stage) => stage.say('カスタマーポータルメンテナンスのお知らせ', 'Customer portal maintenance');
const bannerOf = (stage: Stage) => stage.page.getByRole('region', { name: title(stage) });

export const announcements = [
  chapter(
    '4.12',
    'お知らせ',
    'Announcements',
    text('メンテナンスなどの大切なお知らせを、ホーム画面でお伝えします。', 'The home screen tells you of maintenance and other important matters.'),
    step(
      '画面上部のバーと [Announcements] に、お知らせのタイトルが表示されます。',
      'Titles stand in a bar at the top and under [Announcements].',
      async (stage) => {
        await stage.as('contact', '/');
        const announced = stage.page.getByRole('region', { name: 'Announcements' });
        await stage.shows(bannerOf(stage), announced.getByRole('link', { name: new RegExp(title(stage)) }));
        return { caption: both('ホーム画面のお知らせ', 'Announcements on the home screen'), mark: [bannerOf(stage), announced] };
      },
    ),
    step(
      'バーの [{news_details}]、または [Announcements] のタイトルをクリックすると、内容が表示されます。',
      'Click [{news_details}] in the bar, or a title under [Announcements], to read it.',
      async (stage) => {
        await stage.link('news_details', bannerOf(stage)).click();
        await stage.page.waitForURL(/\/knowledge\/KB\d{7}/);
        await stage.shows(stage.page.getByRole('heading', { name: stage.word('news_planned') }));
        return { caption: both('お知らせの内容', 'An announcement') };
      },
    ),
    step('バーの [×] をクリックすると、バーが消えます。', 'Click [×] to close the bar.', async (stage) => {
      await stage.as('contact', '/');
      await bannerOf(stage).getByRole('button').last().click();
      await expect(bannerOf(stage)).toHaveCount(0);
      await stage.shows(stage.page.getByRole('region', { name: 'Announcements' }).getByRole('link', { name: new RegExp(title(stage)) }));
    }),
    warning(
      '消したバーは、再び表示されません。お知らせは [Announcements] に残ります。掲載を終えたお知らせは [{news_all}] で確認できます。',
      'A bar that you closed does not come back. The announcement stays under [Announcements]; [{news_all}] also shows those that are over.',
    ),
  ),
];

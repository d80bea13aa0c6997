import { expect } from '@playwright/test';
import { both, chapter, note, step, text } from '../chapter.ts';

export const knowledge = [
  chapter(
    '4.9',
    'ナレッジの確認',
    'Knowledge',
    text('サービスの手引き、仕様書、よくあるご質問などを閲覧できます。', 'Read guides, specifications, frequently asked questions and other documents.'),
    step('メニューの [{menu_knowledge}] をクリックします。', 'Click [{menu_knowledge}] in the menu.', async (stage) => {
      await stage.as('contact', '/');
      await stage.link('menu_knowledge', stage.banner).click();
      await stage.page.waitForURL(/\/knowledge$/);
      const search = stage.page.getByRole('searchbox');
      await stage.shows(search, stage.page.getByRole('heading', { name: stage.word('knowledge_explore') }));
      return { caption: both('ナレッジのトップ', 'The home of knowledge'), mark: [stage.link('menu_knowledge', stage.banner), search] };
    }),
    step('閲覧したいナレッジベースをクリックします。', 'Click the knowledge base that you want to read.', async (stage) => {
      const tile = stage.main.getByRole('link', { name: /CSPM/ }).first();
      await tile.click();
      await stage.page.waitForURL(/\/knowledge\/articles\?/);
      return { caption: both('記事の一覧', 'The list of articles'), mark: [stage.page.locator('details.filters')] };
    }),
    step(
      '[{knowledge_filters}] の項目をクリックすると、記事を絞り込めます。× または [{knowledge_clear_all}] で解除します。',
      'Click an entry under [{knowledge_filters}] to narrow the list. × and [{knowledge_clear_all}] remove filters.',
      async (stage) => {
        const pane = stage.page.locator('details.filters');
        await pane
          .getByRole('link', { name: stage.say('カスタマーポータルご利用ガイド', 'Customer portal') })
          .first()
          .click();
        await stage.page.waitForURL(/category=/);
        const clear = stage.link('knowledge_clear_all', stage.main).last();
        await stage.shows(clear);
        return { caption: both('絞り込んだ記事', 'Narrowed articles'), mark: [pane, clear] };
      },
    ),
    step('記事の名前をクリックすると、内容が表示されます。', 'Click the name of an article to read it.', async (stage) => {
      await stage.as('contact', '/knowledge/articles');
      await stage.main
        .getByRole('article')
        .getByRole('link', { name: stage.say('サービスの範囲と対応時間', 'What the service covers'), exact: false })
        .first()
        .click();
      await stage.page.waitForURL(/\/knowledge\/KB\d{7}/);
      const about = stage.link('knowledge_about');
      await stage.shows(about);
      return { caption: both('記事の画面', 'An article'), mark: [about] };
    }),
    note(
      '[{knowledge_about}] をクリックすると、記事を示したお問い合わせを作成できます。記事が役に立ったかどうかも、ぜひお知らせください。',
      '[{knowledge_about}] begins an inquiry that names the article. Please also tell us whether it helped.',
    ),
    step(
      '資料の場合は、名前をクリックするとダウンロードできます。[{knowledge_preview}] をクリックすると、画面で閲覧できます。',
      'If it is a document, clicking its name downloads it. [{knowledge_preview}] shows it on the screen.',
      async (stage) => {
        await stage.as('contact', '/knowledge/articles');
        const row = stage.main
          .getByRole('article')
          .filter({ has: stage.link('knowledge_preview') })
          .first();
        const name = row.getByRole('link').first();
        const [download] = await Promise.all([stage.page.waitForEvent('download'), name.click()]);
        expect(download.suggestedFilename()).not.toBe('');
        const preview = stage.link('knowledge_preview', row);
        return { caption: both('資料のダウンロードとプレビュー', 'Downloading and previewing a document'), of: [row], mark: [name, preview] };
      },
    ),
    step('プレビューでは、文書の中を検索できます。', 'You can search inside the preview.', async (stage) => {
      const row = stage.main
        .getByRole('article')
        .filter({ hasText: stage.say('マネージドCSPM サービス仕様書', 'Managed CSPM service specification') })
        .first();
      await stage.link('knowledge_preview', row).click();
      await stage.page.waitForURL(/\/knowledge\/KB\d{7}/);
      const search = stage.page.getByPlaceholder(stage.word('knowledge_pdf_search'));
      await stage.shows(stage.page.locator('.textLayer').getByText(/./));
      return { caption: both('資料のプレビュー', 'Preview of a document'), mark: [search] };
    }),
  ),
];

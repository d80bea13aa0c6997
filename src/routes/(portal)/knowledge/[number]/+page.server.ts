import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import type { Actions, PageServerLoad } from './$types';
import { readAnnouncement } from '#modules/announcements/server/index.ts';
import { cleanText } from '#modules/prose/index.ts';
import { rateArticle, readArticle, viewArticle } from '#modules/knowledge/server/index.ts';
import { asActor } from '#platform/server/unit-of-work.ts';
import { userOf } from '../../../../edge/actors.ts';
import { answering, parsed, reading } from '../../../../edge/refusals.ts';

const Rating = z.strictObject({
  helpful: z.enum(['yes', 'no'], 'rating_missing'),
  comment: z.string().trim().max(2000, 'comment_too_long'),
});

export const load: PageServerLoad = ({ locals, params, url, request }) =>
  reading(userOf(locals), async (context) => {
    const article = await readArticle(context, { number: params.number, language: url.searchParams.get('language') });
    // A page that is only fetched ahead was not read.
    if (!request.headers.has('purpose')) await viewArticle(context, { articleId: article.id });
    const announcement = article.kind === 'announcement' ? await readAnnouncement(context, { articleId: article.id }) : null;
    return { article, announcement, isRated: url.searchParams.has('rated') };
  });

export const actions: Actions = {
  rate: async ({ request, locals, params, url }) => {
    const language = url.searchParams.get('language');
    const form = await request.formData();
    const typed = { helpful: String(form.get('helpful') ?? ''), comment: cleanText(String(form.get('comment') ?? '')) };
    const rated = await answering(typed, async () => {
      const { helpful, comment } = parsed(Rating, typed);
      await asActor(userOf(locals), (context) => rateArticle(context, { number: params.number, language, isHelpful: helpful === 'yes', comment }));
      return null;
    });
    if (rated) return rated;
    redirect(303, `/knowledge/${params.number}?rated=1${language === 'ja' || language === 'en' ? `&language=${language}` : ''}#rating`);
  },
};

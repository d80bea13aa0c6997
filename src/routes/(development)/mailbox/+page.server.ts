import type { PageServerLoad } from './$types';
import { error } from '@sveltejs/kit';
import { house } from '#platform/server/house.ts';
import { readMailbox } from '#platform/server/mail.ts';

/** The development mailbox: what would have been mailed. It exists only without a mail server, never in production. */
export const load: PageServerLoad = async () => {
  const { post, config } = house();
  if (!post.folder || config.PRODUCTION) error(404);
  return { mails: await readMailbox(post.folder, 50) };
};

// Plain text: nothing here needs a script.
export const csr = false;

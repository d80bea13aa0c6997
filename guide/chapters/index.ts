import type { Chapter } from '../chapter.ts';
import { account } from './account.ts';
import { administrators } from './administrators.ts';
import { announcements } from './announcements.ts';
import { basics } from './basics.ts';
import { cases } from './cases.ts';
import { home } from './home.ts';
import { inquiries } from './inquiries.ts';
import { knowledge } from './knowledge.ts';
import { profile } from './profile.ts';
import { requests } from './requests.ts';
import { signIn } from './sign-in.ts';

/** The whole guide in the order of its numbers; later chapters go on from what earlier ones did. */
export const chapters: readonly Chapter[] = [
  ...basics,
  ...signIn,
  ...home,
  ...inquiries,
  ...requests,
  ...cases,
  ...knowledge,
  ...account,
  ...announcements,
  ...profile,
  ...administrators,
];

import type { Language } from '#kernel/actor.ts';
import type { ArticleBody } from './body.ts';
import type { VersionStand } from './version.ts';

export type ArticleKind = 'article' | 'document' | 'announcement';
export type DeskFile = { id: string; name: string; size: number; contentType: string };

/** A version as its authors see it. */
export type VersionView = {
  id: string;
  language: Language;
  number: number;
  revision: number;
  title: string;
  stand: VersionStand;
  note: string;
  authorName: string;
  reviewerName: string | null;
  showsFrom: string | null;
  showsUntil: string | null;
  changedAt: string;
  html: string;
  attachments: DeskFile[];
  document: DeskFile | null;
};

/** One language of an article: its newest version, the one that readers see now, and what may be done with the newest. */
export type PaneView = {
  language: Language;
  newest: VersionView | null;
  shown: { number: number; since: string } | null;
  isBehind: boolean;
  can: { write: boolean; submit: boolean; review: boolean; approve: boolean; withdraw: boolean; discard: boolean };
};

export type PlaceView = { id: string; nameJa: string; nameEn: string; serviceId: string | null; categories: { id: string; nameJa: string; nameEn: string }[] };

/** An article as its authors see it. */
export type DeskView = {
  id: string;
  number: string;
  kind: ArticleKind;
  version: number;
  baseId: string | null;
  categoryId: string | null;
  openTo: string[];
  accounts: { id: string; name: string }[];
  authorName: string;
  publishedAt: string | null;
  retiredAt: string | null;
  views: number;
  panes: PaneView[];
};

/** What the editor opens: a draft, or what the next one begins with. `revision` is null before there is a draft. */
export type DraftView = {
  number: string;
  kind: ArticleKind;
  language: Language;
  revision: number | null;
  title: string;
  body: ArticleBody;
  html: string;
  note: string;
  isLevel: boolean;
  attachments: DeskFile[];
  document: DeskFile | null;
  authorName: string | null;
  changedAt: string | null;
  other: { title: string; html: string; number: number } | null;
};

/** Why a customer does not see an article. */
export type Hidden = 'retired' | 'not_open' | 'not_shown';

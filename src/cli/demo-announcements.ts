import type pg from 'pg';
import { CONTRACT_TIME_ZONE, dayAfter, dayOf, momentOf } from '#kernel/days.ts';
import { newId } from '#kernel/ids.ts';
import { bodyFrom } from '#modules/announcements/index.ts';
import { bodyToText } from '#modules/knowledge/index.ts';
import { proseFromText } from '#modules/prose/index.ts';
import { ANNOUNCER, demoAnnouncements, type DemoAnnouncement } from '../../database/seeds/announcements.ts';

const DAY = 86_400_000;

/** Writes the announcements of the demo world as the owner: articles that are published, each with its window. */
export async function loadAnnouncements(client: pg.Client, authorId: string, now: Date): Promise<void> {
  for (const demo of demoAnnouncements) await insertAnnouncement(client, demo, authorId, now);
}

async function insertAnnouncement(client: pg.Client, demo: DemoAnnouncement, authorId: string, now: Date): Promise<void> {
  const articleId = newId();
  const inDays = (days: number) => new Date(now.getTime() + days * DAY);
  const startsAt = inDays(demo.startsInDays);
  await client.query(
    `insert into articles (id, kind, open_to, author_id, author_name, published_at, created_at) values ($1, 'announcement', $2, $3, $4, $5, $5)`,
    [articleId, demo.openTo, authorId, ANNOUNCER, startsAt],
  );
  for (const language of ['ja', 'en'] as const) {
    const { title, body, impact } = demo.words[language];
    const stored = bodyFrom({ title, body: proseFromText(body), impact: impact ? proseFromText(impact) : null }, language);
    await client.query(
      `insert into article_versions (id, article_id, language, number, state, title, body, body_text, author_id, author_name, shows_from, changed_at)
       values ($1, $2, $3, 1, 'approved', $4, $5, $6, $7, $8, $9, $9)`,
      [newId(), articleId, language, title, JSON.stringify(stored), bodyToText(stored), authorId, ANNOUNCER, startsAt],
    );
  }
  const planned = (time: string) =>
    demo.plannedInDays === undefined ? null : (momentOf(`${dayAfter(dayOf(now), demo.plannedInDays)}T${time}`, CONTRACT_TIME_ZONE) ?? null);
  await client.query(
    `insert into announcements (article_id, severity, starts_at, ends_at, has_banner, at_door, by_mail, planned_from, planned_until, submission)
     values ($1, $2, $3, $4, $5, $6, false, $7, $8, $9)`,
    [articleId, demo.severity, startsAt, inDays(demo.endsInDays), demo.hasBanner, demo.atDoor, planned('05:15'), planned('09:15'), newId()],
  );
}

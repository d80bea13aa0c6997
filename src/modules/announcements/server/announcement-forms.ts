import type { Language, OperatorActor, Service } from '#kernel/actor.ts';
import { localOf } from '#kernel/days.ts';
import { newId } from '#kernel/ids.ts';
import { require } from '#kernel/verdict.ts';
import { listServices } from '#modules/contracts/server/index.ts';
import { parseBody, renderBody } from '#modules/knowledge/index.ts';
import type { Prose } from '#modules/prose/index.ts';
import type { Context } from '#platform/server/unit-of-work.ts';
import { bodyFrom, emptyAnnouncement, partsOf, type TypedAnnouncement } from '../announcement-form.ts';
import { decideOnAnnouncements } from '../announcement.policy.ts';
import { selectAudience, type CardRow } from './announcements.sql.ts';
import { accessAnnouncement, type ShownWords } from './keep-announcements.ts';
import { understood } from './write-announcement.ts';

type Operator = Context<OperatorActor>;
type Parts = { body: Prose; impact: Prose | null };

/** What a form opens with. `stored` is what its editors hold. */
export type AnnouncementForm = {
  typed: TypedAnnouncement;
  stored: Record<Language, Parts | null>;
  services: Service[];
  accounts: { id: string; name: string }[];
};

/** A form for a new announcement, blank or as the template for maintenance. Operators only. */
export async function newAnnouncementForm(context: Operator, input: { template: 'maintenance' | null }): Promise<AnnouncementForm> {
  require(decideOnAnnouncements(context.actor));
  const typed = emptyAnnouncement({ ...input, key: newId(), now: context.now, timeZone: context.actor.timeZone });
  return { typed, stored: { ja: null, en: null }, services: await listServices(context), accounts: [] };
}

/** The form of an announcement that is there; null when its text was written elsewhere and holds more than the form knows, or it is over. */
export async function announcementForm(context: Operator, number: string): Promise<AnnouncementForm | null> {
  const found = await accessAnnouncement(context, number);
  const [ja, en] = [partsIn(found.bodyJa, 'ja'), partsIn(found.bodyEn, 'en')];
  if (found.state === 'over' || ja === null || en === null) return null;
  const accounts = await selectAudience(context.tx, found.articleId);
  return {
    typed: typedFrom(found, context.actor.timeZone),
    stored: { ja: ja ?? null, en: en ?? null },
    services: await listServices(context),
    accounts,
  };
}

/** Undefined for a language that has no text; null for a text that the form cannot hold. */
function partsIn(body: unknown, language: Language): Parts | null | undefined {
  if (body === null) return undefined;
  const read = parseBody(body);
  return read.ok ? partsOf(read.body, language) : null;
}

function typedFrom(card: CardRow, timeZone: string): TypedAnnouncement {
  const time = (moment: Date | null) => (moment ? localOf(moment, timeZone) : '');
  const idsOf = (kind: string) => card.openTo.flatMap((one) => (one.startsWith(`${kind}:`) ? [one.slice(kind.length + 1)] : []));
  const blank = { text: '', prose: '' };
  const { severity, hasBanner, atDoor, byMail } = card;
  return {
    severity,
    hasBanner,
    atDoor,
    byMail,
    titleJa: card.titleJa ?? '',
    titleEn: card.titleEn ?? '',
    bodyJa: blank,
    impactJa: blank,
    bodyEn: blank,
    impactEn: blank,
    startsAt: time(card.startsAt),
    endsAt: time(card.endsAt),
    plannedFrom: time(card.plannedFrom),
    plannedUntil: time(card.plannedUntil),
    isForAll: card.openTo.includes('*'),
    services: idsOf('service'),
    accounts: idsOf('account'),
    numbers: '',
    key: '',
    version: String(card.version),
  };
}

/** What was typed as its readers would see it; nothing is kept. Refuses as saving it would. Operators only. */
export async function previewAnnouncement(context: Operator, typed: TypedAnnouncement) {
  const { words, severity, startsAt, endsAt, plannedFrom, plannedUntil } = understood(context, typed);
  const shown = (['ja', 'en'] as const).flatMap((language): ShownWords[] => {
    const mine = words[language];
    return mine ? [{ language, title: mine.title, html: renderBody(bodyFrom(mine, language), { language, pictureHref: () => '' }) }] : [];
  });
  const planned = plannedFrom && plannedUntil ? { from: plannedFrom.toISOString(), until: plannedUntil.toISOString() } : null;
  return { words: shown, announcement: { severity, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), planned, isOver: false } };
}

import { describe, expect, it } from 'vitest';
import { localOf, momentOf } from '#kernel/days.ts';
import { emptyAnnouncement, bodyFrom, partsOf, readAnnouncementForm, typedAnnouncement, type TypedAnnouncement } from './announcement-form.ts';
import { announcedTitle } from './announcement.ts';

const now = new Date('2026-11-20T03:00:00.000Z');
const tokyo = 'Asia/Tokyo';
const form = (more: Partial<TypedAnnouncement> = {}): TypedAnnouncement => ({
  ...emptyAnnouncement({ template: 'maintenance', key: '0197f0a0-0000-7000-8000-000000000001', now, timeZone: tokyo }),
  endsAt: '2026-11-30T09:15',
  ...more,
});
const read = (more: Partial<TypedAnnouncement> = {}, timeZone = tokyo) => readAnnouncementForm(form(more), { now, timeZone });
const blank = { text: ' \n　', prose: '' };

describe('the title of a maintenance', () => {
  const planned = { from: '2023-03-26T20:15:00.000Z', until: '2023-03-27T00:15:00.000Z' };

  it("tells its planned time in the reader's language and zone [G-4.12-6]", () => {
    expect(announcedTitle('カスタマーポータルメンテナンスのお知らせ', planned, { language: 'ja', timeZone: tokyo })).toBe(
      'カスタマーポータルメンテナンスのお知らせ (2023年03月27日05時15分 - 2023年03月27日09時15分)',
    );
    expect(announcedTitle('Maintenance', planned, { language: 'en', timeZone: 'Europe/London' })).toBe('Maintenance (2023-03-26 21:15 - 2023-03-27 01:15)');
    expect(announcedTitle('Midnight', { from: '2026-01-01T00:00:00.000Z', until: '2026-01-02T00:00:00.000Z' }, { language: 'en', timeZone: 'UTC' })).toBe(
      'Midnight (2026-01-01 00:00 - 2026-01-02 00:00)',
    );
    expect(announcedTitle('情報', null, { language: 'ja', timeZone: tokyo })).toBe('情報');
  });
});

describe('a field of date and time', () => {
  it("is a moment in its writer's zone, over changes of clocks too", () => {
    for (const [local, zone, moment] of [
      ['2026-11-23T05:15', tokyo, '2026-11-22T20:15:00.000Z'],
      ['2026-07-01T00:00', 'Europe/London', '2026-06-30T23:00:00.000Z'],
      ['2026-10-25T03:30', 'Europe/London', '2026-10-25T03:30:00.000Z'],
      ['2026-11-23T05:15', 'Asia/Kathmandu', '2026-11-22T23:30:00.000Z'],
    ] as const) {
      expect(momentOf(local, zone)?.toISOString()).toBe(moment);
      expect(localOf(new Date(moment), zone)).toBe(local);
    }
    for (const wrong of ['', '2026-02-30T05:15', '2026-11-23T24:00', '2026-11-23T05:60', '2026-11-23', "2026-11-23T05:15'; drop", '99999-01-01T00:00'])
      expect([wrong, momentOf(wrong, tokyo)]).toEqual([wrong, undefined]);
  });
});

describe('the form of an announcement', () => {
  it('is filled by the template for maintenance in both languages', () => {
    const { announcement } = read();
    expect(announcement?.words.ja?.title).toBe('カスタマーポータルメンテナンスのお知らせ');
    expect(announcement?.words.en?.title).toBe('Customer portal maintenance');
    for (const language of ['ja', 'en'] as const) {
      const words = announcement?.words[language];
      if (!words?.impact) throw new Error('The template has no impact.');
      expect(JSON.stringify(bodyFrom(words, language))).toContain(language === 'ja' ? '影響範囲' : 'Impact');
      expect(partsOf(bodyFrom(words, language), language)).toEqual({ body: words.body, impact: words.impact });
    }
    expect(announcement?.startsAt).toEqual(now);
  });

  it('is refused by field', () => {
    for (const [more, faults] of [
      [{ endsAt: '' }, { endsAt: 'announcement_end_missing' }],
      [{ endsAt: '2026-13-01T00:00' }, { endsAt: 'announcement_time_malformed' }],
      [{ startsAt: '2026-12-01T00:00', endsAt: '2026-12-01T00:00' }, { endsAt: 'announcement_window_backwards' }],
      [{ startsAt: '2026-12-02T00:00', endsAt: '2026-12-01T00:00' }, { endsAt: 'announcement_window_backwards' }],
      [{ startsAt: '2026-11-01T00:00', endsAt: '2026-11-20T12:00' }, { endsAt: 'announcement_end_past' }],
      [{ plannedFrom: '2026-11-21T00:00' }, { plannedUntil: 'announcement_planned_half' }],
      [{ plannedUntil: '2026-11-21T00:00' }, { plannedFrom: 'announcement_planned_half' }],
      [{ plannedFrom: '2026-11-21T01:00', plannedUntil: '2026-11-21T01:00' }, { plannedUntil: 'announcement_window_backwards' }],
      [{ severity: 'alarm' }, { severity: 'malformed' }],
      [{ titleJa: '' }, { titleJa: 'announcement_title_missing' }],
      [{ titleJa: 'あ'.repeat(201) }, { titleJa: 'words_too_long' }],
      [{ titleEn: 'a\u202eb' }, { titleEn: 'text_control' }],
      [{ bodyEn: blank }, { bodyEn: 'prose_empty' }],
      [{ bodyJa: { text: '', prose: '{"type":"doc","content":[{"type":"script"}]}' } }, { bodyJa: 'prose_malformed' }],
      [{ isForAll: false }, { isForAll: 'announcement_audience_missing' }],
      [{ isForAll: false, accounts: ["' or true"] }, { numbers: 'announcement_audience_malformed' }],
      [{ isForAll: false, numbers: 'N200000001', atDoor: true }, { atDoor: 'announcement_door_narrow' }],
      [{ titleJa: '', bodyJa: blank, impactJa: blank, titleEn: '', bodyEn: blank, impactEn: blank }, { titleJa: 'announcement_words_missing' }],
    ] as [Partial<TypedAnnouncement>, object][])
      expect([more, read(more).faults]).toEqual([more, faults]);
  });

  it('takes one language, no impact and customer numbers of any width', () => {
    const { announcement } = read({
      titleEn: '',
      bodyEn: blank,
      impactEn: blank,
      impactJa: blank,
      isForAll: false,
      numbers: 'ｎ２００００００１、N200000001\nP910000001',
    });
    expect(announcement?.words.en).toBeNull();
    expect(announcement?.words.ja?.impact).toBeNull();
    expect(announcement?.numbers).toEqual(['N20000001', 'N200000001', 'P910000001']);
  });

  it('does not open for a text that holds more than it knows', () => {
    expect(partsOf({ type: 'doc', content: [{ type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: '別の見出し' }] }] }, 'ja')).toBeNull();
  });

  it('is read from what a browser sends', () => {
    const sent = new FormData();
    for (const [name, value] of Object.entries({ titleJa: 'あ\u0000', bodyJaText: '一\r\n二', byMail: 'on', services: 'x' })) sent.append(name, value);
    sent.append('services', 'y');
    expect(typedAnnouncement(sent)).toMatchObject({
      titleJa: 'あ',
      bodyJa: { text: '一\n二', prose: '' },
      byMail: true,
      hasBanner: false,
      services: ['x', 'y'],
    });
  });
});

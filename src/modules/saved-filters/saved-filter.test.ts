import { describe, expect, it } from 'vitest';
import { SaveFilterInput } from './saved-filter.schemas.ts';
import { foldName, isSameQuery, keptQuery } from './saved-filter.ts';

describe('what a filter keeps of an address', () => {
  it('is view, conditions, sorts and columns, and neither page, cursor nor anything unknown [G-4.8-6]', () => {
    expect(keptQuery('?page=7&where=status.is(new)&after=123&sort=-updated&columns=number,status&view=action&filter=x&<script>=1&where=number.is(2)')).toBe(
      'view=action&where=status.is(new)&sort=-updated&columns=number,status',
    );
    expect(keptQuery('page=2')).toBe('');
    expect(isSameQuery('where=a.is(1)&page=2&sort=b', 'sort=b&where=a.is%281%29')).toBe(true);
    expect(isSameQuery('where=a.is(1)', 'where=a.is(2)')).toBe(false);
  });

  it('comes back as it was, whatever signs it holds', () => {
    for (const where of ['keyword.contains(公開 範囲)', `subject.is('100% & + # = ? '' " \\ 🏯 é')`, 'a.is(%41%2B)', 'x.is(\u00a0)'])
      expect(new URLSearchParams(keptQuery(new URLSearchParams({ where }).toString())).get('where')).toBe(where);
  });

  it('counts a Japanese word by its letters', () => {
    expect(keptQuery(new URLSearchParams({ where: `subject.is(${'公'.repeat(200)})` }).toString()).length).toBe(6 + 'subject.is()'.length + 200);
  });
});

describe('the input of a filter', () => {
  const faultOf = (more: object) =>
    SaveFilterInput.safeParse({ list: 'cases', name: 'あ', query: 'where=status.is(new)', isShared: false, ...more }).error?.issues[0]?.message;

  it('has one visible line of at most 80 characters for a name', () => {
    expect(SaveFilterInput.parse({ list: 'cases', name: '　今期の依頼 ', query: '', isShared: false }).name).toBe('今期の依頼');
    for (const name of ['', '   ', '　', '\u200b', '\u3164', '\u200d\u2060']) expect([name, faultOf({ name })]).toEqual([name, 'filter_name_missing']);
    for (const name of ['a\nb', 'a\u0000', 'a\u202eb', 'a\u0085b']) expect([name, faultOf({ name })]).toEqual([name, 'text_control']);
    expect(faultOf({ name: 'あ'.repeat(80) })).toBeUndefined();
    expect(faultOf({ name: 'あ'.repeat(81) })).toBe('filter_name_too_long');
  });

  it('refuses another list, control characters, more than 8,000 characters and unknown fields', () => {
    expect(faultOf({ list: 'users' })).toBe('malformed');
    for (const sign of ['\u0000', '\n', '\u001b', '\u007f'])
      expect(faultOf({ query: new URLSearchParams({ where: `subject.is(a${sign})` }).toString() })).toBe('filter_query_malformed');
    expect(faultOf({ query: `page=${encodeURIComponent('\u0000')}` })).toBeUndefined();
    expect(faultOf({ query: `where=${'a'.repeat(8_000 - 6)}` })).toBeUndefined();
    expect(faultOf({ query: `where=${'a'.repeat(8_000 - 5)}` })).toBe('filter_query_too_long');
    expect(faultOf({ query: `page=${'a'.repeat(200_000)}` })).toBe('filter_query_too_long');
    expect(faultOf({ ownerId: 'x' })).toBeDefined();
  });

  it('takes a literal percent sign for what it is', () => expect(faultOf({ query: 'where=subject.is(%2500)' })).toBeUndefined());
});

it('names that read the same are the same', () => {
  expect(new Set(['ＡＬＢ テスト', 'alb  ﾃｽﾄ', 'Alb\u200b テスト'].map(foldName)).size).toBe(1);
  expect(foldName('公開')).not.toBe(foldName('非公開'));
});

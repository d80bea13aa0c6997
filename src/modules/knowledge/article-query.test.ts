import { describe, expect, it } from 'vitest';
import { articleAddress, parseArticleQuery, tellingWords } from './article-query.ts';

const id = '01890000-0000-7000-8000-000000000001';
const read = (address: string) => parseArticleQuery(new URL(address, 'http://x').searchParams);

describe('the address of a list of articles', () => {
  it('says what is asked, and reads itself again', () => {
    const query = read(`/knowledge/articles?q=月次&language=en&base=${id}&author=例&sort=title&page=3`);
    expect(query).toEqual({ q: '月次', language: 'en', base: id, category: null, author: '例', sort: 'title', page: 3 });
    expect(read(articleAddress(query, { page: 3 }))).toEqual(query);
    expect(articleAddress(query, { base: null })).not.toContain('page');
  });

  it('leaves out what it cannot mean', () => {
    const strange = read("/knowledge/articles?language=fr&base=1'--&category[]=x&sort=price&page=-1");
    expect(strange).toEqual(read('/knowledge/articles'));
    expect(articleAddress(strange)).toBe('/knowledge/articles');
    expect(read('/knowledge/articles?sort=relevance').sort).toBe('views');
    expect(read('/knowledge/articles?q=%00&author=%00例%00')).toMatchObject({ q: '', author: '例' });
    expect(read(`/knowledge/articles?q=${'あ'.repeat(999)}`).q).toHaveLength(200);
  });
});

describe('the words of a sentence', () => {
  it('that tell what it is about are found in Japanese and English, the longest first', () => {
    expect(tellingWords('ログインできません。パスワードを忘れました')).toEqual(expect.arrayContaining(['ログイン', 'パスワード']));
    expect(tellingWords('ですが、これは')).toEqual([]);
    expect(tellingWords('How do I reset my password?')).toContain('password');
    expect(tellingWords('語'.repeat(5_000)).length).toBeLessThanOrEqual(8);
  });
});

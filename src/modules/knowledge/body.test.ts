import { describe, expect, it } from 'vitest';
import { bodyToText, headingsOf, parseBody, picturesOf, renderBody, type ArticleBody } from './body.ts';

const file = '01890000-0000-7000-8000-000000000001';
const text = (words: string) => ({ type: 'text', text: words });
const paragraph = (words: string) => ({ type: 'paragraph', content: [text(words)] });
const cell = (type: string, words: string, attrs: object = {}) => ({ type, attrs, content: [paragraph(words)] });
const full = {
  type: 'doc',
  content: [
    { type: 'heading', attrs: { level: 2 }, content: [text('予定日時')] },
    paragraph('3月27日'),
    { type: 'heading', attrs: { level: 3 }, content: [text('影響<範囲>')] },
    {
      type: 'table',
      content: [
        { type: 'tableRow', content: [cell('tableHeader', '機能', { colspan: 1, rowspan: 1, colwidth: [120] }), cell('tableHeader', '影響')] },
        { type: 'tableRow', content: [cell('tableCell', '検索', { colspan: 2, rowspan: null })] },
      ],
    },
    { type: 'picture', attrs: { file, alt: '画面の"図"' } },
    { type: 'callout', attrs: { tone: 'warning' }, content: [paragraph('ご注意ください')] },
    { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph('一')] }] },
  ],
};
const read = (input: unknown): ArticleBody => {
  const reading = parseBody(input);
  if (!reading.ok) throw new Error(reading.code);
  return reading.body;
};
const render = (body: ArticleBody) => renderBody(body, { pictureHref: (id) => `/files/${id}`, language: 'ja' });

describe("an article's text", () => {
  it('keeps what the editor offers, drops its widths, and reads its own output again', () => {
    const body = read(JSON.stringify(full));
    expect(read(body)).toEqual(body);
    expect(JSON.stringify(body)).not.toContain('colwidth');
    expect(headingsOf(body)).toEqual([
      { id: 'section-1', level: 2, text: '予定日時' },
      { id: 'section-2', level: 3, text: '影響<範囲>' },
    ]);
    expect(picturesOf(body)).toEqual([file]);
    expect(bodyToText(body)).toBe('予定日時\n\n3月27日\n\n影響<範囲>\n\n機能\t影響\n検索\n\n画面の"図"\n\nご注意ください\n\n- 一');
  });

  it('becomes HTML in which every word is escaped and the first row of heads is the head', () => {
    const html = render(read(full));
    expect(html).toContain('<h3 id="section-2">影響&lt;範囲&gt;</h3>');
    expect(html).toContain(
      '<thead><tr><th scope="col"><p>機能</p></th><th scope="col"><p>影響</p></th></tr></thead><tbody><tr><td colspan="2"><p>検索</p></td>',
    );
    expect(html).toContain(`<img src="/files/${file}" alt="画面の&quot;図&quot;" loading="lazy">`);
    expect(html).toContain('<aside class="callout warning"><p class="tone">注意</p><p>ご注意ください</p></aside>');
  });

  it.each([
    ['an unknown node', { type: 'iframe', attrs: { src: 'https://evil.example' } }],
    ['raw HTML', { type: 'html', content: [text('<script>')] }],
    ['a picture from elsewhere', { type: 'picture', attrs: { file: 'https://evil.example/a.png', alt: '' } }],
    ['a picture with a handler', { type: 'picture', attrs: { file, alt: '', onerror: 'alert(1)' } }],
    ['a first heading', { type: 'heading', attrs: { level: 1 }, content: [text('題')] }],
    ['a table in a callout', { type: 'callout', attrs: { tone: 'note' }, content: [full.content[3]] }],
    ['a heading in a cell', { type: 'table', content: [{ type: 'tableRow', content: [{ type: 'tableCell', content: [full.content[0]] }] }] }],
    ['a cell over a million columns', { type: 'table', content: [{ type: 'tableRow', content: [cell('tableCell', 'x', { colspan: 1_000_000 })] }] }],
    ['a script as link', { type: 'paragraph', content: [{ ...text('x'), marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] }] }],
  ])('refuses %s', (_, block) => {
    expect(parseBody({ type: 'doc', content: [block] })).toEqual({ ok: false, code: 'article_malformed' });
  });

  it('refuses what is too long or too deep before it reads it', () => {
    expect(parseBody({ type: 'doc', content: [paragraph('あ'.repeat(300_001))] })).toEqual({ ok: false, code: 'article_too_long' });
    let deep: object = paragraph('x');
    for (let level = 0; level < 5_000; level += 1) deep = { type: 'blockquote', content: [deep] };
    expect(parseBody({ type: 'doc', content: [deep] })).toEqual({ ok: false, code: 'article_malformed' });
    expect(parseBody('{')).toEqual({ ok: false, code: 'article_malformed' });
  });
});

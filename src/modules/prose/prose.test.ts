import { describe, expect, it } from 'vitest';
import {
  excerpt,
  isAllowedHref,
  isBlank,
  parseProse,
  type Prose,
  type ProseBlock,
  type ProseInline,
  proseFromForm,
  proseFromText,
  ProseSchema,
  proseToText,
  renderProse,
} from './index.ts';

const doc = (...content: unknown[]) => ({ type: 'doc', content });
const paragraph = (...content: unknown[]) => ({ type: 'paragraph', content });
const text = (words: string, ...marks: unknown[]) => (marks.length > 0 ? { type: 'text', text: words, marks } : { type: 'text', text: words });
const link = (href: unknown, rest: object = {}) => ({ type: 'link', attrs: { href, ...rest } });

const prose = (...content: ProseBlock[]): Prose => ({ type: 'doc', content });
const words = (...content: ProseInline[]): ProseBlock => ({ type: 'paragraph', content });

function read(input: unknown): Prose {
  const reading = parseProse(input);
  if (!reading.ok) throw new Error(reading.code);
  return reading.prose;
}

function refusalOf(input: unknown): string | null {
  const reading = parseProse(input);
  return reading.ok ? null : reading.code;
}

/** Whatever is rendered consists of these tags, and of nothing else that a browser would read as one. */
const OUR_TAGS =
  /<\/?(?:p|ul|li|blockquote|pre|code|strong|em|u|s)>|<br>|<ol(?: start="-?\d+")?>|<\/ol>|<a href="(?:https?:\/\/|mailto:)[^"<>]*" target="_blank" rel="noopener noreferrer nofollow">|<\/a>/gi;

function expectOnlyOurTags(html: string) {
  expect(html.replace(OUR_TAGS, '')).not.toMatch(/[<>"]/);
}

describe('reading a document', () => {
  it('keeps every node and mark that the editor offers', () => {
    const full = doc(
      paragraph(
        text('太字', { type: 'bold' }, { type: 'italic' }),
        { type: 'hardBreak' },
        text('下線', { type: 'underline' }, { type: 'strike' }),
        text('ls -l', { type: 'code' }),
        text('こちら', link('https://example.com/')),
      ),
      { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(text('一'))] }] },
      {
        type: 'orderedList',
        attrs: { start: 3 },
        content: [{ type: 'listItem', content: [paragraph(text('三'))] }],
      },
      { type: 'blockquote', content: [paragraph(text('引用'))] },
      { type: 'codeBlock', content: [text('a\n  b')] },
      { type: 'paragraph' },
    );
    expect(read(full)).toEqual(full);
    expect(read(JSON.stringify(full))).toEqual(full);
    expect(ProseSchema.parse(full)).toEqual(full);
  });

  it('drops what the editor writes beside our own attributes', () => {
    const typed = doc(
      paragraph(
        text(
          'こちら',
          link('https://example.com/', {
            target: '_blank',
            rel: 'noopener noreferrer nofollow',
            class: null,
            title: null,
          }),
        ),
        { type: 'hardBreak', marks: [{ type: 'bold' }] },
      ),
      {
        type: 'orderedList',
        attrs: { start: 1, type: null },
        content: [{ type: 'listItem', content: [{ type: 'paragraph' }] }],
      },
      { type: 'codeBlock', attrs: { language: 'js' }, content: [text('x')] },
    );
    expect(read(typed)).toStrictEqual(
      doc(
        paragraph(text('こちら', link('https://example.com/')), { type: 'hardBreak' }),
        {
          type: 'orderedList',
          attrs: { start: 1 },
          content: [{ type: 'listItem', content: [{ type: 'paragraph' }] }],
        },
        { type: 'codeBlock', content: [text('x')] },
      ),
    );
  });

  it('answers prose_empty for nothing at all and for documents in which nothing can be seen', () => {
    for (const nothing of [
      undefined,
      null,
      '',
      doc({ type: 'paragraph' }),
      doc(paragraph(text('  \u3000\u200b\u00ad'))),
      doc({ type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'paragraph' }] }] }),
    ]) {
      expect(refusalOf(nothing)).toBe('prose_empty');
    }
  });

  it('takes the document of the form when there is one, else its plain text', () => {
    const typed = JSON.stringify(doc(paragraph(text('太字', { type: 'bold' }))));
    expect(proseFromForm(typed, '太字')).toMatchObject({ ok: true, prose: JSON.parse(typed) });
    expect(proseFromForm('', '一行目\n二行目')).toMatchObject({ ok: true });
    expect(proseFromForm(null, ' ')).toEqual({ ok: false, code: 'prose_empty' });
    expect(proseFromForm(null, {})).toEqual({ ok: false, code: 'prose_malformed' });
    expect(proseFromForm(null, 'あ'.repeat(20_001))).toEqual({ ok: false, code: 'prose_too_long' });
  });

  it('accepts 20,000 characters and refuses one more', () => {
    expect(refusalOf(doc(paragraph(text('あ'.repeat(20_000)))))).toBeNull();
    expect(refusalOf(doc(paragraph(text('あ'.repeat(20_000))), paragraph(text('い'))))).toBe('prose_too_long');
  });

  it('accepts five nested lists and refuses the sixth', () => {
    const nested = (levels: number): unknown =>
      levels === 0
        ? paragraph(text('底'))
        : {
            type: 'bulletList',
            content: [
              {
                type: 'listItem',
                content: levels === 1 ? [nested(0)] : [{ type: 'paragraph' }, nested(levels - 1)],
              },
            ],
          };
    expect(refusalOf(doc(nested(5)))).toBeNull();
    expect(refusalOf(doc(nested(6)))).toBe('prose_malformed');
  });

  it('removes control characters and halves of characters, which the database would refuse', () => {
    expect(read(doc(paragraph(text('a\u0000\u001b[31mb\r\n\ud800c'))))).toEqual(doc(paragraph(text('a[31mb\n\ufffdc'))));
  });
});

describe('hostile documents', () => {
  it('[D-25] a script typed as text is shown as text', () => {
    const hostile = '<script>alert(1)</script><img src=x onerror="alert(1)">&lt;\'';
    for (const html of [
      renderProse(read(doc(paragraph(text(hostile, { type: 'code' }))))),
      renderProse(read(doc({ type: 'codeBlock', content: [text(hostile)] }))),
      renderProse(read(doc(paragraph(text(hostile, link('https://example.com/')))))),
      renderProse(proseFromText(hostile)),
    ]) {
      expectOnlyOurTags(html);
      expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(html).toContain('&amp;lt;&#39;');
    }
  });

  it('[D-25] a link leads to http, https or mail and nowhere else', () => {
    for (const href of [
      'javascript:alert(1)',
      ' javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'java\nscript:alert(1)',
      '\u0001javascript:alert(1)',
      'https://example.com/\tx',
      'data:text/html,<script>alert(1)</script>',
      'vbscript:x',
      'file:///etc/passwd',
      'ftp://example.com/',
      '//example.com/',
      '/logout',
      'https:example.com',
      'https:///',
      'https://exa mple.com/',
      'https://example.com/" onclick="alert(1)',
      'https://example.com/<b>',
      'https://[',
      '',
      null,
      7,
      { toString: () => 'https://example.com/' },
      `https://example.com/${'a'.repeat(2000)}`,
    ]) {
      expect(refusalOf(doc(paragraph(text('x', link(href))))), String(href)).toBe('prose_malformed');
    }
    for (const href of ['http://example.com', 'HTTPS://例え.jp/あ?b=1&c=2', 'mailto:a@example.com']) {
      expect(isAllowedHref(href), href).toBe(true);
    }
  });

  it('[D-25] a stored link that today would be refused is rendered as plain words', () => {
    const old = prose(
      words({
        type: 'text',
        text: 'x',
        marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }],
      }),
    );
    expect(renderProse(old)).toBe('<p>x</p>');
    expect(proseToText(old)).toBe('x');
  });

  it('[D-25] unknown nodes, marks, attributes and shapes are refused', () => {
    for (const hostile of [
      doc({ type: 'image', attrs: { src: 'x' } }),
      doc({ type: 'heading', attrs: { level: 1 }, content: [text('x')] }),
      doc({ type: 'html', content: [text('x')] }),
      doc({ type: 'doc', content: [paragraph(text('x'))] }),
      doc({ ...paragraph(text('x')), attrs: { style: 'position:fixed' } }),
      doc(paragraph(text('x', { type: 'textStyle', attrs: { color: 'red' } }))),
      doc(paragraph(text('x', { type: 'bold', attrs: { onclick: 'x' } }))),
      doc(paragraph(text('x', link('https://example.com/', { onclick: 'x' })))),
      doc(paragraph(text('x', { type: 'bold' }, { type: 'bold' }))),
      doc(paragraph({ type: 'text', text: { length: 1 } })),
      doc(paragraph({ type: 'text', text: '' })),
      doc(paragraph({ type: 'text', text: 'x', html: '<b>' })),
      doc(paragraph(paragraph(text('x')))),
      doc(text('x')),
      doc({ type: 'bulletList', content: [paragraph(text('x'))] }),
      doc({ type: 'bulletList', content: [{ type: 'listItem', content: [doc()] }] }),
      doc({ type: 'orderedList', attrs: { start: '1" onclick="' }, content: [] }),
      doc({ type: 'codeBlock', content: [text('x', { type: 'bold' })] }),
      { ...doc(paragraph(text('x'))), extra: 1 },
      doc(),
      doc(null),
      { type: 'doc', content: { length: 1, 0: paragraph(text('x')) } },
      { type: 'doc' },
      [],
      [doc(paragraph(text('x')))],
      7,
      true,
      'not JSON',
      '"text"',
    ]) {
      expect(refusalOf(hostile), JSON.stringify(hostile)).toBe('prose_malformed');
    }
  });

  it('[D-25] keys that reach for a prototype are refused and change nothing', () => {
    for (const hostile of [
      '{"type":"doc","content":[{"type":"paragraph"}],"__proto__":{"polluted":true}}',
      '{"__proto__":{"type":"doc","content":[{"type":"paragraph"}]}}',
      '{"type":"doc","content":[{"type":"paragraph","constructor":{"prototype":{"polluted":true}}}]}',
      '{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"link","attrs":{"href":"https://example.com/","__proto__":{"polluted":true}}}]}]}]}',
      '{"type":"doc","content":[{"type":"orderedList","attrs":{"start":1,"__proto__":{"polluted":true}},"content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"x"}]}]}]}]}',
      '{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"__proto__"}]}]}]}',
      '{"type":"constructor","content":[]}',
    ]) {
      expect(refusalOf(hostile), hostile).toBe('prose_malformed');
      expect(refusalOf(JSON.parse(hostile)), hostile).toBe('prose_malformed');
    }
    expect(refusalOf(Object.create(doc(paragraph(text('x')))))).toBe('prose_malformed');
    expect({}).not.toHaveProperty('polluted');
  });

  it('[D-25] a hundred levels, a hundred thousand levels and an endless circle are refused without a crash', () => {
    const deep = (levels: number) => {
      let node: unknown = paragraph(text('x'));
      for (let level = 0; level < levels; level += 1) node = { type: 'blockquote', content: [node] };
      return doc(node);
    };
    expect(refusalOf(deep(100))).toBe('prose_malformed');
    expect(refusalOf(deep(100_000))).toBe('prose_malformed');
    expect(refusalOf(`${'{"content":['.repeat(60_000)}${']}'.repeat(60_000)}`)).toBe('prose_malformed');
    const circle: { type: string; content: unknown[] } = { type: 'blockquote', content: [] };
    circle.content.push(circle);
    expect(refusalOf(doc(circle))).toBe('prose_malformed');
    expect(ProseSchema.safeParse(deep(100_000)).success).toBe(false);
  });

  it('[D-25] a megabyte is refused, be it of text, nodes, addresses or JSON', () => {
    const megabyte = 'x'.repeat(1_000_001);
    expect(refusalOf(doc(paragraph(text(megabyte))))).toBe('prose_too_long');
    expect(refusalOf(doc({ type: 'codeBlock', content: [text(megabyte)] }))).toBe('prose_too_long');
    expect(refusalOf(doc(...Array<unknown>(5_000).fill({ type: 'paragraph' })))).toBe('prose_too_long');
    const heavy = text('x', link(`https://example.com/${'a'.repeat(1_900)}`));
    expect(refusalOf(doc(paragraph(...Array<unknown>(60).fill(heavy))))).toBe('prose_too_long');
    expect(refusalOf(`"${megabyte}"`)).toBe('prose_too_long');
    const issue = ProseSchema.safeParse(doc(paragraph(text(megabyte)))).error?.issues[0];
    expect(issue?.message).toBe('prose_too_long');
    expect(proseFromForm(null, megabyte)).toEqual({ ok: false, code: 'prose_too_long' });
  });

  it('[D-25] text of brackets, addresses and line ends is handled in a moment', () => {
    for (const hostile of [
      `http://a${')'.repeat(19_000)}`,
      `http://a${'('.repeat(19_000)}`,
      'http://'.repeat(2_800),
      '\n'.repeat(20_000),
      ' \n'.repeat(10_000),
      `a${'\u0301'.repeat(19_999)}`,
    ]) {
      const made = proseFromText(hostile);
      expectOnlyOurTags(renderProse(made));
      excerpt(made);
      proseToText(made);
    }
  }, 2_000);
});

describe('plain text', () => {
  it('becomes paragraphs at blank lines and breaks at other line ends', () => {
    expect(proseFromText('\r\n一行目\r\n二行目\n \u3000\n\n三行目  \n')).toEqual(
      doc(paragraph(text('一行目'), { type: 'hardBreak' }, text('二行目')), paragraph(text('三行目'))),
    );
  });

  it('comes back as it was typed', () => {
    const typed = '一行目\n  二行目\n\n三行目 https://example.com/';
    expect(proseToText(proseFromText(typed))).toBe(typed);
  });

  it('always becomes a document that can be stored', () => {
    for (const typed of ['', ' \n ', 'あ', '\u0000', '\ud800', 'a\n\n\nb']) {
      expect(ProseSchema.safeParse(proseFromText(typed)).success, JSON.stringify(typed)).toBe(true);
    }
  });

  it('shows lists, quotes, code and addresses of a document readably', () => {
    const document = read(
      doc(
        paragraph(text('手順は'), text('こちら', link('https://example.com/'))),
        {
          type: 'orderedList',
          attrs: { start: 9 },
          content: [
            { type: 'listItem', content: [paragraph(text('開く'))] },
            {
              type: 'listItem',
              content: [
                paragraph(text('選ぶ')),
                {
                  type: 'bulletList',
                  content: [{ type: 'listItem', content: [paragraph(text('甲'))] }],
                },
              ],
            },
          ],
        },
        { type: 'blockquote', content: [paragraph(text('引用')), paragraph(text('続き'))] },
        { type: 'codeBlock', content: [text('a\n  b')] },
      ),
    );
    expect(proseToText(document)).toBe(
      ['手順はこちら <https://example.com/>', '', '9. 開く', '10. 選ぶ', '    - 甲', '', '> 引用', '>', '> 続き', '', 'a', '  b'].join('\n'),
    );
  });
});

describe('excerpts', () => {
  it('are one line and leave a short text alone', () => {
    expect(excerpt(proseFromText('一行目\n二行目\n\n三行目'))).toBe('一行目 二行目 三行目');
  });

  it('never cut a character that its reader sees as one', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(excerpt(proseFromText(family.repeat(5)), 5)).toBe(family.repeat(5));
    expect(excerpt(proseFromText(family.repeat(6)), 5)).toBe(`${family.repeat(4)}…`);
    expect(excerpt(proseFromText('か\u3099'.repeat(300)), 200)).toBe(`${'か\u3099'.repeat(199)}…`);
  });
});

describe('rendering', () => {
  it('writes every node and mark as plain HTML', () => {
    expect(
      renderProse(
        read(
          doc(
            paragraph(text('太', { type: 'bold' }, { type: 'italic' }), { type: 'hardBreak' }),
            { type: 'paragraph' },
            {
              type: 'orderedList',
              attrs: { start: 3 },
              content: [{ type: 'listItem', content: [paragraph(text('三'))] }],
            },
            { type: 'blockquote', content: [paragraph(text('引', { type: 'underline' }))] },
            { type: 'codeBlock', content: [text('a < b')] },
          ),
        ),
      ),
    ).toBe(
      '<p><strong><em>太</em></strong><br></p><p><br></p><ol start="3"><li><p>三</p></li></ol>' +
        '<blockquote><p><u>引</u></p></blockquote><pre><code>a &lt; b</code></pre>',
    );
  });

  it('opens links apart, without authority, and joins neighbours under one address', () => {
    const html = renderProse(
      read(doc(paragraph(text('こち', link('https://example.com/?a=1&b=2')), text('ら', { type: 'bold' }, link('https://example.com/?a=1&b=2')), text('へ')))),
    );
    expect(html).toBe(
      '<p><a href="https://example.com/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">' + 'こち<strong>ら</strong></a>へ</p>',
    );
  });

  it('makes bare addresses links, up to the Japanese or the full stop that follows', () => {
    const addresses = (typed: string) => [...renderProse(proseFromText(typed)).matchAll(/<a href="([^"]*)"/g)].map((match) => match[1]);
    expect(addresses('詳細はhttps://example.com/a?b=1です。')).toEqual(['https://example.com/a?b=1']);
    expect(addresses('(see http://example.com/a_(b)).')).toEqual(['http://example.com/a_(b)']);
    expect(addresses('https://example.com/, https://example.org!')).toEqual(['https://example.com/', 'https://example.org']);
    expect(addresses('hxxps://example.com example.com xhttp://a javascript:alert(1)')).toEqual([]);
    expect(renderProse(prose(words({ type: 'text', text: 'https://a.example', marks: [{ type: 'code' }] })))).toBe('<p><code>https://a.example</code></p>');
  });
});

describe('blankness', () => {
  it('is told by what can be seen', () => {
    expect(isBlank(proseFromText(' \n\u200b\u2060\u3164'))).toBe(true);
    expect(isBlank(proseFromText('。'))).toBe(false);
    expect(isBlank(prose({ type: 'codeBlock', content: [{ type: 'text', text: '0' }] }))).toBe(false);
  });
});

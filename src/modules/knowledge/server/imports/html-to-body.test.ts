import { describe, expect, it } from 'vitest';
import { parseBody } from '../../body.ts';
import { bodyFromHtml } from './html-to-body.ts';

const stored = (html: string) => {
  const read = parseBody({ type: 'doc', content: bodyFromHtml(html).filter((block) => block.type !== 'found') });
  if (!read.ok) throw new Error(read.code);
  return read.body.content;
};

describe('an imported document', () => {
  it('keeps headings, marks, lists, tables and pictures in their places', () => {
    const html = `<h1>手順</h1><p>まず<strong>設定</strong>を<a href="https://example.jp/">開く</a>。<img src="picture:0" alt="画面" /></p><h4>補足</h4>
      <ul><li>一<ol><li>二</li></ol></li></ul><table><tr><th>A</th><td colspan="2"><p>B</p></td></tr></table><blockquote><p>引用</p></blockquote><pre>a\n b</pre>`;
    const blocks = bodyFromHtml(html);
    expect(blocks.map((block) => block.type)).toEqual(['heading', 'paragraph', 'found', 'heading', 'bulletList', 'table', 'blockquote', 'codeBlock']);
    expect(blocks[2]).toEqual({ type: 'found', picture: 0, alt: '画面' });
    const [heading, paragraph, sub, list, table] = stored(html);
    expect([heading, sub]).toMatchObject([{ attrs: { level: 2 } }, { attrs: { level: 3 } }]);
    expect(paragraph).toMatchObject({
      content: [{ text: 'まず' }, { text: '設定', marks: [{ type: 'bold' }] }, { text: 'を' }, { text: '開く' }, { text: '。' }],
    });
    expect(list).toMatchObject({ content: [{ content: [{ type: 'paragraph' }, { type: 'orderedList' }] }] });
    expect(table).toMatchObject({ content: [{ content: [{ type: 'tableHeader' }, { type: 'tableCell', attrs: { colspan: 2, rowspan: 1 } }] }] });
  });

  it('lets nothing hostile in: scripts, addresses that run, pictures elsewhere, depth without end', () => {
    const html = `<script>alert(1)</script><p onclick="x()">a<img src="https://evil.example/x.png" onerror="x()"><a href="javascript:alert(1)">b</a>
      <a href="data:text/html,x">c</a></p><iframe src="https://evil.example/"></iframe><svg><script>alert(2)</script></svg>
      <table><tr><td colspan="9999999">d</td></tr></table>${'<ul><li>'.repeat(300)}deep${'</li></ul>'.repeat(300)}`;
    const text = JSON.stringify(stored(html));
    expect(text).not.toMatch(/alert|javascript|evil|onerror|onclick|data:/);
    expect(text).toContain('deep');
    expect(text).toContain('"colspan":50');
  });

  it('may be empty', () => {
    expect(bodyFromHtml('<p> </p><ul></ul><table></table>')).toEqual([]);
  });
});

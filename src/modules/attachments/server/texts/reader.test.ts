import { crc32, deflateRawSync, deflateSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { typesetPdf } from '#platform/server/sheets/index.ts';
import { KEPT_CHARACTERS } from './limits.ts';
import { readFile } from './reader.ts';

const read = (bytes: Uint8Array, name = 'file') => readFile({ bytes, name });
const textOf = async (bytes: Uint8Array, name?: string) => {
  const reading = await read(bytes, name);
  return reading.state === 'read' ? reading.text : reading;
};

type Part = { name: string; body: string | Buffer; declared?: number; encrypted?: boolean };

/** A zip archive, as honest as its parts. */
function zip(parts: readonly Part[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, body, declared, encrypted } of parts) {
    const plain = Buffer.from(body);
    const packed = deflateRawSync(plain);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(encrypted ? 1 : 0, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(plain), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(declared ?? plain.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, Buffer.alloc(14), Buffer.from(name)]);
    entry.writeUInt32LE(at, 42);
    directory.push(entry);
    const file = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed]);
    files.push(file);
    at += file.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, ...directory, end]);
}

const docx = (body: string, part: Partial<Part> = {}) =>
  zip([{ name: 'word/document.xml', body: `<w:document><w:body>${body}</w:body></w:document>`, ...part }]);

/** A PDF of these objects, the first of them its root. */
function pdf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const parts = objects.map((body, index) => Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(body), Buffer.from('\nendobj\n')]));
  const head = Buffer.from('%PDF-1.7\n');
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, part) => sum + part.length, head.length));
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const end = parts.reduce((sum, part) => sum + part.length, head.length);
  return Buffer.concat([
    head,
    ...parts,
    Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<</Size ${size}/Root 1 0 R${trailer}>>\nstartxref\n${end}\n%%EOF`),
  ]);
}
const stream = (body: Buffer, filter = '') => Buffer.concat([Buffer.from(`<<${filter}/Length ${body.length}>>\nstream\n`), body, Buffer.from('\nendstream')]);
const onePage = (content: Buffer, fonts: readonly string[] = [], trailer = '') =>
  pdf(
    [
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Kids[3 0 R]/Count 1>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
      content,
      ...fonts,
    ],
    trailer,
  );

describe('the text of a PDF', () => {
  it('is found across the ends of Japanese lines and beside digits', async () => {
    const sentence = '不審な通信を検知したため、対象端末をネットワークから隔離しました。';
    const bytes = await typesetPdf('= 第#{3}章 調査結果\n\n#data.text', { text: `${sentence.repeat(8)} Firewall rule 1042` });
    const text = await textOf(bytes);
    expect(text).toContain(sentence.repeat(8));
    expect(text).toContain('第3章');
    expect(text).toContain('Firewall rule 1042');
  });

  it('is read from fonts that carry no letters of their own', async () => {
    const font = (encoding: string) => [
      `<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/${encoding}/DescendantFonts[6 0 R]>>`,
      '<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/FontDescriptor 7 0 R>>',
      '<</Type/FontDescriptor/FontName/Ryumin-Light/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>',
    ];
    const shown = (hex: string) => stream(Buffer.from(`BT /F1 12 Tf 50 800 Td <${hex}> Tj ET`));
    const utf16 = Buffer.from('検知ポリシー', 'utf16le').swap16().toString('hex');
    expect(await textOf(onePage(shown(utf16), font('UniJIS-UCS2-H')))).toBe('検知ポリシー');
    expect(await textOf(onePage(shown('8c9f926d837c838a8356815b'), font('90ms-RKSJ-H')))).toBe('検知ポリシー');
  });

  it('is nothing in a page without letters', async () => {
    expect(await read(onePage(stream(Buffer.from('0 0 m 9 9 l S')), ['null']))).toEqual({ state: 'none' });
  });
});

describe('the text of an Office file', () => {
  it('is read from a workbook: sheets, cells, numbers, and no readings above words', async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('対象端末');
    sheet.addRow(['サーバー01', '感染の疑い', 20240012, true]);
    sheet.getCell('A2').note = '再起動済み';
    const text = String(await textOf(Buffer.from(await workbook.xlsx.writeBuffer())));
    for (const word of ['対象端末', 'サーバー01', '感染の疑い', '20240012', '再起動済み']) expect(text).toContain(word);
    const shared = '<sst><si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si></sst>';
    const cells = '<worksheet><c t="s"><v>77</v></c><c t="inlineStr"><is><t>直接</t></is></c><c><v>5150</v></c></worksheet>';
    const made = zip([
      { name: 'xl/worksheets/sheet1.xml', body: cells },
      { name: 'xl/sharedStrings.xml', body: shared },
      { name: 'xl/workbook.xml', body: '<workbook><sheets><sheet name="A&amp;B"/></sheets></workbook>' },
    ]);
    expect(await textOf(made)).toBe('A&B\n東京\n直接\n5150');
  });

  it('is read from a document, with words that several runs share, and without what was deleted', async () => {
    const body =
      '<w:p><w:r><w:t>検知</w:t></w:r><w:r><w:t>ポリシー</w:t></w:r></w:p><w:p><w:ruby><w:rt><w:t>たんまつ</w:t></w:rt><w:rubyBase><w:t>端末</w:t></w:rubyBase></w:ruby><w:del><w:delText>旧</w:delText></w:del></w:p>' +
      '<w:p><mc:AlternateContent><mc:Choice><w:t>図形</w:t></mc:Choice><mc:Fallback><w:t>図形</w:t></mc:Fallback></mc:AlternateContent></w:p>';
    expect(await textOf(docx(body))).toBe('検知ポリシー\n端末\n図形');
  });

  it('is read from slides in their order, notes after them, and from OpenDocument', async () => {
    const slide = (text: string) => `<p:sld><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sld>`;
    const deck = zip([
      { name: 'ppt/presentation.xml', body: '<p/>' },
      { name: 'ppt/notesSlides/notesSlide1.xml', body: slide('発表者メモ') },
      ...['10', '2', '1'].map((n) => ({ name: `ppt/slides/slide${n}.xml`, body: slide(`スライド${n}`) })),
    ]);
    expect(await textOf(deck)).toBe('スライド1\nスライド2\nスライド10\n発表者メモ');
    const odt = zip([
      {
        name: 'content.xml',
        body: '<o><text:tracked-changes><text:p>旧</text:p></text:tracked-changes><text:p>新しい<text:span>方針</text:span></text:p></o>',
      },
    ]);
    expect(await textOf(odt)).toBe('新しい方針');
  });

  it('is nothing in any other archive', async () => {
    expect(await read(zip([{ name: 'log.txt', body: '中身' }]))).toEqual({ state: 'none' });
  });
});

describe('plain text', () => {
  const words = '端末名,検知ポリシー';
  const shiftJis = Buffer.from('925b969696bc2c8c9f926d837c838a8356815b', 'hex');
  const eucJp = Buffer.from('c3bccbf6ccbe2cb8a1c3cea5dda5eaa5b7a1bc', 'hex');
  const jis = Buffer.from('\x1b$BC<KvL>\x1b(B,\x1b$B8!CN%]%j%7!<\x1b(B', 'latin1');

  it('is read in the encodings that Japanese files come in', async () => {
    const all = [
      Buffer.from(words),
      Buffer.from(`\ufeff${words}`),
      Buffer.from(`\ufeff${words}`, 'utf16le'),
      Buffer.from(`\ufeff${words}`, 'utf16le').swap16(),
      shiftJis,
      eucJp,
      jis,
    ];
    for (const bytes of all) expect(await textOf(bytes, 'a.csv')).toBe(words);
    expect(await textOf(eucJp.subarray(0, 6))).toBe('端末名');
  });

  it('survives a stray NUL, half a character at its end, and is not made of bytes that are no text', async () => {
    expect(await textOf(Buffer.from('2026-10-02 WARN\u0000 感染'))).toBe('2026-10-02 WARN 感染');
    expect(await textOf(Buffer.from('感染').subarray(0, 5))).toBe('感');
    expect(await read(Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256)))).toEqual({ state: 'none' });
    expect(await read(Buffer.from('{\\rtf1\\ansi text}'))).toEqual({ state: 'none' });
  });

  it('is kept up to its limit', async () => {
    const text = String(await textOf(Buffer.from('感染の疑い\n'.repeat(400_000))));
    expect(text.length).toBeGreaterThan(KEPT_CHARACTERS - 10);
    expect(text.length).toBeLessThanOrEqual(KEPT_CHARACTERS);
  });

  it('of a mail is what its reader sees', async () => {
    const mail = [
      'From: a@example.jp',
      'Subject: =?ISO-2022-JP?B?GyRCPV0bKEI=?=',
      'Content-Type: text/plain; charset=iso-2022-jp',
      '',
      jis.toString('latin1'),
    ].join('\r\n');
    const text = String(await textOf(Buffer.from(mail, 'latin1'), 'saved.eml'));
    expect(text).toContain('検知ポリシー');
    expect(text).toContain('a@example.jp');
  });
});

describe('a hostile file', () => {
  const spaces = (size: number) => Buffer.alloc(size, 0x20);

  it('that unpacks beyond measure is given up early', async () => {
    const bomb = docx('', { body: spaces(300 * 1024 ** 2) });
    expect(bomb.length).toBeLessThan(1024 ** 2);
    expect(await read(bomb)).toEqual({ state: 'failed', reason: 'too_big' });
    expect(await read(docx('x', { declared: 2 * 1024 ** 3 - 1 }))).toEqual({ state: 'failed', reason: 'too_big' });
    expect(await read(onePage(stream(deflateSync(spaces(300 * 1024 ** 2), { level: 1 }), '/Filter/FlateDecode')))).toEqual({
      state: 'failed',
      reason: 'too_much_memory',
    });
  });

  it('that lies about its sizes is broken', async () => {
    for (const declared of [200 * 1024 ** 2, 10])
      expect(await read(docx('<w:p><w:t>短い文</w:t></w:p>', { declared }))).toEqual({ state: 'failed', reason: 'broken' });
  });

  it('with entities that grow gets none of them', async () => {
    const lol = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    expect(await textOf(docx('', { body: `${lol}<w:document><w:p><w:t>前&b;&lt;後</w:t></w:p></w:document>` }))).toBe('前&b;<後');
  });

  it('that is cut off, locked or endless has failed, and the next one is read', async () => {
    const whole = await typesetPdf('#data.text', { text: '本文'.repeat(500) });
    const locked = onePage(
      stream(Buffer.from('')),
      ['null', `<</Filter/Standard/V 2/R 3/Length 128/P -44/O<${'ab'.repeat(32)}>/U<${'cd'.repeat(32)}>>>`],
      '/Encrypt 6 0 R/ID[<00><00>]',
    );
    const archive = docx('<w:p><w:t>x</w:t></w:p>');
    const endings = await Promise.all([
      read(whole.subarray(0, 2000)),
      read(locked),
      read(archive.subarray(0, archive.length - 30)),
      read(docx('x', { encrypted: true })),
      read(pdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000>>'])),
      textOf(Buffer.from('次')),
    ]);
    expect(endings).toEqual([...['broken', 'locked', 'broken', 'locked', 'broken'].map((reason) => ({ state: 'failed', reason })), '次']);
  });
});

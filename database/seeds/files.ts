import { crc32, deflateSync } from 'node:zlib';

/** Real files of the demo world, made when they are loaded. */
export const demoFiles: Record<string, { name: string; make: () => Buffer }> = {
  report: {
    name: '月次レポート.pdf',
    make: () =>
      pdf('マネージドCSPM 月次レポート', [
        '検知件数: 128 件（前月比 -14）',
        '重要度「高」: 6 件（対応済み 5、対応中 1）',
        'コンプライアンス準拠率: 92.4%',
        '推奨事項: 公開ストレージの棚卸し、90日以上使用していないアクセスキーの無効化',
      ]),
  },
  guide: {
    name: '対応手順書.pdf',
    make: () =>
      pdf('公開ストレージの対応手順', [
        '1. 対象バケットの用途を確認します。',
        '2. パブリックアクセスブロックを有効にします。',
        '3. 検知が解消されたことを確認します。',
      ]),
  },
  compliance: { name: 'CIS準拠状況.pdf', make: () => pdf('CIS Benchmark 準拠状況', ['準拠: 187 項目', '非準拠: 12 項目', '対象外: 4 項目']) },
  screen: { name: 'Pasted image.png', make: () => chart(720, 360) },
  list: {
    name: '対象端末一覧.csv',
    make: () => Buffer.from('\ufeff端末名,OS,最終確認\r\nPC-0101,Windows 11,2026-10-02\r\nPC-0144,Windows 11,2026-09-28\r\nPC-0187,Windows 10,2026-07-15\r\n'),
  },
  log: {
    name: 'agent.log',
    make: () => Buffer.from('2026-10-02T01:12:44Z WARN agent: policy fetch failed, retry in 300 s\n2026-10-02T01:17:44Z INFO agent: policy fetched\n'),
  },
};

/** A table for a spreadsheet program, which reads Japanese in it by the mark at its beginning. */
export const csv = (text: string): Buffer => Buffer.from(`\ufeff${text}`);

/** A one-page PDF with Japanese text in a face that every reader carries. */
export function pdf(title: string, lines: readonly string[]): Buffer {
  const hex = (text: string) => `<${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
  const text = [`BT /F1 20 Tf 56 770 Td ${hex(title)} Tj ET`, ...lines.map((line, index) => `BT /F1 12 Tf 56 ${730 - index * 26} Td ${hex(line)} Tj ET`)].join(
    '\n',
  );
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (ja) >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiKakuGo-W5 /Encoding /UniJIS-UTF16-H /DescendantFonts [6 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiKakuGo-W5 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor 7 0 R /DW 1000 /W [1 94 500] >>',
    '<< /Type /FontDescriptor /FontName /HeiseiKakuGo-W5 /Flags 4 /FontBBox [-92 -250 1010 922] /ItalicAngle 0 /Ascent 752 /Descent -221 /CapHeight 737 /StemV 114 >>',
  ];
  let body = '%PDF-1.5\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${offset.toString().padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(
    `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  );
}

/** A picture that looks like a dashboard's bar chart. */
function chart(width: number, height: number): Buffer {
  const bars = [0.35, 0.5, 0.42, 0.66, 0.58, 0.8, 0.72, 0.6, 0.48, 0.4, 0.3, 0.26];
  const row = (y: number) => {
    const line = Buffer.alloc(1 + width * 3, 0xf7);
    line[0] = 0;
    for (let x = 0; x < width; x += 1) {
      const bar = Math.floor(((x - 40) / (width - 80)) * bars.length);
      const inside =
        x >= 40 && x < width - 40 && (x - 40) % ((width - 80) / bars.length) > 14 && height - 40 - y > 0 && height - 40 - y < (bars[bar] ?? 0) * (height - 90);
      if (y === height - 40 && x > 30 && x < width - 30) line.set([0x90, 0x98, 0xa0], 1 + x * 3);
      if (inside) line.set(bar === 5 ? [0xc0, 0x4a, 0x3a] : [0x12, 0x6e, 0x85], 1 + x * 3);
    }
    return line;
  };
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(named), 4);
    return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, (_, y) => row(y))));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

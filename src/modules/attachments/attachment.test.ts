import { describe, expect, it } from 'vitest';
import { cleanFileName, contentDisposition, judgeFile, mayShowInline } from './attachment.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a file name', () => {
  it('loses what is dangerous and keeps what its owner means [D-23]', () => {
    expect(cleanFileName('../../etc/passwd')).toBe('_.._etc_passwd');
    expect(cleanFileName('a\nb\r"c".csv')).toBe('a_b__c_.csv');
    expect(cleanFileName('報告書 🙂.pdf')).toBe('報告書 🙂.pdf');
    expect(cleanFileName('invoice\u202efdp.exe')).toBe('invoice_fdp.exe');
    expect(cleanFileName(' \u0000. ')).toBe('_');
    expect(cleanFileName('')).toBe('file');
    expect(cleanFileName(`${'長'.repeat(400)}.xlsx`)).toMatch(/^長+\.xlsx$/);
    expect(cleanFileName(`${'長'.repeat(400)}.xlsx`).length).toBeLessThanOrEqual(200);
  });

  it('goes into a header that nothing can break out of [D-23]', () => {
    const header = contentDisposition('attachment', '"; x="\r\n報告.pdf');
    expect(header).not.toMatch(/[\r\n]/);
    expect(header).toBe(`attachment; filename="_; x=_____.pdf"; filename*=UTF-8''%22%3B%20x%3D%22%0D%0A%E5%A0%B1%E5%91%8A.pdf`);
  });
});

describe('the judgement of a file', () => {
  it('sees a program under any name [D-23]', () => {
    expect(judgeFile({ name: '写真.png', head: new Uint8Array([0x4d, 0x5a, 0x90, 0]) })).toEqual({ accepted: false, code: 'attachment_program' });
    expect(judgeFile({ name: 'run.txt', head: bytes('#!/bin/sh\n') })).toEqual({ accepted: false, code: 'attachment_program' });
    expect(judgeFile({ name: 'setup.EXE', head: bytes('hello') })).toEqual({ accepted: false, code: 'attachment_program' });
  });

  it('refuses pictures and pages that can carry scripts [D-23]', () => {
    for (const head of [
      '<svg xmlns="http://www.w3.org/2000/svg">',
      '<?xml version="1.0"?><!-- x -->\n<svg>',
      '<!DOCTYPE html><p>',
      'x <script>alert(1)</script>',
    ])
      expect(judgeFile({ name: 'picture.png', head: bytes(head) })).toEqual({ accepted: false, code: 'attachment_svg' });
  });

  it('accepts documents, tables, logs and pictures', () => {
    for (const [name, head] of [
      ['a.pdf', '%PDF-1.7'],
      ['b.csv', '端末名,OS'],
      ['c.log', '2026-10-02 WARN'],
      ['d.zip', 'PK\u0003\u0004'],
    ] as const)
      expect(judgeFile({ name, head: bytes(head) })).toEqual({ accepted: true });
  });

  it('lets only raster pictures show inside a page [D-23]', () => {
    expect(['image/png', 'image/jpeg', 'image/svg+xml', 'text/html', 'application/pdf'].filter(mayShowInline)).toEqual(['image/png', 'image/jpeg']);
  });
});

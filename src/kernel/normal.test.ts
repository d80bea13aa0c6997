import { describe, expect, it } from 'vitest';
import { normal } from './normal.ts';

describe('a normal form', () => {
  it('makes widths and compositions one', () => {
    expect(normal('Ａ１ｶﾞ')).toBe('A1ガ');
    expect(normal('か\u3099Ａ', 'NFC')).toBe('がＡ');
  });

  it('is not sought of what is longer than any field: marks piled on one letter would hold everybody up', () => {
    const piled = `a${'\u0301\u0316'.repeat(200_000)}`;
    const start = performance.now();
    expect(normal(piled)).toBe(piled);
    expect(performance.now() - start).toBeLessThan(100);
  });
});

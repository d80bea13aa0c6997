import { describe, expect, it } from 'vitest';
import { nameOfPasted } from './upload.ts';

describe('names of pasted files', () => {
  it('[G-4.8.1-4] a screenshot from the clipboard is called Pasted image.png', () => {
    expect(nameOfPasted('image.png', [])).toBe('Pasted image.png');
    expect(nameOfPasted('Image.JPEG', [])).toBe('Pasted image.jpeg');
  });

  it('further screenshots are told apart by a number', () => {
    expect(nameOfPasted('image.png', ['Pasted image.png', 'Pasted image (2).png'])).toBe('Pasted image (3).png');
  });

  it('a name that somebody gave is kept', () => {
    expect(nameOfPasted('構成図.png', [])).toBe('構成図.png');
    expect(nameOfPasted('image.png.zip', [])).toBe('image.png.zip');
  });
});

/** Limits of D-23. */
export const MAX_BYTES = 25 * 1024 * 1024;
export const MAX_PER_ENTRY = 10;
/** What one person's waiting uploads may take together. */
export const MAX_WAITING_BYTES = 600 * 1024 * 1024;
/** Uploads that nobody attached are removed after this long. */
export const KEEP_UPLOAD_HOURS = 24;

const NAME_LIMIT = 180;
// Control characters, path separators, and the marks that make names read in another direction than they are.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]/g;

/** A file name that is safe in every file system and header; the ending survives cutting. */
export function cleanFileName(given: string): string {
  const name = given
    .normalize('NFC')
    .replace(unsafe, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .trim();
  if (!name) return 'file';
  if (name.length <= NAME_LIMIT) return name;
  const ending = /\.[^.]{1,12}$/.exec(name)?.[0] ?? '';
  return (
    [...name]
      .slice(0, NAME_LIMIT - ending.length)
      .join('')
      .slice(0, NAME_LIMIT - ending.length) + ending
  );
}

const programEndings = /\.(exe|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|wsh|hta|msi|msp|jar|lnk|reg|cpl|dll|sys|app|dmg|pkg|deb|rpm|apk|sh)$/i;

const starts: [string, number[]][] = [
  ['program', [0x4d, 0x5a]],
  ['program', [0x7f, 0x45, 0x4c, 0x46]],
  ['program', [0xcf, 0xfa, 0xed, 0xfe]],
  ['program', [0xca, 0xfe, 0xba, 0xbe]],
  ['program', [0x23, 0x21]],
];

export type Judgement = { accepted: true } | { accepted: false; code: 'attachment_program' | 'attachment_svg' };

/**
 * Judges a file by its name and its first bytes: programs are refused whatever they are called, and so are SVG and
 * HTML, which can carry scripts under the look of a picture or a page.
 */
export function judgeFile(input: { name: string; head: Uint8Array }): Judgement {
  const begins = (bytes: number[]) => bytes.every((byte, index) => input.head[index] === byte);
  if (programEndings.test(input.name) || starts.some(([, bytes]) => begins(bytes))) return { accepted: false, code: 'attachment_program' };
  const text = new TextDecoder('utf-8', { fatal: false }).decode(input.head.slice(0, 1024)).toLowerCase();
  if (/\.(svgz?|x?html?|xht)$/i.test(input.name) || /<svg[\s>]|<html[\s>]|<!doctype html|<script[\s>]/.test(text))
    return { accepted: false, code: 'attachment_svg' };
  return { accepted: true };
}

const inlineTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Raster pictures may be shown in the page; everything else is only ever a download (D-23). */
export const mayShowInline = (contentType: string): boolean => inlineTypes.has(contentType);

/** A Content-Disposition header that every browser reads right, whatever the name holds. */
export function contentDisposition(kind: 'attachment' | 'inline', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

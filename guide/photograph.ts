import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import type { Shot } from './chapter.ts';

/** Air around what the picture is cut to, in CSS pixels. */
const AIR = 16;
const LEAST_WIDTH = 640;
const MOST_HEIGHT = 1500;

type Box = { x: number; y: number; width: number; height: number };
export type Picture = { readonly file: string; readonly width: number; readonly height: number };

/** Takes the picture as the step asks for it, and returns its file's name. */
export async function photograph(page: Page, shot: Shot, folder: string, name: string): Promise<Picture> {
  for (const one of [...(shot.of ?? []), ...(shot.mark ?? [])]) await one.first().waitFor();
  // What stands in for a mail server is seen where the guide is made, and by no customer.
  await page.evaluate(() => document.querySelectorAll<HTMLElement>('a[href$="/mailbox"]').forEach((link) => (link.style.display = 'none')));
  // The window is shown from its top; what is cut out may stand anywhere on the page.
  if (shot.of) await shot.of[0]?.first().scrollIntoViewIfNeeded();
  else await page.evaluate(() => window.scrollTo(0, 0));
  // Fonts and pictures that are still on their way would leave holes.
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  const marks = await boxesOf(shot.mark ?? []);
  const clip = clipFor(page, await boxesOf(shot.of ?? []), marks);
  await frame(page, marks);
  const raw = await page.screenshot({ animations: 'disabled', caret: 'hide', ...(clip ? { clip, fullPage: true } : {}) });
  await unframe(page);
  const file = `${name}.png`;
  const made = await sharp(raw).png({ palette: true, quality: 90, effort: 7 }).toBuffer({ resolveWithObject: true });
  writeFileSync(join(folder, file), made.data);
  return { file, width: made.info.width, height: made.info.height };
}

/** Boxes in the whole page, not in the window. */
async function boxesOf(locators: readonly Locator[]): Promise<Box[]> {
  return Promise.all(
    locators.map((locator) =>
      locator.first().evaluate((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x: x + window.scrollX, y: y + window.scrollY, width, height };
      }),
    ),
  );
}

/** What is cut out: all boxes with air around them, never narrower than a reader can place; nothing said is the window as it stands. */
function clipFor(page: Page, boxes: readonly Box[], marks: readonly Box[]): Box | undefined {
  const window = page.viewportSize();
  if (boxes.length === 0 || !window) return undefined;
  const all = [...boxes, ...marks];
  // What is as wide as the window has air of its own.
  const air = (box: Box) => (box.width >= window.width - 1 ? 0 : AIR);
  let left = Math.min(...all.map((box) => box.x)) - AIR;
  let right = Math.max(...all.map((box) => box.x + box.width)) + AIR;
  const missing = Math.min(LEAST_WIDTH, window.width) - (right - left);
  if (missing > 0) [left, right] = [left - missing / 2, right + missing / 2];
  if (left < 0) [left, right] = [0, right - left];
  if (right > window.width) [left, right] = [Math.max(0, left - (right - window.width)), window.width];
  const top = Math.max(0, Math.min(...all.map((box) => box.y - air(box))));
  const bottom = Math.max(...all.map((box) => box.y + box.height + air(box)));
  return { x: left, y: top, width: right - left, height: Math.min(MOST_HEIGHT, bottom - top) };
}

const FRAME = 'guide-frame';

/** Frames stand in the top layer, above dialogs too. */
async function frame(page: Page, boxes: readonly Box[]): Promise<void> {
  await page.evaluate(
    ([all, name]) => {
      for (const box of all) {
        const mark = document.createElement('div');
        mark.className = name;
        mark.popover = 'manual';
        Object.assign(mark.style, {
          position: 'absolute',
          inset: 'auto',
          left: `${box.x - 4}px`,
          top: `${box.y - 4}px`,
          width: `${box.width + 8}px`,
          height: `${box.height + 8}px`,
          margin: '0',
          padding: '0',
          border: '3px solid #d6362b',
          borderRadius: '6px',
          background: 'transparent',
          boxSizing: 'border-box',
          pointerEvents: 'none',
        });
        document.body.append(mark);
        mark.showPopover();
      }
    },
    [boxes, FRAME] as const,
  );
}

async function unframe(page: Page): Promise<void> {
  await page.evaluate((name) => document.querySelectorAll(`.${name}`).forEach((mark) => mark.remove()), FRAME);
}

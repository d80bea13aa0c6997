import sharp from 'sharp';
import type { OperatorActor, UserActor } from '#kernel/actor.ts';
import { isId, newId } from '#kernel/ids.ts';
import { invalid, notFound, Refusal } from '#kernel/refusal.ts';
import { house } from '#platform/server/house.ts';
import { asActor, type Context } from '#platform/server/unit-of-work.ts';
import type { Profile } from '../user.ts';
import type { PreferencesInput, ProfileInput } from '../user.schemas.ts';
import * as rows from './users.sql.ts';

/** Pictures larger than this are refused before they are read. */
export const MAX_PICTURE_BYTES = 10_000_000;
const SIDE = 256;

/** What the reader says of themselves (G-4.13.1-1). */
export async function readProfile(context: Context<UserActor>): Promise<Profile> {
  const found = await rows.selectProfile(context.tx, context.actor.id);
  if (!found) throw notFound();
  return found;
}

/** Saves the reader's own name, title, phones and words about themselves (G-4.13.1-2). */
export async function saveProfile(context: Context<UserActor>, input: ProfileInput): Promise<void> {
  await rows.updateProfile(context.tx, { id: context.actor.id, ...input });
}

/** Saves language, time zone and easier reading (G-4.13.5-1, G-4.13.5-2): the next page, mail and export follow them. */
export async function savePreferences(context: Context<UserActor>, input: PreferencesInput): Promise<void> {
  await rows.updatePreferences(context.tx, { id: context.actor.id, ...input });
}

/**
 * Takes the reader's picture in (G-4.13.1-1): it is drawn anew as a small square, so that neither metadata nor anything
 * hidden in the file survives. Refuses with `picture_too_large`, `picture_unreadable` and,
 * when too many wait already, `pictures_busy`.
 */
export async function savePicture(actor: UserActor, file: { bytes: Uint8Array }): Promise<void> {
  if (file.bytes.length > MAX_PICTURE_BYTES) throw invalid('picture_too_large', { picture: 'picture_too_large' });
  const drawn = await redraw(file.bytes);
  const pictureId = newId();
  await house().files.put(`pictures/${pictureId}`, drawn);
  const before = await asActor(actor, ({ tx }) => rows.updatePicture(tx, { id: actor.id, pictureId }));
  if (before) await forget(before);
}

/** Takes the reader's picture away; their initials show again. */
export async function removePicture(actor: UserActor): Promise<void> {
  const before = await asActor(actor, ({ tx }) => rows.updatePicture(tx, { id: actor.id, pictureId: null }));
  if (before) await forget(before);
}

/** A picture of somebody in the reader's account, as WebP; anything else is not found. */
export async function openPicture(context: Context<UserActor | OperatorActor>, pictureId: string): Promise<Uint8Array> {
  if (!isId(pictureId) || !(await rows.isVisiblePicture(context.tx, pictureId))) throw notFound();
  return house().files.getBytes(`pictures/${pictureId}`);
}

// One picture at a time on one thread, and nothing kept: whoever sends many waits for themselves and slows nobody's sign-in.
sharp.concurrency(1);
sharp.cache(false);
const LONGEST_LINE = 8;
let line = Promise.resolve<unknown>(undefined);
let waiting = 0;

function redraw(bytes: Uint8Array): Promise<Buffer> {
  if (waiting >= LONGEST_LINE) throw new Refusal({ kind: 'too_many', code: 'pictures_busy' });
  waiting += 1;
  const drawn = line.then(() => draw(bytes)).finally(() => (waiting -= 1));
  line = drawn.catch(() => undefined);
  return drawn;
}

async function draw(bytes: Uint8Array): Promise<Buffer> {
  try {
    // A picture that claims to be enormous is refused before it is unpacked.
    const source = sharp(bytes, { limitInputPixels: 24_000_000, failOn: 'error', animated: false });
    const { format } = await source.metadata();
    if (!['jpeg', 'png', 'webp', 'gif', 'avif', 'heif'].includes(format ?? '')) throw new Error('not a photograph');
    return await source.rotate().resize(SIDE, SIDE, { fit: 'cover' }).webp({ quality: 82 }).toBuffer();
  } catch {
    throw invalid('picture_unreadable', { picture: 'picture_unreadable' });
  }
}

const forget = (pictureId: string): Promise<void> =>
  house()
    .files.delete(`pictures/${pictureId}`)
    .catch(() => undefined);

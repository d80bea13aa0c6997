import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '#kernel/refusal.ts';
import { normalPassword } from '#modules/passwords/index.ts';

/** 256 random bits for a cookie; the database keeps only its hash. */
export const newToken = (): string => randomBytes(32).toString('base64url');
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Cookies and links hold 43 characters; anything else is nobody's token and not worth a query. */
export const isToken = (text: string | undefined): text is string => text !== undefined && /^[A-Za-z0-9_-]{43}$/.test(text);

/** Six digits (D-2). */
export const newCode = (): string => randomInt(0, 1_000_000).toString().padStart(6, '0');
export const hashCode = (attemptId: string, code: string): Buffer => createHash('sha256').update(`${attemptId}:${code}`).digest();
export const sameHash = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** How many hashes may burn processor time at once; the rest wait in line, so that pages go on being served. */
const AT_ONCE = 2;
/** A longer line than this is a flood; its end would wait for nothing. */
const LONGEST_LINE = 300;
let running = 0;
const waiting: (() => void)[] = [];

/** Compares a password with its hash, a few at a time. */
export const verifyPassword = (stored: string, password: string): Promise<boolean> => inLine(() => verify(stored, normalPassword(password)).catch(() => false));

/** Argon2id with the costs of D-3. */
export const hashPassword = (password: string): Promise<string> => inLine(() => hash(normalPassword(password), cost));

async function inLine<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= LONGEST_LINE) throw new Refusal({ kind: 'too_many', code: 'sign_in_busy' });
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** A hash that no password matches: unknown user IDs take as long as known ones (D-4). */
export const decoyHash: Promise<string> = hash(newToken(), cost);

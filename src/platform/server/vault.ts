import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';

/** Seals secrets that must be read again, and marks those that need only be compared. What is sealed opens only for its owner. */
export type Vault = {
  /** Encrypts for one owner (AES-256-GCM); the result says its own key number first. */
  seal(text: string, owner: string): Buffer;
  /** Decrypts what {@link Vault.seal} made for the same owner. Throws when it was changed or belongs to somebody else. */
  open(sealed: Buffer, owner: string): string;
  /** A keyed mark of a short secret: without the key nobody can try them out on a stolen database. */
  mark(text: string, owner: string): Buffer;
};

const KEY_NUMBER = 1;

/** The vault of this deployment. Without a configured key it makes one in the data folder, readable by its owner only. */
export function openVault(config: Pick<Config, 'SECRET_KEY' | 'dataDir'>): Vault {
  const root = Buffer.from(config.SECRET_KEY || keptKey(config.dataDir), 'hex');
  const derived = (purpose: string) => Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `madoguchi ${purpose}`, 32));
  const [sealing, marking] = [derived('seal'), derived('mark')];
  return {
    seal(text, owner) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(owner));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([KEY_NUMBER]), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, owner) {
      const decipher = createDecipheriv('aes-256-gcm', sealing, sealed.subarray(1, 13)).setAAD(Buffer.from(owner)).setAuthTag(sealed.subarray(13, 29));
      return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
    },
    mark: (text, owner) => createHmac('sha256', marking).update(`${owner}:${text}`).digest(),
  };
}

function keptKey(dataDir: string): string {
  const file = join(dataDir, 'secret-key');
  mkdirSync(dataDir, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openVault } from './vault.ts';

const SECRET_KEY = '0f'.repeat(32);
const vault = openVault({ SECRET_KEY, dataDir: '' });

describe('the vault', () => {
  it('opens what it sealed, for the same owner and with the same key only', () => {
    const sealed = vault.seal('JBSWY3DPEHPK3PXP', 'owner');
    expect(sealed.toString('latin1')).not.toContain('JBSWY3DPEHPK3PXP');
    expect(vault.seal('JBSWY3DPEHPK3PXP', 'owner').equals(sealed)).toBe(false);
    expect(openVault({ SECRET_KEY, dataDir: '' }).open(sealed, 'owner')).toBe('JBSWY3DPEHPK3PXP');
    expect(() => vault.open(sealed, 'somebody else')).toThrow();
    expect(() => openVault({ SECRET_KEY: '1e'.repeat(32), dataDir: '' }).open(sealed, 'owner')).toThrow();
    sealed[30] = (sealed[30] ?? 0) ^ 1;
    expect(() => vault.open(sealed, 'owner')).toThrow();
  });

  it('marks alike what is alike, for each owner and key apart', () => {
    expect(vault.mark('code', 'a').equals(vault.mark('code', 'a'))).toBe(true);
    expect(vault.mark('code', 'a').equals(vault.mark('code', 'b'))).toBe(false);
    expect(vault.mark('code', 'a').equals(openVault({ SECRET_KEY: '1e'.repeat(32), dataDir: '' }).mark('code', 'a'))).toBe(false);
  });

  it('makes a key of its own where none is configured, readable by its owner only, and keeps it', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'vault-'));
    const sealed = openVault({ SECRET_KEY: '', dataDir }).seal('x', 'o');
    expect(openVault({ SECRET_KEY: '', dataDir }).open(sealed, 'o')).toBe('x');
    if (process.platform !== 'win32') expect(statSync(join(dataDir, 'secret-key')).mode & 0o777).toBe(0o600);
  });
});

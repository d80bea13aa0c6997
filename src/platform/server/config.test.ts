import { describe, expect, it } from 'vitest';
import { ConfigFault, describeConfig, readConfig } from './config.ts';

const faultsOf = (env: Record<string, string>): string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigFault) return error.faults.map((fault) => fault.split(':')[0] ?? '');
    throw error;
  }
};

describe('the configuration', () => {
  it('needs nothing to start with', () => {
    expect(readConfig({})).toMatchObject({ PORTAL_ORIGIN: 'http://localhost:3000', CONSOLE_ORIGIN: 'http://localhost:3001', PRODUCTION: false });
  });

  it('says every fault at once', () => {
    expect(faultsOf({ PORTAL_PORT: 'zzz', MAIL_FROM_ADDRESS: 'x', SMTP_URL: 'http://mail', SERVICE_LINKS: '{' })).toEqual(
      expect.arrayContaining(['PORTAL_PORT', 'MAIL_FROM_ADDRESS', 'SMTP_URL', 'SERVICE_LINKS']),
    );
  });

  it('refuses an address on which browsers would drop the session, or that is more than an origin', () => {
    for (const wrong of ['http://portal.example.jp', 'https://portal.example.jp/cs', 'portal', 'ftp://x'])
      expect(faultsOf({ PORTAL_ORIGIN: wrong })).toContain('PORTAL_ORIGIN');
    expect(
      faultsOf({
        PORTAL_ORIGIN: 'https://portal.example.jp',
        SMTP_URL: 'smtp://mail:25',
        PROCESS_MODE: 'worker',
        DATABASE_WORKER_URL: 'postgres://x',
        DATABASE_PORTAL_URL: 'postgres://y',
      }),
    ).toEqual([]);
  });

  it('never opens the development mailbox to others, and demands real parts in production', () => {
    expect(faultsOf({ PORTAL_ORIGIN: 'https://portal.example.jp' })).toEqual(['SMTP_URL', 'DATABASE_URL']);
    expect(faultsOf({ CONSOLE_ORIGIN: 'https://sac.example.jp', SMTP_URL: 'smtp://mail:25' })).toEqual(['DATABASE_URL']);
    expect(faultsOf({ PRODUCTION: 'yes' })).toEqual(expect.arrayContaining(['SMTP_URL', 'DATABASE_URL', 'SECRET_KEY']));
    expect(faultsOf({ PROCESS_MODE: 'portal' })).toEqual(['DATABASE_PORTAL_URL', 'DATABASE_DOOR_URL']);
    expect(faultsOf({ PROCESS_MODE: 'worker' })).toEqual(['DATABASE_PORTAL_URL', 'DATABASE_WORKER_URL']);
  });

  it('never prints a secret', () => {
    expect(describeConfig({ DATABASE_URL: 'postgres://u:hidden@h/d' })).not.toContain('hidden');
  });
});

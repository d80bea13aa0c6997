import { z } from 'zod';
import { resolve } from 'node:path';

const port = z.coerce.number().int().min(1).max(65535);
const isOrigin = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
const isSafe = (text: string): boolean => text.startsWith('https:') || /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(text);
const origin = z
  .string()
  .refine(isOrigin, 'must be an origin such as https://portal.example.jp, without a path')
  .refine(isSafe, 'must be https, except on localhost: browsers keep the session cookie only there');
const flag = z.enum(['yes', 'no']).transform((text) => text === 'yes');

type Setting = { schema: z.ZodType; default?: string; about: string; secret?: boolean };

/** Every setting of the program: one place for its rule, its default and its words. */
export const settings = {
  PROCESS_MODE: {
    schema: z.enum(['all', 'portal', 'console', 'worker']),
    default: 'all',
    about: 'What this process does: all together, or one of portal, console, worker.',
  },
  PRODUCTION: { schema: flag, default: 'no', about: 'yes: demand a real database and a real mail server, and never show the development mailbox.' },
  DATA_DIR: { schema: z.string().min(1), default: 'var', about: 'Folder of the embedded database, of files on disk and of mails without a mail server.' },
  LISTEN_HOST: { schema: z.string().min(1), default: '127.0.0.1', about: 'Address to listen on.' },
  PORTAL_PORT: { schema: port, default: '3000', about: 'Port of the portal.' },
  CONSOLE_PORT: { schema: port, default: '3001', about: "Port of the operators' console." },
  PORTAL_ORIGIN: {
    schema: origin,
    default: '',
    about: 'Address that customers open; links in mails are built from it. Default: http://localhost:PORTAL_PORT.',
  },
  CONSOLE_ORIGIN: { schema: origin, default: '', about: 'Address that operators open. Default: http://localhost:CONSOLE_PORT.' },
  TRUSTED_PROXIES: {
    schema: z.coerce.number().int().min(0).max(5),
    default: '0',
    about: 'How many proxies of yours stand in front and append to X-Forwarded-For.',
  },
  DATABASE_URL: { schema: z.string(), default: '', secret: true, about: "Owner's connection, used for migrations only. Empty: the embedded database." },
  DATABASE_PORTAL_URL: {
    schema: z.string(),
    default: '',
    secret: true,
    about: "Connection of the portal's role. Needed with DATABASE_URL in modes all, portal and worker.",
  },
  DATABASE_DOOR_URL: { schema: z.string(), default: '', secret: true, about: 'Connection of the role that checks passwords and sessions of customers.' },
  DATABASE_CONSOLE_URL: { schema: z.string(), default: '', secret: true, about: "Connection of the console's role." },
  DATABASE_WORKER_URL: { schema: z.string(), default: '', secret: true, about: "Connection of the worker's role." },
  DATABASE_POOL: { schema: z.coerce.number().int().min(1).max(200), default: '10', about: 'Connections per role and process.' },
  DATABASE_PORT: { schema: z.coerce.number().int().min(0).max(65535), default: '0', about: 'Port of the embedded database; 0 takes a free one.' },
  ACCEPT_LEAKY_POSTGRES: {
    schema: flag,
    default: 'no',
    about: 'yes: start on a PostgreSQL whose minor version leaks rows through ON CONFLICT and MERGE (this program uses neither on tenant tables).',
  },
  SMTP_URL: {
    schema: z.union([z.literal(''), z.url({ protocol: /^smtps?$/ })]),
    default: '',
    secret: true,
    about: 'smtp://user:password@host:port or smtps://…; empty: mails are written to DATA_DIR/mail.',
  },
  MAIL_FROM_NAME: { schema: z.string().min(1).max(100), default: 'セキュリティアドバイザリーセンター', about: 'Display name of the sender of every mail.' },
  MAIL_FROM_ADDRESS: { schema: z.email(), default: 'sac@portal.example', about: 'The one fixed address that mails come from; customers allow it in advance.' },
  FILES_S3_BUCKET: { schema: z.string(), default: '', about: 'Bucket for attachments; empty: DATA_DIR/files.' },
  FILES_S3_REGION: { schema: z.string(), default: 'ap-northeast-1', about: 'Region of the bucket.' },
  FILES_S3_ENDPOINT: { schema: z.union([z.literal(''), z.url()]), default: '', about: 'Endpoint of an S3-compatible store.' },
  PROVIDER_SHORT_NAME: { schema: z.string().min(1).max(20), default: 'NTT', about: 'Short name in the status NTT作業中.' },
  TEAM_NAME_JA: { schema: z.string().min(1).max(60), default: 'セキュリティアドバイザリーセンター', about: 'Name of the answering team in Japanese.' },
  TEAM_NAME_EN: { schema: z.string().min(1).max(60), default: 'Security Advisory Center', about: 'Name of the answering team in English.' },
  BRAND_TAGLINE_JA: { schema: z.string().max(80), default: 'WideAngle プロフェッショナルサービス', about: 'Line under the team name in Japanese.' },
  BRAND_TAGLINE_EN: { schema: z.string().max(80), default: 'WideAngle Professional Services', about: 'Line under the team name in English.' },
  COPYRIGHT: { schema: z.string().max(120), default: '©NTT Communications Corporation All Rights Reserved.', about: 'Footer text.' },
  PRIVACY_URL: { schema: z.url({ protocol: /^https?$/ }), default: 'https://www.example.com/privacy', about: 'Address behind プライバシーポリシーはこちら.' },
  SERVICE_LINKS: {
    schema: z.string().transform((text, context) => {
      const parsed = z.array(z.strictObject({ nameJa: z.string(), nameEn: z.string(), href: z.url() })).safeParse(safeJson(text));
      if (parsed.success) return parsed.data;
      context.addIssue({ code: 'custom', message: 'must be a JSON list of {nameJa, nameEn, href}' });
      return z.NEVER;
    }),
    default: JSON.stringify([
      {
        nameJa: 'WideAngle プロフェッショナルサービスエンドポイント衛生管理',
        nameEn: 'WideAngle Professional Services Endpoint Hygiene',
        href: 'https://endpoint.example.com/',
      },
      {
        nameJa: 'WideAngle プロフェッショナルサービスマネージドCSPM',
        nameEn: 'WideAngle Professional Services Managed CSPM',
        href: 'https://cspm.example.com/',
      },
    ]),
    about: 'Links of the home screen to the portals of the services, as JSON.',
  },
  SECRET_KEY: {
    schema: z.union([z.literal(''), z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits, such as `openssl rand -hex 32` gives')]),
    default: '',
    secret: true,
    about: 'Key that seals the secrets of authenticator apps; 64 hexadecimal digits. Empty: made once and kept in DATA_DIR/secret-key.',
  },
  SECOND_FACTORS: {
    schema: z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .pipe(z.array(z.enum(['app', 'passkey', 'mail'])).min(1)),
    default: 'app,passkey,mail',
    about: 'Second factors that customers may use, by comma: app, passkey, mail. Operators never use mail.',
  },
  PASSWORD_PROFILE: {
    schema: z.enum(['guide', 'strict']),
    default: 'guide',
    about: 'guide: 12 to 40 characters with four classes. strict: 15 to 128 characters without classes.',
  },
  SYSTEM_LANGUAGE: { schema: z.enum(['ja', 'en']), default: 'ja', about: 'Language of people who chose none of their own.' },
  SYSTEM_TIME_ZONE: {
    schema: z.string().refine((text) => Intl.supportedValuesOf('timeZone').includes(text) || text === 'UTC', 'must be a time zone such as Asia/Tokyo'),
    default: 'Asia/Tokyo',
    about: 'Time zone of people who chose none of their own.',
  },
  JOURNAL_DAYS: { schema: z.coerce.number().int().min(30).max(3650), default: '400', about: 'How long the sign-in history is kept.' },
  SESSION_IDLE_MINUTES: { schema: z.coerce.number().int().min(1).max(1440), default: '30', about: 'A session ends after this long without use.' },
  SESSION_HOURS: { schema: z.coerce.number().int().min(1).max(72), default: '12', about: 'A session ends after this long in any case.' },
  LOG_LEVEL: { schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']), default: 'info', about: 'Least level that is logged.' },
} satisfies Record<string, Setting>;

type Settings = { [K in keyof typeof settings]: z.output<(typeof settings)[K]['schema']> };
export type Config = Settings & { dataDir: string };

/** Says every fault of the configuration at once; the process then ends with code 78. */
export class ConfigFault extends Error {
  readonly faults: string[];
  constructor(faults: string[]) {
    super(`The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/** Reads and checks the environment once. Throws {@link ConfigFault} with everything that is wrong. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const faults: string[] = [];
  const read = (name: string, setting: Setting, fallback: string | undefined): unknown => {
    const text = env[name]?.trim() || fallback || setting.default || '';
    const parsed = setting.schema.safeParse(text);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) faults.push(`${name}: ${issue.message} (${setting.about})`);
    return undefined;
  };
  const fallbacks: Record<string, string> = {
    PORTAL_ORIGIN: `http://localhost:${env['PORTAL_PORT']?.trim() || settings.PORTAL_PORT.default}`,
    CONSOLE_ORIGIN: `http://localhost:${env['CONSOLE_PORT']?.trim() || settings.CONSOLE_PORT.default}`,
  };
  const values = Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, read(name, setting, fallbacks[name])])) as Settings;
  faults.push(...faultsAcross(values));
  if (faults.length > 0) throw new ConfigFault(faults);
  return { ...values, dataDir: resolve(values.DATA_DIR) };
}

function faultsAcross(values: Settings): string[] {
  const faults: string[] = [];
  const runs = (mode: 'portal' | 'console' | 'worker') => values.PROCESS_MODE === 'all' || values.PROCESS_MODE === mode;
  if (values.PRODUCTION && !values.SMTP_URL && runs('worker')) faults.push('SMTP_URL: production needs a mail server.');
  if (!values.SMTP_URL && values.PORTAL_ORIGIN?.startsWith('https:') && runs('worker'))
    faults.push('SMTP_URL: needed when PORTAL_ORIGIN is not on this machine; the development mailbox would show every code to anybody.');
  if (values.PRODUCTION && values.PROCESS_MODE === 'all' && !values.DATABASE_URL) faults.push('DATABASE_URL: production needs a database of its own.');
  if (values.PORTAL_PORT === values.CONSOLE_PORT && values.PROCESS_MODE === 'all') faults.push('CONSOLE_PORT: must differ from PORTAL_PORT.');
  const external = Boolean(values.DATABASE_URL) || values.PROCESS_MODE !== 'all';
  type Mode = 'portal' | 'console' | 'worker';
  const need = (name: 'DATABASE_PORTAL_URL' | 'DATABASE_DOOR_URL' | 'DATABASE_CONSOLE_URL' | 'DATABASE_WORKER_URL', ...modes: Mode[]) => {
    if (external && modes.some(runs) && !values[name]) faults.push(`${name}: needed in mode ${values.PROCESS_MODE} with a database of your own.`);
  };
  const isPublic = [values.PORTAL_ORIGIN, values.CONSOLE_ORIGIN].some((address) => address?.startsWith('https:'));
  if (isPublic && values.PROCESS_MODE === 'all' && !values.DATABASE_URL)
    faults.push('DATABASE_URL: needed when an origin is not on this machine; the embedded database holds the demo world, whose passwords everybody can read.');
  if (values.PRODUCTION && !values.SECRET_KEY) faults.push('SECRET_KEY: production needs a key of its own, the same for all processes.');
  const factors = values.SECOND_FACTORS ?? [];
  if (factors.includes('passkey') && !factors.includes('app') && !factors.includes('mail'))
    faults.push('SECOND_FACTORS: passkeys need app or mail beside them, or nobody could sign in for the first time.');
  // Exports are read as the customer who asked.
  need('DATABASE_PORTAL_URL', 'portal', 'worker');
  need('DATABASE_DOOR_URL', 'portal');
  need('DATABASE_CONSOLE_URL', 'console');
  need('DATABASE_WORKER_URL', 'worker');
  return faults;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The documented list of settings, for `npm run config`; secrets show only whether they are set. */
export function describeConfig(env: Record<string, string | undefined>): string {
  return Object.entries(settings as Record<string, Setting>)
    .map(([name, setting]) => {
      const given = env[name]?.trim();
      const value = given ? (setting.secret ? '(set)' : given) : setting.default || '(empty)';
      return `${name}=${value}${given ? '' : '   (default)'}\n    ${setting.about}`;
    })
    .join('\n');
}

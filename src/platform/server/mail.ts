import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type Transporter } from 'nodemailer';
import type { Config } from './config.ts';

export type Mail = {
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  messageId: string;
  inReplyTo?: string;
  references?: string[];
  /** Auto-Submitted: codes and notices are made by a program, so mail programs must not answer them. */
  language: 'ja' | 'en';
};

export type Post = {
  /** Hands the mail over, or throws; the job then tries again. */
  send(mail: Mail): Promise<void>;
  /** Folder of the development mailbox; undefined with a mail server. */
  folder: string | undefined;
  close(): void;
};

/** The way out for mails: SMTP, or `.eml` files in DATA_DIR/mail where no server is configured. */
export function openPost(config: Config): Post {
  const folder = config.SMTP_URL ? undefined : join(config.dataDir, 'mail');
  const transport: Transporter = config.SMTP_URL
    ? createTransport(config.SMTP_URL, { connectionTimeout: 10_000, socketTimeout: 30_000 } as never)
    : createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    folder,
    close: () => transport.close(),
    send: async (mail) => {
      const sent = (await transport.sendMail({
        from: { name: config.MAIL_FROM_NAME, address: config.MAIL_FROM_ADDRESS },
        to: mail.to,
        subject: oneLine(mail.subject),
        text: mail.text,
        html: mail.html,
        messageId: mail.messageId,
        ...(mail.inReplyTo ? { inReplyTo: mail.inReplyTo } : {}),
        ...(mail.references ? { references: mail.references } : {}),
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language, 'X-Auto-Response-Suppress': 'All' },
        disableFileAccess: true,
        disableUrlAccess: true,
      })) as { message?: Buffer };
      if (folder && sent.message) await keep(folder, mail.messageId, sent.message);
    },
  };
}

/** Written aside and renamed, so that a reader never sees half a mail. */
async function keep(folder: string, messageId: string, message: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = `${Date.now()}-${messageId.replace(/[^A-Za-z0-9.-]/g, '').slice(0, 80)}.eml`;
  await writeFile(join(folder, `.${name}`), message);
  await rename(join(folder, `.${name}`), join(folder, name));
}

export type KeptMail = { name: string; to: string; subject: string; date: string; text: string };

/** The newest mails of the development mailbox. */
export async function readMailbox(folder: string, limit: number): Promise<KeptMail[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml') && !name.startsWith('.'));
  const newest = names.sort().reverse().slice(0, limit);
  const { simpleParser } = await import('mailparser');
  return Promise.all(
    newest.map(async (name) => {
      const mail = await simpleParser(await readFile(join(folder, name)));
      const to = Array.isArray(mail.to) ? mail.to.map((one) => one.text).join(', ') : (mail.to?.text ?? '');
      return { name, to, subject: mail.subject ?? '', date: mail.date?.toISOString() ?? '', text: mail.text ?? '' };
    }),
  );
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ').slice(0, 250);

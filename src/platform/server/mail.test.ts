import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { openPost, readMailbox, type Mail } from './mail.ts';

const received: ParsedMail[] = [];
let port = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, _session, done) => void simpleParser(stream).then((mail) => (received.push(mail), done()), done),
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => ((port = (server.server.address() as { port: number }).port), resolve()))));
afterAll(() => new Promise<void>((resolve) => server.close(resolve)));

const mail: Mail = {
  to: { name: 'Ex "Sample01"', address: 'sample01@sample.example' },
  subject: '[CS0021600] 公開検知について\r\nBcc: evil@example.com',
  text: '本文です。',
  html: '<p>本文です。</p>',
  messageId: '<opened-1@portal.example>',
  inReplyTo: '<case-1@portal.example>',
  references: ['<case-1@portal.example>'],
  language: 'ja',
};

describe('a mail', () => {
  it('goes over SMTP from the one fixed sender, in text and HTML, and nothing can add a header to it [G-2.5-1]', async () => {
    const post = openPost(readConfig({ SMTP_URL: `smtp://127.0.0.1:${port}` }));
    await post.send(mail);
    post.close();
    const [letter] = received;
    expect(letter?.from?.value).toEqual([{ name: 'セキュリティアドバイザリーセンター', address: 'sac@portal.example' }]);
    expect(letter?.subject).toBe('[CS0021600] 公開検知について Bcc: evil@example.com');
    expect(letter).toMatchObject({ messageId: '<opened-1@portal.example>', inReplyTo: '<case-1@portal.example>' });
    expect([letter?.bcc, letter?.text?.trim(), letter?.html]).toEqual([undefined, '本文です。', '<p>本文です。</p>']);
    expect([letter?.headers.get('auto-submitted'), letter?.headers.get('content-language')]).toEqual(['auto-generated', 'ja']);
  });

  it('fails loudly when the server is away, so that its job tries again', async () => {
    const post = openPost(readConfig({ SMTP_URL: 'smtp://127.0.0.1:1' }));
    await expect(post.send(mail)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('is kept as a file where there is no server', async () => {
    const post = openPost(readConfig({ DATA_DIR: mkdtempSync(join(tmpdir(), 'madoguchi-mail-')) }));
    await post.send(mail);
    expect(await readMailbox(post.folder ?? '', 10)).toMatchObject([
      { to: expect.stringContaining('sample01@sample.example'), text: expect.stringContaining('本文です。') },
    ]);
  });
});

import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../src/cli/demo-world.ts';
import { codeIn, personOf, startServer, type Running } from '#tests/support/server.ts';
import { eventually } from '#tests/support/world.ts';

/** The whole product with a real mail server on loopback, behind one proxy that appends the caller's address. */
const received: ParsedMail[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, _session, done) => void simpleParser(stream).then((mail) => (received.push(mail), done()), done),
});
let server: Running;
beforeAll(async () => {
  const port = await new Promise<number>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve((smtp.server.address() as { port: number }).port)));
  server = await startServer({ env: { SMTP_URL: `smtp://127.0.0.1:${port}`, TRUSTED_PROXIES: '1' } });
});
afterAll(async () => {
  await server?.stop();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});

const NEW = 'Kawa-no-Hotori-88';
let browsers = 0;
/** A browser without scripts, with cookies of its own, at an address of its own. */
function browser(headers: Record<string, string> = {}) {
  browsers += 1;
  const own = `198.51.100.${browsers}`;
  const jar = new Map<string, string>();
  const send = async (method: 'GET' | 'POST', path: string, body?: Record<string, string> | URLSearchParams) => {
    const response = await fetch(server.portal + path, {
      method,
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        origin: server.portal,
        'user-agent': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
        'x-forwarded-for': `10.0.0.1, ${own}`,
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers,
      },
      ...(body ? { body: body instanceof URLSearchParams ? body : new URLSearchParams(body) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(cookie)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return { status: response.status, location: response.headers.get('location') ?? '', text: await response.text() };
  };
  return {
    get: (path: string) => send('GET', path),
    post: (path: string, body: Record<string, string> | URLSearchParams) => send('POST', path, body),
    jar,
    address: own,
  };
}
const mailTo = (address: string, fits: (mail: ParsedMail) => boolean, after: number) =>
  eventually(`a mail to ${address}`, () =>
    received.slice(after).find((mail) => (Array.isArray(mail.to) ? mail.to[0] : mail.to)?.value[0]?.address === address && fits(mail)),
  );
const linkIn = (mail: ParsedMail) => /(http\S+)\/password\/reset\/(\S+)/.exec(mail.text ?? '');

async function signIn(key: string, password = DEMO_PASSWORD, at = browser()) {
  const { userId, mail } = personOf(key);
  const before = received.length;
  await at.post('/sign-in', { userId, password });
  await at.post('/sign-in/code?/choose', { factor: 'mail' });
  const code = codeIn(await mailTo(mail, (letter) => codeIn(letter) !== '', before));
  return { at, code, answer: await at.post('/sign-in/code?/confirm', { factor: 'mail', code }) };
}

describe('over the wire', () => {
  it('a code that a mail server delivered signs in, from the fixed sender, and its history knows the real address [G-2.5-1, G-4.2-5, D-20]', async () => {
    const { at, answer } = await signIn('sample01');
    expect([answer.status, answer.location]).toEqual([303, '/']);
    expect(received.at(-1)?.from?.value[0]).toEqual({ name: 'セキュリティアドバイザリーセンター', address: 'sac@portal.example' });
    const history = await at.get('/account/sign-ins');
    expect(history.text).toContain(at.address);
    expect(history.text).toContain('Chrome 142');
    expect(history.text).not.toContain('10.0.0.1');
  });

  it('a first password is set from the mailed link alone, whose address is the configured one whatever a request claims [G-5.2-2, G-5.2-3, D-5]', async () => {
    const { userId, mail } = personOf('sample02');
    const evil = browser({ host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example', 'x-forwarded-proto': 'gopher' });
    const before = received.length;
    expect((await evil.post('/password/forgot?/identify', { userId })).text).toContain('name="mail"');
    const done = await evil.post('/password/forgot?/verify', { userId, mail });
    expect(done.text).toContain('完了');
    const letter = await mailTo(mail, (one) => linkIn(one) !== null, before);
    const [, origin, token] = linkIn(letter) ?? [];
    expect(origin).toBe(server.portal);
    const at = browser();
    expect((await at.get(`/password/reset/${token}`)).text).toContain('アカウントはロックされていません');
    const weak = await at.post(`/password/reset/${token}`, { newPassword: 'aaaaaaaaaaaa', newPasswordAgain: 'aaaaaaaaaaaa' });
    expect(weak.status).toBe(422);
    expect((await at.post(`/password/reset/${token}`, { newPassword: NEW, newPasswordAgain: `${NEW}x` })).status).toBe(422);
    const set = await at.post(`/password/reset/${token}`, { newPassword: NEW, newPasswordAgain: NEW });
    expect([set.status, set.location]).toEqual([303, '/sign-in?set=1']);
    expect([...at.jar.keys()].filter((name) => name.includes('session'))).toEqual([]);
    expect((await at.post(`/password/reset/${token}`, { newPassword: NEW, newPasswordAgain: NEW })).status).toBe(404);
    expect((await signIn('sample02', NEW)).answer.location).toBe('/');
  });

  it('steps that are skipped, repeated or swapped between browsers lead back to the beginning [D-2]', async () => {
    for (const path of ['/sign-in/code', '/sign-in/pair']) expect((await browser().get(path)).location).toBe('/sign-in?ended=1');
    expect((await browser().post('/sign-in/code?/confirm', { factor: 'mail', code: '123456' })).location).toBe('/sign-in?ended=1');
    expect((await browser().post('/sign-in/pair', { code: '123456' })).location).toBe('/sign-in?ended=1');
    const { code, at } = await signIn('sample04');
    const other = browser();
    await other.post('/sign-in', { userId: personOf('sample04').userId, password: DEMO_PASSWORD });
    await other.post('/sign-in/code?/choose', { factor: 'mail' });
    expect((await other.post('/sign-in/code?/confirm', { factor: 'mail', code })).status).toBe(422);
    expect((await at.post('/sign-in/code?/confirm', { factor: 'mail', code })).location).toBe('/sign-in?ended=1');
    expect((await other.post('/sign-in/code?/confirm', { factor: 'app', code: '123456' })).status).toBe(422);
    expect((await other.post('/sign-in/code?/choose', { factor: 'nothing' })).status).toBe(422);
  });

  it('answers alike whatever is typed as user ID, address or password, however long [D-4, D-5]', async () => {
    const at = browser();
    const odd = ['x'.repeat(41), 'ｓａｍｐｌｅ９９', "' or 1=1 --", '\u0000', 'a\u0000b', 'sаmple01@sample.example.cs'];
    for (const userId of odd) {
      const answer = await at.post('/sign-in', { userId, password: 'x' });
      expect([userId, answer.status, answer.text.includes('ログインできませんでした')]).toEqual([userId, 401, true]);
      expect((await at.post('/password/forgot?/verify', { userId, mail: 'a@example.com' })).text).toContain('完了');
    }
    const huge = await at.post('/sign-in', { userId: personOf('sample01').userId, password: 'x'.repeat(900_000) });
    expect([401, 422]).toContain(huge.status);
    expect((await at.post('/sign-in', { userId: 'x', password: 'x'.repeat(1_100_000) })).status).toBe(413);
    const list = new URLSearchParams([
      ['userId', personOf('sample01').userId],
      ['mail', personOf('sample01').mail],
      ['mail', 'evil@example.com'],
    ]);
    const before = received.length;
    await at.post('/password/forgot?/verify', list);
    const letter = await mailTo(personOf('sample01').mail, (one) => linkIn(one) !== null, before);
    expect((Array.isArray(letter.to) ? letter.to[0] : letter.to)?.value).toHaveLength(1);
    expect((await at.post('/password/forgot?/verify', { userId: 'x', mail: 'a@example.com\r\nBcc: evil@example.com' })).status).toBe(422);
  });

  it('counts by the address that the proxy saw, not by one that the caller claims [D-4]', async () => {
    for (let n = 0; n < 61; n += 1)
      await fetch(`${server.portal}/sign-in`, {
        method: 'POST',
        body: new URLSearchParams({ userId: `guess${n}`, password: 'x' }),
        headers: { origin: server.portal, accept: 'text/html', 'x-forwarded-for': `192.0.2.${n}, 203.0.113.200`, 'x-real-ip': `192.0.2.${n}` },
        redirect: 'manual',
      });
    const spoofed = browser({ 'x-forwarded-for': '192.0.2.99, 203.0.113.200' });
    expect((await spoofed.post('/sign-in', { userId: personOf('sample05').userId, password: DEMO_PASSWORD })).status).toBe(429);
    expect((await browser().post('/sign-in', { userId: personOf('sample05').userId, password: DEMO_PASSWORD })).location).toBe('/sign-in/code');
  });

  it("ends a disabled user's page, file and keep-alive at the next request [D-11]", async () => {
    const { at } = await signIn('a-contact');
    const { at: administrator } = await signIn('a-administrator');
    const number = /CS\d{7}/.exec((await at.get('/cases')).text)?.[0];
    const stream = await fetch(`${server.portal}/cases/${number}/events`, {
      headers: { cookie: [...at.jar].map(([name, value]) => `${name}=${value}`).join('; '), accept: 'text/event-stream' },
    });
    expect(stream.status).toBe(200);
    const heard = stream.text();
    const list = await administrator.get('/account/contacts?q=kokyaku');
    const id = /\/account\/contacts\/([0-9a-f-]{36})/.exec(list.text)?.[1];
    expect((await administrator.post(`/account/contacts/${id}?/disable`, {})).status).toBe(303);
    expect(await heard).toContain('event: ended');
    for (const path of ['/', '/cases', `/cases/${number}`, '/profile']) expect((await at.get(path)).location).toMatch(/^\/sign-in/);
    expect((await at.post('/session', {})).location).toBe('/sign-in?ended=1');
  });
});

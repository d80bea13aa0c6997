import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type pg from 'pg';
import { newId } from '#kernel/ids.ts';

/** What one look at a search answered, without what differs at every look, and how long looks took. */
type Look = { answer: string; p50: number; p95: number };
export type Interference = { typed: string; isSame: boolean; before: Look; after: Look };

const FOREIGN = 100_000;
const LOOKS = 200;
/** One that stands in many cases of everybody, and one that nobody has written yet. */
const TYPED = ['監視', '鯖鰯'];

/**
 * Searches as a reader of a small account, lets other accounts write a hundred thousand texts that hold the words, and searches again:
 * nothing of the answer may differ, and its time no more than noise.
 */
export async function measureInterference(owner: pg.Pool, port: number): Promise<Interference[]> {
  const cookie = await openSmallSession(owner);
  const look = async () => new Map(await Promise.all(TYPED.map(async (typed) => [typed, await lookAt(port, cookie, typed)] as const)));
  await look();
  const before = await look();
  await owner.query(
    `insert into case_texts (source_id, account_id, contract_id, case_id, kind, audience, folded)
     select gen_random_uuid(), account_id, contract_id, id, 'comment', 'customer', $1 from cases
     where account_id <> (select account_id from users where user_id = 'bench3-1') limit ${FOREIGN}`,
    [TYPED.join(' ')],
  );
  try {
    const after = await look();
    return TYPED.map((typed) => {
      const [first, second] = [before.get(typed) as Look, after.get(typed) as Look];
      return { typed, isSame: first.answer === second.answer, before: first, after: second };
    });
  } finally {
    await owner.query('delete from case_texts where folded = $1', [TYPED.join(' ')]);
  }
}

async function openSmallSession(owner: pg.Pool): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await owner.query(
    `insert into user_sessions (id, account_id, reader_id, token_hash, created_at, seen_at, expires_at)
     select $1, account_id, id, $2, now(), now(), now() + interval '12 hours' from users where user_id = 'bench3-1'`,
    [newId(), createHash('sha256').update(token).digest()],
  );
  return `__Host-portal-session=${token}`;
}

async function lookAt(port: number, cookie: string, typed: string): Promise<Look> {
  const times: number[] = [];
  let answer = '';
  for (let n = 0; n < LOOKS; n += 1) {
    const started = performance.now();
    answer = await get(port, `/cases?q=${encodeURIComponent(typed)}`, cookie);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  // The time of the look and the page's one-time key differ at every look.
  const settled = answer.replace(/nonce="[^"]*"|now:"[^"]*"|endsAt:"[^"]*"|__sveltekit_\w+/g, '');
  return { answer: settled, p50: times[LOOKS / 2] ?? Number.NaN, p95: times[Math.floor(LOOKS * 0.95)] ?? Number.NaN };
}

function get(port: number, path: string, cookie: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { accept: 'text/html', cookie } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        response.statusCode === 200 ? resolve(Buffer.concat(parts).toString('utf8')) : reject(new Error(`${path} answered ${response.statusCode}`)),
      );
    })
      .on('error', reject)
      .end();
  });
}

import { describe, expect, it } from 'vitest';
import { Typesetter } from './typesetter.ts';

const LONG = '#for n in range(200000) { let x = calc.pow(n, 2) }\nfinished';

describe('the typesetter', () => {
  it('gives a template its data as values, never as markup', async () => {
    const typesetter = new Typesetter();
    const pdf = await typesetter.typeset('#assert(data.text == "#panic()")\n#data.text', { text: '#panic()' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await typesetter.close();
  });

  it('tells in words why a template fails, and goes on with the next', async () => {
    const typesetter = new Typesetter();
    const jobs = [typesetter.typeset('#panic("no")', {}), typesetter.typeset('#read("/etc/passwd")', {}), typesetter.typeset('fine', {})];
    const ends = await Promise.allSettled(jobs);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    await expect(jobs[0]).rejects.toThrow('panicked with: "no"');
    await expect(jobs[1]).rejects.toThrow('file not found');
    await typesetter.close();
  });

  it('starts a new thread after its thread ended: the job in it fails, the waiting one is done', async () => {
    const typesetter = new Typesetter();
    await typesetter.typeset('first', {});
    const jobs = [typesetter.typeset(LONG, {}), typesetter.typeset('second', {})];
    void typesetter.close();
    const ends = await Promise.allSettled(jobs);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    await typesetter.close();
  });

  it('takes a few jobs in and refuses more, which would all wait in memory', async () => {
    const typesetter = new Typesetter();
    const ends = await Promise.allSettled(Array.from({ length: 20 }, () => typesetter.typeset('fine', {})));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(13);
    expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'pdfs_at_once' } });
    await typesetter.close();
  });

  it('leaves out a job that was given up before its turn', async () => {
    const typesetter = new Typesetter();
    const leaving = new AbortController();
    const jobs = [typesetter.typeset(LONG, {}), typesetter.typeset('given up', {}, leaving.signal), typesetter.typeset('last', {})];
    leaving.abort();
    const ends = await Promise.allSettled(jobs);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await typesetter.close();
  });
});

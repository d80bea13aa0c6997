import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { DEMO_PASSWORD } from '../../../src/cli/demo-world.ts';
import { codeIn, freshAppCode, hasCode, mailsOf, mailTo, personOf, startServer, type Running } from '../../support/server.ts';

/** The whole product, started once for all test files of a worker: tests keep to people and cases of their own. */
export const test = base.extend<{ unspentLimits: void }, { product: Running }>({
  product: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const product = await startServer();
      await use(product);
      await product.stop();
    },
    { scope: 'worker' },
  ],
  // One person signs in more often in a whole run than anybody does in an hour.
  unspentLimits: [
    async ({ product }, use) => {
      await asOwner(product, (owner) => owner.query('delete from throttles'));
      await use();
    },
    { auto: true },
  ],
});

export { expect };

/** Arranges, as the database's owner, what a test is not about. */
export async function asOwner<T>(product: Running, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const passwords = JSON.parse(readFileSync(join(product.dataDir, 'postgres/role-passwords.json'), 'utf8')) as { owner: string };
  const port = readFileSync(join(product.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[3];
  const owner = new pg.Client({ connectionString: `postgres://madoguchi_owner:${passwords.owner}@127.0.0.1:${port}/madoguchi` });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
}

/** A browser of a demo person's own, signed in the way they do it (G-4.2). */
export async function signIn(browser: Browser, product: Running, key: string, options: BrowserContextOptions = {}): Promise<Page> {
  const { userId, mail, isOperator } = personOf(key);
  const page = await (await browser.newContext(options)).newPage();
  const before = (await mailsOf(product.dataDir)).length;
  await page.goto(isOperator ? `${product.console}/console` : product.portal);
  await page.getByLabel('ユーザーID').fill(userId);
  await page.getByLabel('パスワード').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await page.getByRole('radio', { name: isOperator ? '認証アプリから検証コードを取得' : '以下に送信された検証コードを取得' }).check();
  await page.getByRole('button', { name: '次へ' }).click();
  const code = isOperator ? await freshAppCode(product.dataDir, userId) : codeIn(await mailTo(product.dataDir, mail, hasCode, before));
  await page.getByRole('textbox', { name: '検証コード' }).fill(code);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await page.waitForURL((url) => !url.pathname.includes('sign-in'));
  return page;
}

/** No accessibility fault that axe can find, and nothing wider than the screen. */
export async function expectSound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}

import { chromium, expect, type Browser, type Locator, type Page } from '@playwright/test';
import type { Language } from '#kernel/actor.ts';
import browserSettings from '../playwright.config.ts';
import { DEMO_PASSWORD } from '../src/cli/demo-world.ts';
import { codeIn, freshAppCode, hasCode, mailsOf, mailTo, personOf, startServer, type Running } from '../tests/support/server.ts';
import { wordOf, type Word } from './words.ts';

const WINDOW = { width: 1280, height: 860 };
export const SCALE = 1.5;

/** Who shows the guide: one person of the demo world for each part. The operator is one who reads the guide's language. */
const cast = {
  contact: { ja: 'sample01', en: 'sample01' },
  colleague: { ja: 'sample02', en: 'sample02' },
  administrator: { ja: 'sample03', en: 'sample03' },
  operator: { ja: 'op01', en: 'op03' },
} as const;
export type Part = keyof typeof cast;

type Role = Parameters<Page['getByRole']>[0];

/** The product running on a demo world of its own, and a browser in which the guide's people use it in one language. */
export class Stage {
  readonly language: Language;
  readonly product: Running;
  readonly #browser: Browser;
  readonly #pages = new Map<Part, Page>();
  #page: Page | undefined;
  /** What one chapter leaves for the next, such as the number of the case that it made. */
  readonly notes = new Map<string, string>();

  private constructor(language: Language, product: Running, browser: Browser) {
    [this.language, this.product, this.#browser] = [language, product, browser];
  }

  static async open(language: Language, ports: { portal?: number; console?: number } = {}): Promise<Stage> {
    const product = await startServer({
      ...(ports.portal === undefined ? {} : { portalPort: ports.portal }),
      ...(ports.console === undefined ? {} : { consolePort: ports.console }),
    });
    const browser = await chromium.launch(browserSettings.use?.launchOptions ?? {});
    return new Stage(language, product, browser);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.product.stop();
  }

  /** The page on which the story goes on. */
  get page(): Page {
    if (!this.#page) throw new Error('Nobody is on the stage yet: begin with visitor() or as().');
    return this.#page;
  }

  get main(): Locator {
    return this.page.getByRole('main');
  }

  /** What stands in the middle of the pages before sign-in. */
  get card(): Locator[] {
    return [this.page.locator('main > .brand'), this.page.locator('main > section').last()];
  }

  get banner(): Locator {
    return this.page.getByRole('banner');
  }

  readonly word = (name: Word, values?: Record<string, unknown>): string => wordOf(name, this.language, values);

  /** One of two texts, where the product has no word for it: what people of the demo world wrote. */
  readonly say = (ja: string, en: string): string => (this.language === 'ja' ? ja : en);

  button(name: Word, within: Locator | Page = this.page): Locator {
    return within.getByRole('button', { name: this.word(name), exact: true });
  }

  link(name: Word, within: Locator | Page = this.page): Locator {
    return within.getByRole('link', { name: this.word(name) });
  }

  field(name: Word, role: Role = 'textbox'): Locator {
    return this.page.getByRole(role, { name: this.word(name), exact: true });
  }

  /** Types into a field that becomes an editor once it is entered. */
  async write(name: Word, words: string): Promise<void> {
    // Its name may also say that it is required.
    const field = this.page.getByRole('textbox', { name: this.word(name) }).first();
    await field.click();
    await this.page.locator('[contenteditable=true]').first().waitFor();
    await field.click();
    await this.page.keyboard.type(words);
  }

  region(name: Word): Locator {
    return this.page.getByRole('region', { name: this.word(name) });
  }

  person(part: Part): ReturnType<typeof personOf> {
    return personOf(cast[part][this.language]);
  }

  /** Somebody who has not signed in, in a browser of their own. */
  async visitor(path = '/'): Promise<Page> {
    this.#page = await this.#newPage();
    await this.page.goto(this.product.portal + path);
    return this.page;
  }

  /** Goes on as this person, who signs in the first time; `path` is opened in the portal or, for the operator, in the console. */
  async as(part: Part, path?: string): Promise<Page> {
    const page = this.#pages.get(part) ?? (await this.#enter(part));
    this.#pages.set(part, page);
    this.#page = page;
    await page.setViewportSize(WINDOW);
    const { isOperator } = this.person(part);
    if (path !== undefined) await page.goto((isOperator ? this.product.console : this.product.portal) + path);
    return page;
  }

  /** Who signed out, or whose password changed, signs in again the next time. */
  forget(part: Part): void {
    this.#pages.delete(part);
  }

  /** User ID and password on the sign-in page that is open. */
  async givePassword(userId: string, password = DEMO_PASSWORD): Promise<void> {
    await this.field('sign_in_user_id').fill(userId);
    await this.page.locator('#password').fill(password);
    await this.button('sign_in_submit').click();
    await this.page.getByRole('radio').first().waitFor();
  }

  /** The code that was mailed after `before` mails, once it arrived. */
  async mailedCode(mail: string, before: number): Promise<string> {
    return codeIn(await mailTo(this.product.dataDir, mail, hasCode, before));
  }

  async countMails(): Promise<number> {
    return (await mailsOf(this.product.dataDir)).length;
  }

  /** An address in the newest mail to somebody that has one of this shape. */
  async mailedLink(mail: string, shape: RegExp, after = 0): Promise<string> {
    const letter = await mailTo(this.product.dataDir, mail, (one) => shape.test(one.text ?? ''), after);
    return shape.exec(letter.text ?? '')?.[0] ?? '';
  }

  /** What must be on the screen for the words of the guide to be true. */
  async shows(...expected: readonly Locator[]): Promise<void> {
    for (const one of expected) await expect(one.first()).toBeVisible();
  }

  async #enter(part: Part): Promise<Page> {
    const { userId, mail, isOperator } = this.person(part);
    const page = await this.visitor();
    if (isOperator) await page.goto(`${this.product.console}/console`);
    await this.givePassword(userId);
    const before = await this.countMails();
    await page.getByRole('radio', { name: this.word(isOperator ? 'code_choice_app' : 'code_choice_mail') }).check();
    await this.button('code_choice_next').click();
    const code = isOperator ? await freshAppCode(this.product.dataDir, userId) : await this.mailedCode(mail, before);
    await this.field('code_label').fill(code);
    await this.button('code_submit').click();
    await page.waitForURL((url) => !url.pathname.includes('sign-in'));
    if (this.language === 'en' && !isOperator) {
      await page.getByRole('button', { name: 'English' }).click();
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    }
    return page;
  }

  async #newPage(): Promise<Page> {
    const context = await this.#browser.newContext({
      locale: this.language === 'ja' ? 'ja-JP' : 'en-US',
      timezoneId: 'Asia/Tokyo',
      viewport: WINDOW,
      deviceScaleFactor: SCALE,
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(15_000);
    return context.newPage();
  }
}

import { existsSync, mkdirSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Pictures for the docs are made only where a folder for them is named. */
const SCREENSHOTS = process.env.COSELL_SCREENSHOTS;

/** Opens the browser of the machine. Throws where there is none: a run without it has tested nothing. */
export function openBrowser(): Promise<Browser> {
  const path = process.env.COSELL_CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (!path) {
    throw new Error(
      'The end-to-end tests need Chromium: apt-get install chromium, or name one by COSELL_CHROMIUM.',
    );
  }
  // With each letter drawn alike and without coloured edges, the pictures for the docs are smaller. Root may not use the browser's own sandbox, and a continuous integration often is root.
  return chromium.launch({
    executablePath: path,
    args: [
      '--disable-lcd-text',
      '--disable-font-subpixel-positioning',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}

/** The page as one person at a time uses it. */
export interface Desk {
  readonly page: Page;
  /** Errors of the page: what it threw, what it wrote to the console, what the server refused it. */
  readonly errors: string[];
  become(name: string): Promise<void>;
  enter(place: string): Promise<void>;
  /** Writes in the room and waits until the assistant has answered; gives the words of its newest message. */
  ask(text: string): Promise<string>;
  newest(): Promise<string>;
  /** What axe calls serious or critical. */
  findAccessibilityFaults(): Promise<string[]>;
  picture(name: string): Promise<void>;
}

const WIDE = { width: 980, height: 520 };

/** Opens the playground in a window of its own. */
export async function openDesk(
  browser: Browser,
  address: string,
  look: { viewport?: { width: number; height: number }; colorScheme?: 'light' | 'dark' } = {},
): Promise<Desk> {
  const page = await browser.newPage({ viewport: WIDE, reducedMotion: 'reduce', ...look });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('dialog', (dialog) => {
    errors.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text());
  });
  await page.goto(address);
  await page.locator('#places li').first().waitFor();
  const answers = page.locator('.message.bot');
  const newest = async () => (await answers.last().textContent()) ?? '';
  return {
    page,
    errors,
    newest,
    async become(name) {
      const label = (await page.locator('#person option').allInnerTexts()).find((one) =>
        one.startsWith(name),
      );
      if (!label) throw new Error(`The page offers no ${name}.`);
      const [id] = await page.selectOption('#person', { label });
      await page.locator(`body[data-person="${id}"]`).waitFor();
    },
    async enter(place) {
      await page.getByRole('navigation').getByRole('button', { name: place }).first().click();
      await page.locator('#place-name', { hasText: place }).waitFor();
    },
    async ask(text) {
      const before = await page.locator('#log').textContent();
      await page.fill('#text', text);
      await page.press('#text', 'Enter');
      await page.waitForFunction(
        (was) => {
          const log = document.querySelector('#log');
          const roots = [...(log?.querySelectorAll('.message.root.person') ?? [])];
          const last = log?.querySelector('.message:last-of-type');
          return (
            roots.length > 0 &&
            log?.textContent !== was &&
            last?.matches('.bot') &&
            !log?.querySelector('.working')
          );
        },
        before,
        { timeout: 30_000 },
      );
      return newest();
    },
    async findAccessibilityFaults() {
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate('axe.run(document)')) as axe.AxeResults;
      return violations
        .filter((one) => one.impact === 'serious' || one.impact === 'critical')
        .map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`);
    },
    async picture(name) {
      if (!SCREENSHOTS) return;
      mkdirSync(SCREENSHOTS, { recursive: true });
      await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, animations: 'disabled', caret: 'hide' });
    },
  };
}

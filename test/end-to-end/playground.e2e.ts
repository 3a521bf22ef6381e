import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, openBrowser, openDesk } from './browser.ts';
import { type Program, startProgram } from './program.ts';

const REP = 'Chloe Gallagher';
const MANAGER = 'Elif Okafor';
const PARTNER = 'Katarzyna Brennan';
const OTHER_PARTNER = 'Zoe Laurent';
const CHART = 'Show me a chart of sourced and influenced revenue this year by quarter';
const WHO = 'Who should we bring into the Globex deal?';

let browser: Browser;
let program: Program;
let desk: Desk;

beforeAll(async () => {
  browser = await openBrowser();
  program = await startProgram();
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});
beforeEach(async () => {
  desk = await openDesk(browser, program.address);
});
afterEach(async () => {
  expect(desk.errors).toEqual([]);
  expect(await desk.page.locator('[data-fault]').allInnerTexts()).toEqual([]);
  expect(await desk.findAccessibilityFaults()).toEqual([]);
  await desk.page.close();
});

describe('the page that npm start prints the address of', () => {
  test('shows a rep the ranking with reasons, a prepared step, and how it came about', async () => {
    await desk.become(REP);
    await desk.enter('Direct message');
    const answer = await desk.ask(WHO);
    expect(answer).toContain('Borealis Partners');
    expect(answer).toMatch(/lift \+\d+ points/);
    expect(await desk.page.locator('aside').textContent()).toContain('recommend_partners');
    await desk.picture('recommendation');
    await desk.page.getByRole('button', { name: 'Confirm' }).click();
    await desk.page.getByText(`Confirmed by ${REP}`).waitFor();
  });

  test('takes a partner’s registration, and tells the manager of the conflict that it meets', async () => {
    await desk.become(PARTNER);
    await desk.enter('#shared-borealis');
    expect(await desk.ask('Register Globex for 60,000 USD, Platform.')).toContain('Prepared');
    await desk.picture('registration');
    await desk.page.getByRole('button', { name: 'Confirm' }).click();
    await desk.page.getByText(`Confirmed by ${PARTNER}`).waitFor();
    const id = /REG-[A-Z0-9]+/.exec(await desk.newest())?.[0];

    await desk.become(MANAGER);
    await desk.enter('Direct message');
    const conflicts = await desk.ask('Any conflicts with the Borealis registration of Globex?');
    expect(conflicts).toContain('We have an open opportunity of our own');
    expect(conflicts).toContain(id);
    await desk.picture('conflict');
  });

  test('lets a manager decide by button, and the partner read the outcome', async () => {
    await desk.become(MANAGER);
    await desk.enter('Direct message');
    await desk.ask('Reject REG-1002: it is under the least amount');
    await desk.picture('decision');
    await desk.page.getByRole('button', { name: 'Confirm' }).click();
    await desk.page.getByText(`Confirmed by ${MANAGER}`).waitFor();

    await desk.become(PARTNER);
    await desk.enter('#shared-borealis');
    expect(await desk.ask('How does REG-1002 stand?')).toMatch(/rejected/i);
  });

  test('gives the shared room the safe answer, and the rep the full one in private', async () => {
    await desk.become(REP);
    await desk.enter('#shared-borealis-kestrel');
    const safe = await desk.ask(WHO);
    expect(safe).not.toMatch(/lift \+\d+ points/);
    await desk.page.getByRole('button', { name: 'Send me the full answer' }).waitFor();
    await desk.picture('shared-channel');

    await desk.become(OTHER_PARTNER);
    await desk.page.locator('#log', { hasText: WHO }).waitFor();
    expect(await desk.page.getByRole('button', { name: 'Send me the full answer' }).count()).toBe(0);
    expect(await desk.page.locator('#log').textContent()).not.toMatch(/lift \+\d+ points/);

    await desk.become(REP);
    await desk.page.getByRole('button', { name: 'Send me the full answer' }).click();
    await desk.enter('Direct message');
    await desk.page
      .locator('#log', { hasText: 'You asked' })
      .getByText(/lift \+\d+ points/)
      .first()
      .waitFor();
  });

  test('draws a chart under the figures, with its numbers as its words', async () => {
    await desk.become(MANAGER);
    await desk.enter('Direct message');
    await desk.ask(CHART);
    const chart = desk.page.locator('figure img').first();
    await chart.scrollIntoViewIfNeeded();
    await desk.page.waitForFunction(() => {
      const image = document.querySelector<HTMLImageElement>('figure img');
      return image?.complete && image.naturalWidth > 100;
    });
    expect(await chart.getAttribute('alt')).toMatch(/Sourced: \$\d/);
    await desk.picture('chart');
  });

  test('shows each person a Home tab of their own', async () => {
    await desk.become(REP);
    await desk.enter('Home');
    await desk.page.locator('#home h3').first().waitFor();
    const forRep = await desk.page.locator('#home').textContent();
    await desk.become(PARTNER);
    await desk.page.waitForFunction((was) => {
      const home = document.querySelector('#home');
      return home?.querySelector('h3') && home.textContent !== was;
    }, forRep);
    expect(await desk.page.locator('#home').textContent()).not.toBe(forRep);
  });
});

describe('what people write on the page', () => {
  test('is shown as they wrote it and never becomes a part of the page', async () => {
    const hostile = [
      '<img src=x onerror=alert(1)>',
      '<script>alert(2)</script>',
      '"><svg onload=alert(3)>',
      '<https://example.com|click> <!channel> <@U0COSELL>',
      '[x](javascript:alert(4)) &lt;b&gt; {{7*7}}',
    ].join(' ');
    await desk.become(PARTNER);
    await desk.enter('#shared-borealis');
    await desk.ask(`Register ${hostile} for 10,000 USD, Platform.`);
    await desk.ask(`@Cosell ${hostile}`);
    const log = desk.page.locator('#log');
    expect(await log.textContent()).toContain(hostile);
    expect(await log.locator('script, svg, iframe, [onerror], [onload], a[href^="javascript"]').count()).toBe(
      0,
    );
    expect(
      await log.locator('img').evaluateAll((images) => images.map((one) => one.getAttribute('src'))),
    ).toEqual([]);
  });

  test('is written, sent and read by keyboard alone', async () => {
    const { page } = desk;
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'text');
    await page.keyboard.type('How long is a registration protected?');
    await page.keyboard.press('Enter');
    await page.locator('.message.bot', { hasText: 'days' }).first().waitFor();
  });
});

describe('the page on other screens', () => {
  test('fits a phone, in the dark', async () => {
    await desk.page.close();
    desk = await openDesk(browser, program.address, {
      viewport: { width: 375, height: 720 },
      colorScheme: 'dark',
    });
    await desk.become(REP);
    await desk.enter('Direct message');
    await desk.ask('How long is a registration protected, and can it be extended?');
    const [wide, shown] = await desk.page.evaluate(() => [
      document.documentElement.scrollWidth,
      window.innerWidth,
    ]);
    expect(wide).toBeLessThanOrEqual(shown ?? 0);
    await desk.picture('phone');
  });
});

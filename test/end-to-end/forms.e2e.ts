import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, openBrowser, openDesk } from './browser.ts';
import { type Program, startProgram } from './program.ts';

const REP = 'Chloe Gallagher';
const MANAGER = 'Elif Okafor';
const PARTNER = 'Katarzyna Brennan';

let browser: Browser;
let program: Program;
let desk: Desk;
/** The registration that the partner submits and the manager decides on. */
let registration = '';

beforeAll(async () => {
  browser = await openBrowser();
  program = await startProgram();
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});
beforeEach(async () => {
  desk = await openDesk(browser, program.address, { viewport: { width: 980, height: 760 } });
});
afterEach(async () => {
  expect(desk.errors).toEqual([]);
  expect(await desk.page.locator('[data-fault]').allInnerTexts()).toEqual([]);
  expect(await desk.findAccessibilityFaults()).toEqual([]);
  await desk.page.close();
});

async function openHome(name: string): Promise<Locator> {
  await desk.become(name);
  await desk.enter('Home');
  const home = desk.page.locator('#home');
  await home.getByText(`Hello ${name}`).waitFor();
  return home;
}

describe('the Home tab', () => {
  test('of a rep lists open deals without a partner, and leads on to who could help', async () => {
    const home = await openHome(REP);
    await home.getByText('My open deals without a partner').waitFor();
    await desk.picture('home');
    const before = await home.getByRole('button', { name: 'Who helps?' }).count();
    expect(before).toBeGreaterThan(0);
    await home.getByRole('button', { name: 'Who helps?' }).first().click();
    await desk.enter('Direct message');
    await desk.page.locator('#log', { hasText: 'You asked: Who should we bring into' }).waitFor();
    await desk.page.locator('.message.bot', { hasText: 'Good answer' }).first().waitFor();
  });

  test('of a manager lists what is to be decided, and of a partner their own standing', async () => {
    const home = await openHome(MANAGER);
    for (const title of ['Decisions due', 'Matches to review', 'What the playbook could not answer'])
      await home.getByText(title).first().waitFor();
    expect(await home.getByRole('button', { name: 'Decide' }).count()).toBeGreaterThan(0);
    await desk.picture('home-manager');
    const own = await openHome(PARTNER);
    for (const title of ['My registrations', 'Deadlines', 'Certificates', 'What you can see'])
      await own.getByText(title).first().waitFor();
  });
});

describe('a form', () => {
  test('takes a partner’s registration: what stands in the way as it is typed, faults at the field', async () => {
    const home = await openHome(PARTNER);
    await home.getByRole('button', { name: 'Register a deal' }).click();
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByLabel('Account').pressSequentially('Globex');
    await dialog.getByText('What stands in the way').waitFor();
    await dialog.getByText('This says only what your own rows show').waitFor();
    expect(await dialog.getByLabel('Account').inputValue()).toBe('Globex');
    await dialog.getByLabel('Its web domain').fill('no domain');
    await dialog.getByLabel('Product').selectOption({ label: 'Platform' });
    await dialog.getByLabel('Amount').fill('60000');
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByRole('alert').textContent()).toBe('Write the domain alone, such as globex.com.');
    expect(await dialog.getByLabel('Amount').inputValue()).toBe('60000');
    expect(await desk.findAccessibilityFaults()).toEqual([]);
    await desk.picture('form');
    await dialog.getByLabel('Its web domain').fill('globex.com');
    await dialog.getByRole('button', { name: 'Submit' }).click();
    const outcome = dialog.getByText(/Submitted as /);
    await outcome.waitFor();
    registration = /REG-[A-Z0-9]+/.exec((await outcome.textContent()) ?? '')?.[0] ?? '';
    expect(registration).not.toBe('');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await home.getByText(registration).first().waitFor();
  });

  test('takes a manager’s decision, with advice, conflicts and a reason that is asked for', async () => {
    await desk.become(MANAGER);
    await desk.enter('Direct message');
    await desk.page.fill('#text', `/cosell decide ${registration}`);
    await desk.page.press('#text', 'Enter');
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByText('My advice is').waitFor();
    await dialog.getByText('We have an open opportunity of our own').first().waitFor();
    await desk.picture('form-decision');
    await dialog.getByLabel('Ask the partner for more').check();
    await dialog.getByLabel('In your words').fill('');
    await dialog.getByRole('button', { name: 'Decide' }).click();
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByRole('alert').textContent()).toBe('Write what you ask the partner.');
    await dialog.getByLabel('In your words').fill('Who decides at Globex, and by when?');
    await dialog.getByRole('button', { name: 'Decide' }).click();
    await dialog.getByText(`${registration} is returned`).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();

    const home = await openHome(PARTNER);
    await home.getByText('your answer to a question is awaited').waitFor();
  });

  test('checks the deal in a message, for the viewer alone', async () => {
    await desk.become(REP);
    await desk.enter('#co-sell');
    await desk.page.locator('#mention').uncheck();
    await desk.page.fill('#text', 'Good call, Globex is ready to sign!');
    await desk.page.press('#text', 'Enter');
    await desk.page.locator('.message', { hasText: 'ready to sign' }).waitFor();
    await desk.page.getByRole('button', { name: 'Check this deal' }).last().click();
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Who helps?' }).first().waitFor();
    expect(await desk.findAccessibilityFaults()).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await desk.become(MANAGER);
    await desk.page.locator('.message', { hasText: 'ready to sign' }).waitFor();
    expect(await desk.page.getByRole('dialog').count()).toBe(0);
  });

  test('keeps what a person wants to be told', async () => {
    const home = await openHome(REP);
    await home.getByRole('button', { name: 'What I tell you' }).click();
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByLabel('The week in numbers').uncheck();
    await dialog.getByLabel('Time zone').fill('Mars/Olympus');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Time zone').fill('Europe/Berlin');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('I keep quiet about 1 of').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/port.ts';
import { openTestDatabase } from '../setup/database.ts';
import { openStage, type Stage } from './stage.ts';

let database: Database;
let stage: Stage;
let rep: string;
let manager: string;
/** Two partners, the second of whom protects an account. */
let facts: {
  readonly asker: string;
  readonly askerId: string;
  readonly protector: string;
  readonly account: string;
  readonly product: string;
};
let partner: string;
/** Whether the partners can't be read, as where the database is away. */
let broken = false;
/** Whether they can't be read after a while either. */
let slow = false;

beforeAll(async () => {
  database = await openTestDatabase();
  stage = await openStage(database, {
    services: (services) => ({
      ...services,
      get partners() {
        if (broken) throw new Error('the database is away');
        return slow ? { ...services.partners, find: breakLater } : services.partners;
      },
    }),
  });
  rep = stage.findPerson({ title: 'rep' }).id;
  manager = stage.findPerson({ title: 'partner manager' }).id;
  const [held] = await stage.query(
    `select p.name as protector, a.name as account, r.product, q.name as asker, q.partner_id as "askerId"
     from protections h
     join registrations r on r.registration_id = h.registration_id
     join accounts a on a.account_id = h.account_id
     join partners p on p.partner_id = h.partner_id
     join partners q on q.partner_id <> h.partner_id and q.status = 'active' and r.product is not null
     where exists (select from partner_people e where e.partner_id = q.partner_id)
     order by h.registration_id, q.partner_id
     limit 1`,
  );
  facts = held as typeof facts;
  partner = stage.findPerson({ firm: facts.asker }).id;
});
afterAll(() => database.close());
afterEach(() => expect(stage.faults).toEqual([]));

/** Breaks when Slack has stopped waiting. */
async function breakLater(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  throw new Error('the database is away');
}

const shown = (userId: string) => JSON.stringify(stage.modal(userId));
const registered = () =>
  stage.query(`select registration_id as id, partner_id, account_name, status, amount_minor
    from registrations order by registration_id`);

describe('registering a deal by a form', () => {
  it('shows our people what stands in the way while the account is typed', async () => {
    await stage.openHome(rep);
    await stage.click(rep, 'open_form:register_deal');
    expect(shown(rep)).not.toContain('What stands in the way');
    await stage.type(rep, 'account', {
      partner: facts.askerId,
      account: facts.account,
      product: facts.product,
    });
    expect(shown(rep)).toContain('What stands in the way');
    expect(shown(rep)).toContain(facts.protector);
  });

  it('shows a partner’s person its own rows and nothing of the other partner’s', async () => {
    await stage.openHome(partner);
    await stage.click(partner, 'open_form:register_deal');
    await stage.type(partner, 'account', { account: facts.account, product: facts.product });
    expect(shown(partner)).toContain('This says only what your own rows show');
    expect(shown(partner)).not.toContain(facts.protector);
    // The account that another partner protects reads as one that nobody does.
    const words = shown(partner).replaceAll(facts.account, 'X');
    await stage.type(partner, 'account', { account: 'Unheard Of Ltd', product: facts.product });
    expect(shown(partner).replaceAll('Unheard Of Ltd', 'X')).toBe(words);
  });

  it('tells faults at their fields and loses nothing that was typed', async () => {
    const before = await registered();
    const typed = { account: 'Zenith Freight', domain: 'not a domain', country: 'D', amount: '-5' };
    expect(await stage.submit(partner, typed)).toEqual({
      domain: 'Write the domain alone, such as globex.com.',
      country: 'Two letters, such as DE.',
      amount: 'An amount of zero or more.',
    });
    expect(stage.modal(partner)?.callback_id).toBe('form:register_deal');
    expect(await registered()).toEqual(before);
  });

  it('stays as it is where the program fails, says so with an id, and can be sent again', async () => {
    const before = await registered();
    const typed = { account: 'Zenith Freight', product: facts.product, amount: '50000' };
    broken = true;
    await stage.openHome(rep);
    const brokenFaults = await stage.submit(rep, { ...typed, partner: facts.askerId });
    broken = false;
    expect(Object.values(brokenFaults)).toEqual([expect.stringMatching(/Something broke.*name the id/)]);
    expect(stage.modal(rep)?.callback_id).toBe('form:register_deal');
    expect(await registered()).toEqual(before);
    expect(await stage.submit(rep, { ...typed, partner: facts.askerId })).toEqual({});
    expect(shown(rep)).toMatch(/Submitted as /);
    expect((await registered()).length).toBe(before.length + 1);
  });

  it('that fails late is shown again with all that was typed', async () => {
    await stage.openHome(rep);
    stage.workspace.state.modals.delete(rep);
    await stage.click(rep, 'open_form:register_deal');
    slow = true;
    const typed = { account: 'Zenith Rail', domain: 'zenith.example', country: 'FR', amount: '1234.5' };
    const sent = stage.submit(rep, { ...typed, partner: facts.askerId, product: facts.product, kind: 'msp' });
    expect(await sent).toEqual({});
    expect(shown(rep)).toContain('I am at it');
    await expect.poll(() => shown(rep), { timeout: 10_000 }).toContain('Something broke on my side');
    slow = false;
    for (const words of [...Object.values(typed), facts.askerId, facts.product])
      expect(shown(rep)).toContain(`"${words}"`);
    expect(await stage.submit(rep, {})).toEqual({});
    expect(shown(rep)).toMatch(/Submitted as /);
    const [made] = (await registered()).filter((one) => one.account_name === 'Zenith Rail');
    expect(made).toMatchObject({ amount_minor: 123_450, partner_id: facts.askerId });
  });

  it('is submitted for the partner’s own firm, with a conflict that the manager sees and the partner does not', async () => {
    expect(
      await stage.submit(partner, { account: facts.account, product: facts.product, amount: '75000' }),
    ).toEqual({});
    expect(shown(partner)).toMatch(/Submitted as .*The partner manager decides next/);
    const [made] = (await registered()).filter(
      (one) => one.account_name === facts.account && one.amount_minor === 7_500_000,
    );
    expect(made).toMatchObject({ partner_id: facts.askerId, status: 'submitted' });
    expect(JSON.stringify(await stage.openHome(partner))).toContain(String(made?.id));

    await stage.openHome(manager);
    const position = await openDecision(String(made?.id));
    expect(position).toBeGreaterThanOrEqual(0);
    expect(shown(manager)).toContain(facts.protector);
    expect(shown(manager)).toContain('My advice is');

    expect(await stage.submit(manager, { decision: 'reject', reason_code: '' })).toEqual({
      reason_code: 'Choose the reason: the partner is told it.',
    });
    expect(await stage.submit(manager, { decision: 'return', reason: '' })).toEqual({
      reason: 'Write what you ask the partner.',
    });
    const refused = await stage.submit(manager, { decision: 'approve' });
    expect(Object.keys(refused)).toEqual(['decision']);
    expect(
      await stage.submit(manager, {
        decision: 'reject',
        reason_code: 'protected_for_other',
        reason: 'Late.',
      }),
    ).toEqual({});
    expect(shown(manager)).toContain(`${made?.id} is rejected`);
    const [after] = await stage.query(
      'select status, reason_code, reason from registrations where registration_id = $1',
      [made?.id],
    );
    expect(after).toEqual({ status: 'rejected', reason_code: 'protected_for_other', reason: 'Late.' });
  });

  it('is refused where somebody else’s hand is at it: a rep can’t have the form to decide', async () => {
    const [waiting] = await stage.query(
      `select registration_id as id from registrations where status = 'submitted' order by 1 limit 1`,
    );
    const before = await registered();
    await forge(rep, 'open_form:decide_registration', String(waiting?.id));
    if (stage.modal(rep)?.callback_id) {
      const faults = await stage.submit(rep, { decision: 'approve' });
      expect(Object.values(faults)).toEqual(['That is not a step that can be prepared here.']);
    }
    await forge(partner, 'open_form:decide_registration', String(waiting?.id));
    expect(stage.modal(partner)?.callback_id).toBeUndefined();
    expect(await registered()).toEqual(before);
  });
});

describe('asking for an introduction by a form', () => {
  it('shows the words before they are sent, and records the request once', async () => {
    const fields = await findIntro();
    await stage.openHome(rep);
    stage.workspace.state.modals.clear();
    await stage.click(rep, 'open_form:request_intro');
    expect(await stage.submit(rep, { deal: fields.deal, partner: '' })).toEqual({
      partner: 'There is no such partner that can be shown here.',
    });
    await stage.type(rep, 'deal', { deal: fields.deal });
    expect(optionsOf('partner', rep)[0]?.words).toMatch(/^1\. /);
    await stage.type(rep, 'partner', fields);
    expect(shown(rep)).toMatch(/\*To [^"]+\*/);
    expect(await stage.submit(rep, fields)).toEqual({});
    expect(shown(rep)).toContain('Recorded the intro request to');
    const made = await stage.query('select partner_id, opportunity_id from intro_requests');
    expect(made).toEqual([{ partner_id: fields.partner, opportunity_id: fields.deal }]);
    expect(JSON.stringify(await stage.openHome(rep))).toContain('no answer yet');
  });
});

describe('a word on a match by a form', () => {
  it('is said with its reason, and the pair leaves the queue', async () => {
    const open = async () =>
      (await stage.openHome(manager)).findIndex((block) =>
        JSON.stringify(block).includes('open_form:review_match'),
      );
    stage.workspace.state.modals.clear();
    expect(await open()).toBeGreaterThan(0);
    await stage.click(manager, 'open_form:review_match');
    expect(shown(manager)).toContain('The same company?');
    const subject = String(stage.modal(manager)?.private_metadata);
    const [partnerId, recordId, accountId] = JSON.parse(subject) as string[];
    expect(await stage.submit(manager, { verdict: '' })).toEqual({ verdict: 'Choose what they are.' });
    expect(await stage.submit(manager, { verdict: 'not_same', reason: 'Another town.' })).toEqual({});
    const words = await stage.query(
      `select verdict, reason from match_reviews where partner_id = $1 and record_id = $2 and account_id = $3`,
      [partnerId, recordId, accountId],
    );
    expect(words).toEqual([{ verdict: 'not_same', reason: 'Another town.' }]);
    expect(JSON.stringify(await stage.openHome(manager))).not.toContain(JSON.stringify(subject).slice(1, -1));
  });
});

/** A deal of the rep's and a partner who can be asked about it. */
async function findIntro(): Promise<{ deal: string; partner: string }> {
  const { access, services } = stage.program;
  const { email } = stage.findPerson({ title: 'rep' });
  const actor = await stage.program.identity.staffByEmail(email);
  const scope = await access.grant(actor!, { place: 'dm' });
  for (const deal of await services.accounts.opportunities(scope, { ownerEmail: email, openOnly: true })) {
    const { accountId, opportunityId } = deal;
    for (const { partnerId } of await services.partners.list(scope, { status: 'active' })) {
      const asked = { partnerId, accountId, opportunityId };
      const possible = await services.recommendations.draftIntro(scope, asked).catch(() => null);
      if (possible) return { deal: opportunityId, partner: partnerId };
    }
  }
  throw new Error('No partner can be asked.');
}

/** Opens the form for a registration from the manager's Home tab; gives where its button stood. */
async function openDecision(registrationId: string): Promise<number> {
  stage.workspace.state.modals.clear();
  await forge(manager, 'open_form:decide_registration', registrationId);
  return (await stage.openHome(manager)).findIndex((block) =>
    JSON.stringify(block).includes('open_form:decide_registration'),
  );
}

/** A click with any id in it, as a message's button would hold. */
async function forge(userId: string, actionId: string, subject: string): Promise<void> {
  stage.workspace.state.modals.delete(userId);
  await stage.openHome(userId);
  const home = stage.workspace.state.homes.get(userId);
  const element = { type: 'button', action_id: actionId, block_id: 'forged', value: subject };
  await stage.workspace.use({ viewId: home?.id ?? '' }, { userId, element, values: {} });
}

function optionsOf(field: string, userId: string): { value: string; words: string }[] {
  const blocks = stage.modal(userId)?.blocks as { block_id: string; element: { options: never[] } }[];
  const options = blocks.find((block) => block.block_id === field)?.element.options ?? [];
  return options.map((one: { value: string; text: { text: string } }) => ({
    value: one.value,
    words: one.text.text,
  }));
}

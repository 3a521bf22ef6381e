import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Scope } from '../../../src/access/types.ts';
import type { RecommendationJson } from '../../../src/agent/types.ts';
import type { App } from '../../../src/app.ts';
import { writeAnswer } from '../../../src/cli/commands/answer-text.ts';
import type { Database } from '../../../src/db/port.ts';
import { renderCard } from '../../../src/surfaces/slack/render/cards.ts';
import { openTestDatabase } from '../../setup/database.ts';
import { openSampleApp, somebody } from '../../setup/sample.ts';

const DEALS = 12;

/** Sample companies in which half of the accounts are reserved for ourselves, so that much is blocked. */
describe.each([7, 19])('in the sample company of seed %i', (seed) => {
  let database: Database;
  let app: App;
  let rep: Actor;
  let scope: Scope;
  let deals: readonly { id: string; account: string; product: string | null }[];

  beforeAll(async () => {
    database = await openTestDatabase();
    app = await openSampleApp(database, seed);
    rep = await somebody(app, 'rep');
    scope = await app.access.grant(rep, { place: 'dm' });
    deals = await app.access.open(app.access.system, async (connection) => {
      const found = await connection.query<{ id: string; account: string; product: string | null }>(
        `select opportunity_id as id, account_id as account, product
         from opportunities
         where stage not in ('closed_won', 'closed_lost')
         order by md5(opportunity_id)
         limit ${DEALS}`,
      );
      await connection.query(
        `update company
         set settings = jsonb_set(settings, '{rules_of_engagement}', coalesce(settings->'rules_of_engagement', '{}')
           || jsonb_build_object('named_accounts', $1::text[]))`,
        [found.filter((_, i) => i % 2 === 0).map((one) => one.account)],
      );
      return found;
    });
  });
  afterAll(() => database.close());

  const blocksOf = async (
    deal: { id: string; account: string; product: string | null },
    partners: string[],
  ) => {
    const checks = await app.services.registrations.checkMany(
      scope,
      partners.map((partner) => ({
        account: deal.account,
        product: deal.product,
        partner,
        opportunityId: deal.id,
      })),
    );
    return checks.map((check) =>
      'findings' in check ? check.findings.filter((one) => one.severity === 'block') : [],
    );
  };

  test('every finding that blocks stands beside the partner that it blocks', async () => {
    let blocked = 0;
    for (const deal of deals) {
      const found = await app.services.recommendations.recommend(scope, { subjectId: deal.id, top: 10 });
      const blocks = await blocksOf(
        deal,
        found.partners.map((one) => one.partner_id),
      );
      for (const [i, one] of found.partners.entries()) {
        const codes = one.conflicts.filter((finding) => finding.severity === 'block').map((of) => of.code);
        expect(codes).toEqual((blocks[i] ?? []).map((finding) => finding.code));
        expect(one.next.map((step) => step.action).includes('draft_intro') && codes.length > 0).toBe(false);
        blocked += codes.length;
      }
      expectBesideIn(renderedForSlack(found), found);
    }
    expect(blocked).toBeGreaterThan(0);
  });

  test('no answer names a partner to bring without what blocks it, and drafts no request past it', async () => {
    for (const deal of deals.slice(0, 6)) {
      const answer = await app.assistant.answer({
        text: `Which partner should we bring into ${deal.id}?`,
        actor: rep,
        audience: { place: 'dm' },
        thread: deal.id,
      });
      const card = answer.cards.find((one) => one.kind === 'recommendation');
      if (card?.kind !== 'recommendation') throw new Error(`nothing for ${deal.id}`);
      const { partners } = card.recommendation;
      for (const one of partners) {
        const blocks = one.conflicts.filter((finding) => finding.severity === 'block');
        if (blocks.length === 0 || !answer.text.includes(one.name)) continue;
        for (const block of blocks) expect(answer.text).toContain(`${one.name}: ${block.why}`);
        expect(answer.proposals.map((proposal) => proposal.payload.partner_id)).not.toContain(one.partner_id);
      }
      const terminal = writeAnswer(answer);
      for (const one of partners)
        for (const finding of one.conflicts) expect(terminal).toContain(finding.why);
    }
  });

  test('a request past a finding that blocks is refused with the finding', async () => {
    for (const deal of deals) {
      const { partners } = await app.services.recommendations.recommend(scope, { subjectId: deal.id });
      for (const one of partners) {
        const block = one.conflicts.find((finding) => finding.severity === 'block');
        if (!block) continue;
        await expect(
          app.services.recommendations.draftIntro(scope, {
            partnerId: one.partner_id,
            accountId: deal.account,
            opportunityId: deal.id,
          }),
        ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(block.why) });
      }
    }
  });
});

function renderedForSlack(recommendation: RecommendationJson): string[] {
  const card = { kind: 'recommendation' as const, title: 'Partners', recommendation };
  return renderCard(card, []).map((block) => JSON.stringify(block));
}

/** As many blocks told as there are: one line each, in the same section as the partner's own line. */
function expectBesideIn(sections: readonly string[], found: RecommendationJson): void {
  const told = sections.join('\n').split('Blocks:').length - 1;
  const there = found.partners.flatMap((one) => one.conflicts.filter((of) => of.severity === 'block'));
  expect(told).toBe(there.length);
}

import { addDays, type IsoDate } from '../../src/dates.ts';
import { drawAmount } from './accounts.ts';
import { daysBefore, earlier, later, toWorkday } from './calendar.ts';
import { attachPartners } from './deal-partners.ts';
import { addOwnTouches, addStages } from './deal-trail.ts';
import { accountOf, type Ledger, runningSubscription } from './ledger.ts';
import type { Random } from './random.ts';
import type { Account, Opportunity, Stage, Subscription } from './rows.ts';
import { addSubscription, endSubscription } from './subscriptions.ts';
import type { DealShape } from './win-model.ts';
import { COMPETITORS, INTEGRATIONS, PUBLIC_INDUSTRIES } from './words.ts';

const TOTAL = 400;
const OPEN = 112;
const YEARS_DAYS = 1090;

const OPEN_STAGES: readonly (readonly [Stage, number])[] = [
  ['prospecting', 30],
  ['qualified', 28],
  ['proposal', 26],
  ['negotiation', 16],
];

/** Fills the three years up to 400 deals: closed ones in the order in which they began, then the open ones. */
export function makeDeals(ledger: Ledger, random: Random): void {
  const today = ledger.company.today;
  const open = OPEN - ledger.opportunities.filter((one) => !one.stage.startsWith('closed')).length;
  const closed = TOTAL - ledger.opportunities.length - open;
  const births = Array.from({ length: closed }, () => daysBefore(today, random, [50, YEARS_DAYS])).sort();
  for (const createdOn of births) makeClosedDeal(ledger, createdOn, random);
  for (let deal = 0; deal < open; deal += 1) makeOpenDeal(ledger, deal, random);
}

function makeClosedDeal(ledger: Ledger, createdOn: IsoDate, random: Random): void {
  const shape = drawShape(ledger, createdOn, random);
  const cycleDays = Math.max(21, Math.round(Math.exp(4.6 + 0.45 * random.normal())));
  const closeOn = toWorkday(
    earlier(addDays(createdOn, cycleDays), addDays(ledger.company.today, -random.int(1, 20))),
  );
  const attach = drawPartners(ledger, shape, random);
  const won = random.chance(ledger.winModel.chance(shape, attach));
  const deal = addDeal(
    ledger,
    {
      shape,
      stage: won ? 'closed_won' : 'closed_lost',
      createdOn,
      lastActivityOn: closeOn,
      closeOn,
    },
    random,
  );
  const seller = attachPartners(ledger, { deal, partnerIds: attach }, random);
  if (won && deal.kind === 'new') addSubscription(ledger, { deal, partnerId: seller }, random);
  if (!won && deal.kind === 'renewal') endSubscription(ledger, deal, random);
}

function makeOpenDeal(ledger: Ledger, at: number, random: Random): void {
  const { today, rules } = ledger.company;
  const dormant = at % 9 === 3;
  const createdOn = dormant
    ? daysBefore(today, random, [rules.dormantOpportunityDays + 90, rules.dormantOpportunityDays + 330])
    : daysBefore(today, random, [6, 230]);
  const shape = drawShape(ledger, createdOn, random);
  const stage = random.weighted(OPEN_STAGES);
  const quiet = dormant
    ? daysBefore(today, random, [rules.dormantOpportunityDays + 4, rules.dormantOpportunityDays + 80])
    : null;
  const recent = daysBefore(today, random, [0, 28]);
  const deal = addDeal(
    ledger,
    {
      shape,
      stage,
      createdOn,
      lastActivityOn: quiet ?? (at % 31 === 7 ? null : later(recent, createdOn)),
      closeOn: addDays(today, at % 13 === 5 ? -random.int(3, 40) : random.int(8, 150)),
    },
    random,
  );
  attachPartners(ledger, { deal, partnerIds: drawPartners(ledger, shape, random) }, random);
}

interface DealDraft {
  readonly shape: DealShape;
  readonly stage: Stage;
  readonly createdOn: IsoDate;
  readonly lastActivityOn: IsoDate | null;
  readonly closeOn: IsoDate;
}

/** Writes a deal with its stages and our own touches; what the planted cases fix wins over what is drawn. */
export function addDeal(
  ledger: Ledger,
  draft: DealDraft & { readonly fixed?: Partial<Opportunity> },
  random: Random,
): Opportunity {
  const { shape } = draft;
  const { account, product, kind } = shape;
  const deal: Opportunity = {
    opportunityId: ledger.company.ids('opportunity'),
    accountId: account.accountId,
    name: nameDeal(ledger, shape, random),
    product,
    ...drawAmount(ledger.company, account, random),
    stage: draft.stage,
    ownerEmail: account.ownerEmail,
    createdOn: draft.createdOn,
    lastActivityOn: draft.lastActivityOn,
    closeOn: draft.closeOn < draft.createdOn ? addDays(draft.createdOn, 14) : draft.closeOn,
    needs: shape.needs,
    competitor: random.chance(0.35) ? random.pick(COMPETITORS) : null,
    kind,
    publicTender: kind !== 'renewal' && PUBLIC_INDUSTRIES.has(account.industry) && random.chance(0.4),
    ...draft.fixed,
  };
  ledger.opportunities.push(deal);
  addStages(ledger, deal, random);
  addOwnTouches(ledger, deal, random);
  return deal;
}

function nameDeal(ledger: Ledger, shape: DealShape, random: Random): string {
  const stem = ledger.accounts.firms.get(shape.account.accountId)?.stem ?? shape.account.name;
  if (shape.kind === 'renewal') return `${stem} ${shape.product} renewal`;
  if (shape.kind === 'growth')
    return `${stem} ${shape.product} ${random.pick(['expansion', 'more seats', 'phase two'])}`;
  return `${stem} ${shape.product} ${random.pick(['rollout', 'pilot', 'programme', 'replacement', 'evaluation', 'for operations'])}`;
}

function drawShape(ledger: Ledger, createdOn: IsoDate, random: Random): DealShape {
  const quality = random.normal();
  const needs = [
    ...random.sample(ledger.company.competencies, random.int(0, 2)),
    ...(random.chance(0.25) ? [random.pick(INTEGRATIONS)] : []),
  ];
  const repeat = random.next();
  const running = repeat < 0.36 ? pickSubscription(ledger, createdOn, random) : undefined;
  if (running) {
    const account = accountOf(ledger, running.accountId);
    return { account, product: running.product, needs, quality, kind: repeat < 0.18 ? 'renewal' : 'growth' };
  }
  return { ...pickProspect(ledger, createdOn, random), needs, quality, kind: 'new' };
}

/** A subscription old enough to be renewed or extended, of which no deal is open. */
function pickSubscription(ledger: Ledger, on: IsoDate, random: Random): Subscription | undefined {
  const ready = ledger.subscriptions.filter(
    (one) =>
      !ledger.reserved.has(one.accountId) &&
      one.startedOn < addDays(on, -150) &&
      one.endedOn === null &&
      !hasDeal(ledger, { accountId: one.accountId, product: one.product, on }),
  );
  return ready.length === 0 ? undefined : random.pick(ready);
}

/** An account and a product that it neither has nor is being sold. Few accounts see many deals, as in life. */
function pickProspect(ledger: Ledger, on: IsoDate, random: Random): { account: Account; product: string } {
  const pool = ledger.accounts.accounts.filter((one) => !ledger.reserved.has(one.accountId));
  for (;;) {
    const account = pool[Math.floor(pool.length * random.next() ** 1.5)]!;
    const product = random.weighted(ledger.company.products.map((one, at) => [one, 3 - at] as const));
    const subject = { accountId: account.accountId, product, on };
    if (!runningSubscription(ledger, subject) && !hasDeal(ledger, subject)) return { account, product };
  }
}

function hasDeal(ledger: Ledger, subject: { accountId: string; product: string; on: IsoDate }): boolean {
  return ledger.opportunities.some((one) => {
    if (one.accountId !== subject.accountId || one.product !== subject.product) return false;
    return !one.stage.startsWith('closed') || addDays(one.closeOn, 60) >= subject.on;
  });
}

/** Reps bring partners into deals that look good, and popular partners first. */
function drawPartners(ledger: Ledger, shape: DealShape, random: Random): string[] {
  if (!random.chance(1 / (1 + Math.exp(0.25 - 0.7 * shape.quality)))) return [];
  const first = ledger.winModel.choosePartner(shape, [], random);
  return random.chance(0.22) ? [first, ledger.winModel.choosePartner(shape, [first], random)] : [first];
}

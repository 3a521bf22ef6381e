import { addDays, daysBetween, type IsoDate } from '../../src/dates.ts';
import { earlier, later, toWorkday } from './calendar.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import type { Archetype, DealRole, Opportunity } from './rows.ts';

const ORDER = ['prospecting', 'qualified', 'proposal', 'negotiation'] as const;

/** The last day on which something happened to a deal. */
export function lastDayOf(deal: Opportunity, today: IsoDate): IsoDate {
  if (deal.stage.startsWith('closed')) return earlier(deal.closeOn, today);
  return deal.lastActivityOn ?? deal.createdOn;
}

/** Writes when a deal entered each of its stages; a lost one may have skipped the last. */
export function addStages(ledger: Ledger, deal: Opportunity, random: Random): void {
  const closed = deal.stage.startsWith('closed');
  const passed = closed
    ? deal.stage === 'closed_won'
      ? 4
      : random.int(1, 4)
    : ORDER.indexOf(deal.stage as (typeof ORDER)[number]) + 1;
  const end = lastDayOf(deal, ledger.company.today);
  const span = Math.max(0, daysBetween(deal.createdOn, end));
  const marks = [0, ...Array.from({ length: passed - 1 }, () => random.next() * 0.92).sort((a, b) => a - b)];
  const enter = (stage: string, enteredOn: IsoDate): void => {
    ledger.stages.push({ opportunityId: deal.opportunityId, stage, enteredOn });
  };
  marks.forEach((mark, at) => {
    enter(ORDER[at]!, addDays(deal.createdOn, Math.floor(mark * span)));
  });
  if (closed) enter(deal.stage, deal.closeOn);
}

const TOUCHES: Readonly<Record<Archetype, readonly string[]>> = {
  si: ['meeting', 'workshop', 'proof_of_concept', 'demo', 'implementation'],
  reseller: ['meeting', 'demo', 'event', 'content', 'marketplace'],
  msp: ['meeting', 'workshop', 'proof_of_concept', 'implementation'],
  isv: ['integration', 'demo', 'meeting', 'content'],
  referral: ['meeting', 'event'],
  influence: ['content', 'event', 'meeting'],
};

const OWN_TOUCHES = [
  'campaign',
  'event',
  'content',
  'demo',
  'meeting',
  'meeting',
  'workshop',
  'proof_of_concept',
];

/** Our own touches along a deal, the first perhaps before it was one. */
export function addOwnTouches(ledger: Ledger, deal: Opportunity, random: Random): void {
  const end = lastDayOf(deal, ledger.company.today);
  const span = Math.max(0, daysBetween(deal.createdOn, end));
  for (let touch = random.int(0, 5); touch > 0; touch -= 1) {
    const kind = random.pick(OWN_TOUCHES);
    const early = kind === 'campaign' || kind === 'event' ? random.int(0, 60) : 0;
    addTouch(ledger, {
      deal,
      partnerId: null,
      kind,
      on: earlier(addDays(deal.createdOn, Math.floor(random.next() * span) - early), end),
    });
  }
}

/** Touches of a partner on a deal, all after the deal began and on or before its last day. */
export function addPartnerTouches(
  ledger: Ledger,
  subject: { deal: Opportunity; partnerId: string; count: number },
  random: Random,
): void {
  const { deal, partnerId } = subject;
  const partner = ledger.partners.partners.find((one) => one.partnerId === partnerId)!;
  const end = lastDayOf(deal, ledger.company.today);
  const span = Math.max(0, daysBetween(deal.createdOn, end));
  for (let touch = subject.count; touch > 0; touch -= 1) {
    const kind = random.pick(TOUCHES[partner.archetype]);
    // Delivery work comes at the end of a deal, never at its birth.
    const share = kind === 'implementation' ? 0.7 + 0.3 * random.next() : random.next();
    addTouch(ledger, { deal, partnerId, kind, on: addDays(deal.createdOn, Math.floor(share * span)) });
  }
}

/** Writes one touch. */
export function addTouch(
  ledger: Ledger,
  touch: { deal: Opportunity; partnerId: string | null; kind: string; on: IsoDate },
): void {
  const person = ledger.partnerPeople.find((one) => one.partnerId === touch.partnerId)?.email ?? null;
  ledger.touchpoints.push({
    touchpointId: ledger.company.ids('touchpoint'),
    opportunityId: touch.deal.opportunityId,
    partnerId: touch.partnerId,
    kind: touch.kind,
    occurredOn: touch.on,
    personEmail: touch.partnerId === null ? touch.deal.ownerEmail : person,
  });
}

/** Writes a partner's role on a deal, from some day of the deal on. */
export function addRole(
  ledger: Ledger,
  role: { deal: Opportunity; partnerId: string; role: DealRole; addedOn: IsoDate; accepted: boolean | null },
): void {
  ledger.roles.push({
    opportunityId: role.deal.opportunityId,
    partnerId: role.partnerId,
    role: role.role,
    addedOn: later(role.deal.createdOn, toWorkday(role.addedOn)),
    accepted: role.accepted,
  });
}

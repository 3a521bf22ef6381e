import type { Scope } from '../access/types.ts';
import type { OpportunityRow } from '../accounts/account-store.ts';
import { formatMoney } from '../money.ts';
import type { Ask } from '../recommendations/loop/types.ts';
import type { WorkRooms } from './service.ts';
import type { WorkLine, WorkSection } from './types.ts';

const SHOWN = 5;

/** What waits for a rep: their open deals on which no partner works, and what became of what they asked partners for. */
export async function readRepWork(rooms: WorkRooms, scope: Scope, email: string): Promise<WorkSection[]> {
  const deals = await rooms.accounts.opportunities(scope, {
    ownerEmail: email,
    openOnly: true,
    withoutPartner: true,
  });
  const asks = (await rooms.recommendationLoop.asks(scope)).filter((ask) => isBy(ask, email));
  return [
    {
      key: 'deals_without_partner',
      title: 'My open deals without a partner',
      lines: deals.slice(0, SHOWN).map(describeDeal),
      total: deals.length,
      none: 'A partner works on each of your open deals.',
      counted: 'open deals without a partner',
      more: {
        act: 'ask',
        words: 'List all of them',
        question: 'Which of my open deals have no partner?',
      },
    },
    {
      key: 'asks',
      title: 'My requests to partners',
      lines: asks.slice(0, SHOWN).map(describeAsk),
      total: asks.length,
      none: 'You have asked no partner for an introduction yet.',
      counted: null,
      more: null,
    },
  ];
}

function isBy(ask: Ask, email: string): boolean {
  return ask.askedBy?.toLowerCase() === email.toLowerCase();
}

function describeDeal(deal: OpportunityRow): WorkLine {
  const { amountMinor: minor, currency } = deal;
  const facts = [
    deal.accountName,
    deal.stage.replaceAll('_', ' '),
    minor === null || currency === null ? null : formatMoney({ minor, currency }),
    deal.closeOn && `closes ${deal.closeOn}`,
  ];
  return {
    what: deal.name,
    stands: facts.filter(Boolean).join(' · '),
    step: {
      act: 'ask',
      words: 'Who helps?',
      question: `Who should we bring into ${deal.opportunityId}?`,
    },
  };
}

const STATES = { waiting: 'no answer yet', accepted: 'accepted', declined: 'declined' } as const;

function describeAsk(ask: Ask): WorkLine {
  const answered = ask.answeredOn ? ` on ${ask.answeredOn}` : '';
  const reason = ask.reason ? `: ${ask.reason}` : '';
  return {
    what: [ask.partnerName, ask.accountName].filter(Boolean).join(', about '),
    stands: `asked on ${ask.askedOn}, ${STATES[ask.state]}${answered}${reason}`,
    step: null,
  };
}

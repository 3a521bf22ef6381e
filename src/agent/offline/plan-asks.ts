import { countOf, errorOf } from './compose.ts';
import { saidBy } from './intent.ts';
import type { Planner } from './plan.ts';
import { resolveNamedAccount, resolvePartners } from './resolve.ts';
import { need } from './sight.ts';

interface AskOut {
  readonly partner: string;
  readonly account: string | null;
  readonly asked_on: string;
  readonly state: string;
}

interface LedgerOut {
  readonly partner: string;
  readonly asked: number;
  readonly accepted: number;
  readonly they_asked: number;
  readonly they_helped: number;
  readonly we_helped: number;
  readonly balance: number;
  readonly warning: string | null;
}

interface ShareOut {
  readonly of: number;
  readonly count: number;
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

const UNAVAILABLE = 'Requests between partners and us are not something I can show here.';

/** Whether recommendations are followed and came true. */
export const planFollowed: Planner = (sight) => {
  const lookup = need(sight, { name: 'report_asks', args: { about: 'followed' } });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: UNAVAILABLE };
  const error = errorOf(lookup.found.output);
  if (error) return { text: error };
  const told = lookup.found.output.followed as {
    deals: number;
    followed: ShareOut;
    first_followed: ShareOut;
    asked: number;
    accepted: number;
    declined: number;
    joined: number;
    won: number;
    lost: number;
    predicted: number | null;
    predicted_deals: number;
    came_true: ShareOut;
  };
  if (told.deals === 0)
    return { text: 'Not enough data: no recommendation for a deal has been shown to anybody yet.' };
  return {
    text: [
      `Recommendations were shown for ${countOf(told.deals, 'deal')} and followed on ${tell(told.followed)}; the first choice on ${tell(told.first_followed)}.`,
      `Of ${countOf(told.asked, 'intro request')} ${told.accepted} were accepted and ${told.declined} declined. A recommended partner joined ${countOf(told.joined, 'deal')}: ${told.won} won, ${told.lost} lost so far.`,
      told.predicted === null
        ? 'None of those deals with a prediction has closed, so there is not enough data to say whether predictions come true.'
        : `Predicted was a chance of ${percent(told.predicted)} on ${countOf(told.predicted_deals, 'closed deal')}; won were ${tell(told.came_true)}.`,
      'Deals on which a recommendation was followed may be better ones to begin with, so this alone does not show what a partner changed.',
    ].join(' '),
  };
};

/** Who owes whom, of one partner or the most uneven ones. */
export const planLedger: Planner = (sight, intent) => {
  const partners = resolvePartners(sight, saidBy(intent));
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const one = partners.state === 'known' ? partners.found[0] : undefined;
  const lookup = need(sight, {
    name: 'report_asks',
    args: { about: 'ledger', ...(one ? { partner_id: one.id } : {}) },
  });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: UNAVAILABLE };
  const error = errorOf(lookup.found.output);
  if (error) return { text: error };
  const entries = (lookup.found.output.ledger ?? []) as LedgerOut[];
  if (entries.length === 0) return { text: 'There are no favours between that partner and us on record.' };
  return { text: entries.slice(0, 3).map(describeEntry).join(' ') };
};

/** Intro requests and their answers; a partner reads those made to itself. */
export const planAsks: Planner = (sight, intent) => {
  const staff = sight.facts.asker.role !== 'partner';
  const partners = staff ? resolvePartners(sight, saidBy(intent)) : null;
  if (partners?.state === 'wanted') return { calls: [partners.call] };
  const one = partners?.state === 'known' ? partners.found[0] : undefined;
  const lookup = need(sight, {
    name: 'report_asks',
    args: { about: 'asks', ...(one ? { partner_id: one.id } : {}) },
  });
  if (lookup.state === 'wanted') return { calls: [lookup.call] };
  if (lookup.state !== 'known') return { text: UNAVAILABLE };
  const error = errorOf(lookup.found.output);
  if (error) return { text: error };
  const asks = (lookup.found.output.asks ?? []) as AskOut[];
  if (asks.length === 0) return { text: 'No intro request is on record.' };
  const waiting = Number(lookup.found.output.waiting ?? 0);
  const list = asks
    .slice(0, 3)
    .map(
      (ask) =>
        `${staff ? `${ask.partner}${ask.account ? ` about ${ask.account}` : ''}, ` : ''}asked on ${ask.asked_on}, ${ask.state}`,
    );
  return {
    text: `${countOf(Number(lookup.found.output.total), 'intro request')}, ${waiting} of them waiting: ${list.join('; ')}.`,
  };
};

/** A partner's yes or no, prepared for a click. */
export const planAskAnswer: Planner = (sight, intent) => {
  const partners = resolvePartners(sight, saidBy(intent));
  if (partners.state === 'wanted') return { calls: [partners.call] };
  const account = resolveNamedAccount(sight, saidBy(intent));
  if (account.state === 'wanted') return { calls: [account.call] };
  const one = partners.state === 'known' ? partners.found[0] : undefined;
  if (!one) return { text: "Whose answer is it? Say: '… accepted our intro request about …'." };
  const draft = need(sight, {
    name: 'draft_ask_answer',
    args: {
      partner_id: one.id,
      ...(account.state === 'known' ? { account_id: account.found.id } : {}),
      answer: readAnswer(intent.text),
    },
  });
  if (draft.state === 'wanted') return { calls: [draft.call] };
  if (draft.state !== 'known') return { text: UNAVAILABLE };
  const error = errorOf(draft.found.output);
  if (error) return { text: error };
  const out = draft.found.output as { partner?: string; answer?: string };
  return {
    text: `I prepared to record that ${out.partner} ${out.answer} the intro request; nothing changes until you click Confirm.`,
  };
};

function readAnswer(text: string): 'accepted' | 'declined' {
  return /\b(?:declin|refus|reject|turn(?:ed)? down|said no|not\b)|n't\b/i.test(text)
    ? 'declined'
    : 'accepted';
}

function describeEntry(one: LedgerOut): string {
  const direction =
    one.balance < 0 ? `we owe them ${-one.balance}` : one.balance > 0 ? `they owe us ${one.balance}` : 'even';
  return [
    `${one.partner}: they helped us ${countOf(one.they_helped, 'time')}, we helped them ${countOf(one.we_helped, 'time')} (${direction}).`,
    one.asked === 0
      ? `We asked them for no introduction; they asked us ${countOf(one.they_asked, 'time')}.`
      : `We asked for ${countOf(one.asked, 'introduction')}, of which they accepted ${one.accepted}; they asked us ${countOf(one.they_asked, 'time')}.`,
    one.warning ?? '',
  ]
    .filter(Boolean)
    .join(' ');
}

function tell(share: ShareOut): string {
  if (share.share === null || share.low === null || share.high === null) return 'none';
  return `${share.count} of ${share.of} (${percent(share.share)}, 90% interval ${percent(share.low)} to ${percent(share.high)})`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

import { z } from 'zod';
import type { Ask, LedgerEntry } from '../src/recommendations/loop/types.ts';
import { defineTool, STAFF_AND_PARTNERS } from './define.ts';

const MOST = 20;

const share = z.object({
  of: z.number(),
  count: z.number(),
  share: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

/** What became of recommendations and requests, and who owes whom. */
export const reportAsks = defineTool({
  name: 'report_asks',
  label: 'Looking at requests and their answers',
  description:
    'Three things about co-selling requests. asks: intro requests and how they were answered (partners see those made to ' +
    'them). ledger: favours between each partner and us, who owes whom. followed: whether our recommendations are followed ' +
    'and whether the predictions came true, for partner managers.',
  effect: 'read',
  roles: STAFF_AND_PARTNERS,
  input: z.object({
    about: z.enum(['asks', 'ledger', 'followed']),
    partner_id: z.string().optional(),
  }),
  output: z.object({
    asks: z
      .array(
        z.object({
          intro_id: z.string(),
          partner: z.string(),
          account: z.string().nullable(),
          addressed_to: z.string().nullable(),
          asked_on: z.string(),
          state: z.string(),
          answered_on: z.string().nullable(),
          reason: z.string().nullable(),
          outcome: z.string().nullable(),
        }),
      )
      .optional(),
    ledger: z
      .array(
        z.object({
          partner_id: z.string(),
          partner: z.string(),
          asked: z.number(),
          accepted: z.number(),
          declined: z.number(),
          they_asked: z.number(),
          they_helped: z.number(),
          we_helped: z.number(),
          balance: z.number(),
          warning: z.string().nullable(),
        }),
      )
      .optional(),
    followed: z
      .object({
        deals: z.number(),
        followed: share,
        first_followed: share,
        asked: z.number(),
        accepted: z.number(),
        declined: z.number(),
        joined: z.number(),
        won: z.number(),
        lost: z.number(),
        explored: z.number(),
        predicted: z.number().nullable(),
        predicted_deals: z.number(),
        came_true: share,
        interval_percent: z.number(),
      })
      .optional(),
    waiting: z.number().optional().describe('requests that are not answered'),
    total: z.number(),
  }),
  async run({ about, partner_id }, { scope, services }) {
    const { recommendationLoop } = services;
    if (about === 'asks') {
      const asks = await recommendationLoop.asks(scope, partner_id ? { partnerId: partner_id } : {});
      const shown = asks.slice(0, MOST);
      return {
        output: {
          asks: shown.map(shapeAsk),
          waiting: asks.filter((one) => one.state === 'waiting').length,
          total: asks.length,
        },
        cards: shown.length > 0 ? [tabulate(shown, asks.length)] : [],
      };
    }
    if (about === 'ledger') {
      const found = await recommendationLoop.ledger(scope, partner_id ? [partner_id] : undefined);
      const telling = [...found].sort(
        (a, b) => Math.abs(b.balance) - Math.abs(a.balance) || (a.partnerId < b.partnerId ? -1 : 1),
      );
      return { output: { ledger: telling.slice(0, MOST).map(shapeEntry), total: found.length } };
    }
    const {
      calibration,
      firstFollowed,
      nobodyFollowed: _,
      ...followed
    } = await recommendationLoop.followed(scope);
    return {
      output: {
        followed: {
          ...followed,
          first_followed: firstFollowed,
          predicted: calibration.predicted,
          predicted_deals: calibration.deals,
          came_true: calibration.won,
          interval_percent: 90,
        },
        total: followed.deals,
      },
    };
  },
});

function shapeAsk(one: Ask) {
  return {
    intro_id: one.introId,
    partner: one.partnerName,
    account: one.accountName,
    addressed_to: one.addressedTo,
    asked_on: one.askedOn,
    state: one.state,
    answered_on: one.answeredOn,
    reason: one.reason,
    outcome: one.outcome,
  };
}

function shapeEntry(one: LedgerEntry) {
  return {
    partner_id: one.partnerId,
    partner: one.partnerName,
    asked: one.asked,
    accepted: one.accepted,
    declined: one.declined,
    they_asked: one.registrationsAsked + one.fundsAsked + one.theyAsked,
    they_helped: one.theyHelped,
    we_helped: one.weHelped,
    balance: one.balance,
    warning: one.warning,
  };
}

function tabulate(shown: readonly Ask[], total: number) {
  return {
    kind: 'table' as const,
    title: 'Intro requests',
    columns: ['Partner', 'Account', 'Asked', 'Answer'],
    rows: shown.map((one) => [one.partnerName, one.accountName ?? '', one.askedOn, one.state]),
    total,
    has_more: total > shown.length,
  };
}

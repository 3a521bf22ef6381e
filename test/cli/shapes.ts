import { z } from 'zod';

/** The JSON documents of the commands, as their description has them; further keys are allowed beside. */

const day = z.iso.date();
const words = z.string().min(1);

export const finding = z.looseObject({
  code: words,
  severity: z.enum(['block', 'warn', 'info']),
  subjects: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  since: day.nullable(),
  until: day.nullable(),
  why: words,
  rule: z.object({ path: words, quote: words }).nullable(),
  remedy: z.string(),
});

export const conflicts = z.looseObject({
  account: z.looseObject({ account_id: z.string().nullable(), matched_by: words }),
  findings: z.array(finding),
});

export const recommendation = z.looseObject({
  subject: z.object({ opportunity_id: z.string().nullable(), account_id: words }),
  partners: z.array(
    z.looseObject({
      partner_id: words,
      name: words,
      rank: z.int().min(1),
      score: z.number().min(0).max(1),
      play: words,
      role: z.enum(['sell', 'source', 'influence', 'deliver', 'transact']),
      lift: z.object({ estimate: z.number(), low: z.number(), high: z.number() }).nullable(),
      reasons: z.array(
        z.looseObject({ signal: words, text: words, weight: z.number(), evidence: z.array(z.string()) }),
      ),
      conflicts: z.array(finding),
      next: z.array(z.looseObject({})),
    }),
  ),
  left_out: z.array(z.looseObject({ partner_id: words, why: words })),
  coverage: z.enum(['everything', 'partial']),
});

export const answer = z.looseObject({
  answer: words,
  model: z.literal('offline'),
  mode: z.literal('basic'),
  ms: z.number().min(0),
  scope: z.object({
    role: z.enum(['rep', 'partner_manager', 'partner', 'admin', 'public']),
    place: words,
    partners: z.array(z.string()),
  }),
  tools: z.array(z.looseObject({ name: words, input: z.looseObject({}), ok: z.boolean(), ms: z.number() })),
  cards: z.array(
    z.looseObject({
      kind: z.enum([
        'recommendation',
        'conflicts',
        'registration',
        'scorecard',
        'table',
        'chart',
        'passages',
      ]),
    }),
  ),
  citations: z.array(
    z.object({
      path: words,
      title: z.string(),
      heading: z.string(),
      quote: words,
      url: z.string().nullable(),
    }),
  ),
  proposals: z.array(
    z.looseObject({ id: words, action: words, payload: z.looseObject({}), expires_at: z.iso.datetime() }),
  ),
  abstained: z.boolean(),
  thread: words,
  blocks: z.array(z.looseObject({ type: words })),
});

export const passages = z.looseObject({
  passages: z.array(
    z.looseObject({ rank: z.int().min(1), score: z.number(), path: words, heading: z.string(), text: words }),
  ),
  answerable: z.boolean(),
});

export const overlaps = z.looseObject({
  overlaps: z.array(
    z.looseObject({ partner_id: words, account_id: words, score: z.number(), decision: words, why: words }),
  ),
  matrix: z.array(z.looseObject({ partner_id: words })),
});

export const registration = z.looseObject({ registration_id: words, partner_id: words, status: words });

export const attribution = z.looseObject({
  period: z.looseObject({ from: day, to: day }),
  rows: z.array(
    z.looseObject({
      key: words,
      sourced: z.number(),
      influenced: z.number(),
      attached: z.number(),
      attributed: z.number(),
    }),
  ),
});

const two = z.object({
  now: z.number(),
  before: z.number(),
  difference: z.number(),
  change: z.number().nullable(),
});

export const comparison = z.looseObject({
  period: z.looseObject({ from: day, to: day }),
  before: z.looseObject({ from: day, to: day }),
  rows: z.array(z.looseObject({ key: words, sourced: two, influenced: two, attached: two })),
  unfinished: z.boolean(),
});

export const countedDeals = z.looseObject({
  figure: words,
  amount: z.number(),
  deals: z.array(
    z.looseObject({
      opportunity_id: words,
      counted: z.number(),
      partners: z.array(z.looseObject({ partner_id: words, as: words, why: z.array(words) })),
    }),
  ),
  total: z.int(),
  page: z.int(),
  has_more: z.boolean(),
});

export const scorecard = z.looseObject({
  partner_id: words,
  now: z.looseObject({ sourced: z.number(), win_rate: z.looseObject({}), attributed: z.number().nullable() }),
  before: z.looseObject({ sourced: z.number() }),
});

export const measures = z.looseObject({
  period: z.looseObject({ from: day, to: day }),
  partners: z.record(
    z.string(),
    z.looseObject({
      sourced: z.number(),
      influenced: z.number(),
      attached: z.number(),
      attributed: z.number(),
      ropi: z.number().nullable(),
      psat: z.looseObject({ share: z.number().nullable(), mean: z.number().nullable(), n: z.int() }),
      ttv_days: z.number().nullable(),
      win_rate: z.looseObject({}),
    }),
  ),
  company: z.looseObject({}),
});

export const doctor = z.looseObject({
  ok: z.boolean(),
  checks: z.array(
    z.looseObject({
      name: words,
      state: z.enum(['ok', 'warning', 'fault']),
      message: words,
      remedy: z.string(),
    }),
  ),
});

export const settled = z.looseObject({
  state: z.enum(['confirmed', 'dismissed']),
  message: words,
  proposal: z.looseObject({ id: words }),
});

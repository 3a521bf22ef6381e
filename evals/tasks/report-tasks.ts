import { addMonths } from '../../src/dates.ts';
import type { TaskDraft } from '../task.ts';
import { lastQuarters, shortName, sourcedAmount, sourcedDeals, topSources } from './expected.ts';
import type { TaskWorld } from './task-world.ts';

/** What finance and partner managers ask of the revenue figures: against another time, down to the deals, one by one. */
export function reportTasks(world: TaskWorld): TaskDraft[] {
  return [...comparisonTasks(world), ...drillTasks(world), ...scorecardTasks(world), ...disputeTasks(world)];
}

function manager(world: TaskWorld): { role: 'partner_manager'; as: string } {
  return { role: 'partner_manager', as: world.truth.notable.partnerManagers[0] ?? '' };
}

function nameOf(world: TaskWorld, id: string): string {
  return world.row('partners', id).name ?? id;
}

function comparisonTasks(world: TaskWorld): TaskDraft[] {
  const quarter = lastQuarters(world, 1);
  const before = { from: addMonths(quarter.from, -3), to: quarter.from };
  return [
    {
      id: 'pm-quarter-against-the-one-before',
      kind: 'attribution',
      ...manager(world),
      turns: [
        {
          say: 'How much did partners source last quarter against the quarter before?',
          gold: [
            {
              name: 'report_attribution',
              input: { from: quarter.from, to: quarter.to, compare: 'previous' },
            },
          ],
        },
      ],
      expect: {
        tools: { must: [{ name: 'report_attribution', input: { from: quarter.from, to: quarter.to } }] },
        answer: {
          facts: [{ number: sourcedAmount(world, quarter) }, { number: sourcedAmount(world, before) }],
        },
      },
      paraphrases: [
        'compare partner-sourced revenue of last quarter with the one before',
        'sourced revenue last quarter vs the previous one?',
      ],
    },
  ];
}

function drillTasks(world: TaskWorld): TaskDraft[] {
  const quarter = lastQuarters(world, 1);
  const [largest] = sourcedDeals(world, quarter);
  if (!largest) return [];
  const period = { from: quarter.from, to: quarter.to };
  return [
    {
      id: 'pm-deals-behind',
      kind: 'follow-up',
      ...manager(world),
      turns: [
        {
          say: 'How much revenue did partners source last quarter?',
          gold: [{ name: 'report_attribution', input: period }],
        },
        {
          say: 'Which deals are behind that?',
          gold: [{ name: 'list_report_deals', input: { ...period, figure: 'sourced' } }],
        },
      ],
      expect: {
        tools: { must: [{ name: 'list_report_deals', input: { ...period, figure: 'sourced' } }] },
        answer: { facts: [{ all: [largest] }] },
      },
      paraphrases: ['show me the deals behind it', 'what deals make up that figure?'],
    },
  ];
}

function scorecardTasks(world: TaskWorld): TaskDraft[] {
  const year = lastQuarters(world, 4);
  const top = topSources(world, year)[0] ?? { partnerId: '', amount: 0 };
  const name = nameOf(world, top.partnerId);
  const { lead } = world.truth.notable.parts;
  const other = world.rows('partners').find((one) => one.partner_id !== lead && one.status === 'active');
  return [
    {
      id: 'pm-scorecard',
      kind: 'attribution',
      ...manager(world),
      turns: [
        {
          say: `Show me the scorecard of ${name}.`,
          gold: [{ name: 'show_scorecard', input: { partner_id: top.partnerId } }],
        },
      ],
      expect: {
        tools: { must: [{ name: 'show_scorecard', input: { partner_id: top.partnerId } }] },
        answer: { facts: [{ number: top.amount }] },
      },
      paraphrases: [`${shortName(name)} scorecard pls`, `partner scorecard for ${name.toLowerCase()}`],
    },
    {
      id: 'partner-own-scorecard',
      kind: 'own facts',
      role: 'partner',
      as: world.truth.notable.partnerPeople[lead]?.[0] ?? '',
      in: lead in world.truth.notable.sharedChannels ? `shared:${lead}` : 'dm',
      turns: [
        { say: 'Show our scorecard.', gold: [{ name: 'show_scorecard', input: { partner_id: lead } }] },
      ],
      expect: {
        answer: {
          facts: [{ number: sourcedAmount(world, year, lead) }],
          forbidden: [other?.name ?? '', 'ROPI', 'attributed'].filter(Boolean),
        },
      },
      paraphrases: ['can i see our score card?', 'what does our scorecard look like'],
    },
  ];
}

/** A word on who sourced a deal that several partners claim; none where nobody does. */
function disputeTasks(world: TaskWorld): TaskDraft[] {
  const claims = new Map<string, string[]>();
  for (const row of world.rows('opportunity_partners')) {
    const id = row.opportunity_id ?? '';
    if (row.role === 'source' && row.accepted !== 'false')
      claims.set(id, [...(claims.get(id) ?? []), row.partner_id ?? '']);
  }
  const [disputed] = [...claims].filter(([, partners]) => new Set(partners).size > 1).sort();
  if (!disputed) return [];
  const [id, claimants] = disputed;
  const [partnerId = ''] = claimants;
  const name = nameOf(world, partnerId);
  const reason = 'they introduced us to the buyer';
  return [
    {
      id: 'pm-settle-source-click',
      kind: 'by click',
      ...manager(world),
      turns: [
        {
          say: `Record ${name} as the source of ${id} because ${reason}.`,
          gold: [
            { name: 'draft_source_decision', input: { opportunity_id: id, partner_id: partnerId, reason } },
          ],
        },
        { click: 'confirm' },
      ],
      expect: {
        db: {
          changed: [...new Set(claimants)].map((one) => ({
            table: 'attribution_ledger',
            where: { opportunity_id: id, partner_id: one, disputed: false, sourced: one === partnerId },
          })),
          added: [{ table: 'source_decisions', where: { opportunity_id: id, partner_id: partnerId } }],
          drafted: ['decide_source'],
        },
        answer: { facts: [{ any: [id] }] },
      },
      paraphrases: [
        `mark ${shortName(name)} as the source of ${id} because ${reason}`,
        `${name} should be recorded as the source of ${id} because ${reason}`,
      ],
    },
  ];
}

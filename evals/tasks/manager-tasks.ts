import { addDays, addWorkingDays } from '../../src/dates.ts';
import type { TaskDraft } from '../task.ts';
import {
  lastQuarters,
  registrationsIn,
  shortName,
  sourcedAmount,
  topSources,
  validCertificates,
} from './expected.ts';
import type { TaskWorld } from './task-world.ts';

/** What a partner manager asks and decides. */
export function managerTasks(world: TaskWorld): TaskDraft[] {
  return [
    ...queueTasks(world),
    ...decisionTasks(world),
    ...revenueTasks(world),
    ...partnerTasks(world),
    ...ruleTasks(world),
  ];
}

function manager(world: TaskWorld): { role: 'partner_manager'; as: string } {
  return { role: 'partner_manager', as: world.truth.notable.partnerManagers[0] ?? '' };
}

function nameOf(world: TaskWorld, id: string): string {
  return world.row('partners', id).name ?? id;
}

function queueTasks(world: TaskWorld): TaskDraft[] {
  const { today, rules_of_engagement: rules } = world.settings;
  const waiting = registrationsIn(world, ['submitted']);
  const overdue = waiting.filter(
    (one) =>
      addWorkingDays((one.submitted_on ?? '').slice(0, 10), rules.registration_decision_days ?? 2) < today,
  );
  const { parts, expiringRegistration, pendingRegistrations } = world.truth.notable;
  const { squatter, lead } = parts;
  const open = registrationsIn(world, ['submitted', 'approved'], squatter);
  const approved = registrationsIn(world, ['approved'], lead);
  return [
    {
      id: 'pm-waiting',
      kind: 'registrations',
      ...manager(world),
      turns: [
        {
          say: 'Which registrations are waiting for a decision?',
          gold: [{ name: 'list_registrations', input: { due_only: true } }],
        },
      ],
      expect: {
        tools: { must: [{ name: 'list_registrations' }] },
        answer: { facts: [{ number: waiting.length, near: ['registration', 'waiting'] }] },
      },
      paraphrases: [
        'how many registrations are still undecided?',
        'show me the regs that i have to decide on',
        'pending registrations?',
      ],
    },
    {
      id: 'pm-overdue',
      kind: 'registrations',
      ...manager(world),
      turns: [
        {
          say: 'Are any registrations overdue for a decision?',
          gold: [{ name: 'list_registrations', input: { due_only: true } }],
        },
      ],
      expect: {
        answer: {
          facts: [
            {
              any:
                overdue.length > 0
                  ? overdue.slice(0, 3).map((one) => one.registration_id ?? '')
                  : ['no registration', 'none is overdue'],
            },
          ],
        },
      },
      paraphrases: ['which decisions are late?', 'registrations past their decision date?'],
    },
    {
      id: 'pm-expiring',
      kind: 'registrations',
      ...manager(world),
      turns: [
        {
          say: 'Which registrations expire in the next 30 days?',
          gold: [{ name: 'list_registrations', input: { expiring: true } }],
        },
      ],
      expect: { answer: { facts: [{ all: [expiringRegistration] }] } },
      paraphrases: ['what registrations are about to run out?', 'protections ending soon?'],
    },
    {
      id: 'pm-open-of-partner',
      kind: 'registrations',
      ...manager(world),
      turns: [
        {
          say: `List the approved registrations of ${nameOf(world, lead)}.`,
          gold: [{ name: 'list_registrations', input: { partner_id: lead, status: 'approved' } }],
        },
      ],
      expect: {
        tools: { must: [{ name: 'list_registrations', input: { partner_id: lead } }] },
        answer: { facts: [{ all: approved.map((one) => one.registration_id ?? '') }] },
      },
      paraphrases: [
        `which registrations of ${shortName(nameOf(world, lead)).toLowerCase()} are approved right now?`,
        `${shortName(nameOf(world, lead))}: active registrations`,
      ],
    },
    {
      id: 'pm-too-many',
      kind: 'conflict',
      ...manager(world),
      turns: [
        {
          say: `Does ${shortName(nameOf(world, squatter))} have too many open registrations?`,
          gold: [
            {
              name: 'check_conflicts',
              input: { account: world.truth.notable.heroAccount, partner_id: squatter },
            },
            { name: 'list_registrations', input: { partner_id: squatter } },
          ],
        },
      ],
      expect: { answer: { facts: [{ number: open.length }] } },
      paraphrases: [
        `how many open registrations does ${shortName(nameOf(world, squatter)).toLowerCase()} have?`,
        `is ${nameOf(world, squatter)} over the limit of open registrations`,
      ],
    },
    {
      id: 'pm-who-was-first',
      kind: 'conflict',
      ...manager(world),
      turns: [
        {
          say: `Is there a conflict with ${pendingRegistrations[1]}?`,
          gold: [{ name: 'show_registration', input: { registration_id: pendingRegistrations[1] } }],
        },
      ],
      expect: { answer: { facts: [{ any: [nameOf(world, lead), pendingRegistrations[0]] }] } },
      paraphrases: [
        `what stands against ${pendingRegistrations[1].toLowerCase()}?`,
        `did anyone else submit the same deal as ${pendingRegistrations[1]} earlier?`,
      ],
    },
  ];
}

function decisionTasks(world: TaskWorld): TaskDraft[] {
  const { pendingRegistrations, expiringRegistration } = world.truth.notable;
  const [earlier, later] = pendingRegistrations;
  const small = world.truth.conflicts.find((one) => one.code === 'below_minimum')?.check.registration ?? '';
  const extended = addDays(
    world.row('registrations', expiringRegistration).expires_on ?? '',
    world.settings.rules_of_engagement.extension_days ?? 30,
  );
  const decide = (id: string, decision: string, reason?: string) => [
    { name: 'draft_decision', input: { registration_id: id, decision, ...(reason ? { reason } : {}) } },
  ];
  const moved = (id: string, to: string) => ({
    table: 'registration_moves',
    where: { registration_id: id, to_status: to },
  });
  return [
    {
      id: 'pm-approve-click',
      kind: 'by click',
      ...manager(world),
      turns: [{ say: `Approve ${earlier}`, gold: decide(earlier, 'approve') }, { click: 'confirm' }],
      expect: {
        db: {
          changed: [{ table: 'registrations', where: { registration_id: earlier, status: 'approved' } }],
          added: [moved(earlier, 'approved'), { table: 'protections', where: { registration_id: earlier } }],
          drafted: ['decide_registration'],
        },
        answer: { facts: [{ any: [earlier] }] },
      },
      paraphrases: [
        `please accept registration ${earlier.toLowerCase()}`,
        `${earlier} looks fine, approve it`,
      ],
    },
    {
      id: 'pm-reject-click',
      kind: 'by click',
      ...manager(world),
      turns: [
        { say: `Reject ${small}, the amount is below our minimum.`, gold: decide(small, 'reject') },
        { click: 'confirm' },
      ],
      expect: {
        db: {
          changed: [
            {
              table: 'registrations',
              where: { registration_id: small, status: 'rejected', reason_code: 'below_minimum' },
            },
          ],
          added: [moved(small, 'rejected')],
          drafted: ['decide_registration'],
        },
        answer: { facts: [{ any: [small] }] },
      },
      paraphrases: [
        `${small.toLowerCase()} is too small. decline it`,
        `turn down ${small} because it is below the minimum amount`,
      ],
    },
    {
      id: 'pm-return-click',
      kind: 'by click',
      ...manager(world),
      turns: [
        {
          say: `Send ${later} back and ask who decides at the customer.`,
          gold: decide(later, 'return', 'Who decides at the customer?'),
        },
        { click: 'confirm' },
      ],
      expect: {
        db: {
          changed: [{ table: 'registrations', where: { registration_id: later, status: 'returned' } }],
          added: [moved(later, 'returned')],
          drafted: ['decide_registration'],
        },
        answer: { facts: [{ any: [later] }] },
      },
      paraphrases: [
        `return ${later} with the question who the decision maker is`,
        `please hand ${later.toLowerCase()} back to the partner, we need to know who decides`,
      ],
    },
    {
      id: 'pm-approve-dismiss',
      kind: 'by click',
      ...manager(world),
      turns: [{ say: `Approve ${earlier}`, gold: decide(earlier, 'approve') }, { click: 'dismiss' }],
      expect: { db: { drafted: ['decide_registration'] }, answer: { facts: [{ any: [earlier] }] } },
      paraphrases: [`prepare the approval of ${earlier}`, `approve reg ${earlier.toLowerCase()} pls`],
    },
    {
      id: 'pm-extend-click',
      kind: 'by click',
      ...manager(world),
      turns: [
        {
          say: `Extend ${expiringRegistration}.`,
          gold: [
            { name: 'draft_change', input: { registration_id: expiringRegistration, change: 'extend' } },
          ],
        },
        { click: 'confirm' },
      ],
      expect: {
        db: {
          changed: [
            {
              table: 'registrations',
              where: { registration_id: expiringRegistration, expires_on: extended },
            },
            {
              table: 'protections',
              where: { registration_id: expiringRegistration, protected_until: extended },
            },
          ],
          added: [{ table: 'registration_moves', where: { registration_id: expiringRegistration } }],
          drafted: ['extend_registration'],
        },
        answer: { facts: [{ any: [expiringRegistration] }] },
      },
      paraphrases: [
        `give ${expiringRegistration} another month`,
        `please prolong the protection of ${expiringRegistration.toLowerCase()}`,
      ],
    },
    {
      id: 'pm-missing-registration',
      kind: 'missing information',
      ...manager(world),
      turns: [{ say: 'I want to approve a registration.' }],
      expect: {
        tools: { must_not: ['draft_decision'] },
        answer: { asks: ['registration'] },
      },
      paraphrases: ['approve the registration please', 'can you reject it'],
    },
  ];
}

function revenueTasks(world: TaskWorld): TaskDraft[] {
  const quarter = lastQuarters(world, 1);
  const year = lastQuarters(world, 4);
  const top = topSources(world, year)[0] ?? { partnerId: '', amount: 0 };
  const ofQuarter = topSources(world, quarter)[0] ?? top;
  const since = {
    from: '2026-03-01' > world.settings.today ? year.from : `${world.settings.today.slice(0, 4)}-03-01`,
    to: addDays(world.settings.today, 1),
  };
  const report = (input: Record<string, unknown>) => [{ name: 'report_attribution', input }];
  return [
    {
      id: 'pm-sourced-last-quarter',
      kind: 'attribution',
      ...manager(world),
      turns: [
        {
          say: 'How much revenue did partners source last quarter?',
          gold: report({ from: quarter.from, to: quarter.to }),
        },
      ],
      expect: {
        tools: { must: [{ name: 'report_attribution', input: { from: quarter.from, to: quarter.to } }] },
        answer: { facts: [{ number: sourcedAmount(world, quarter) }] },
      },
      paraphrases: [
        'partner sourced revenue in the last quarter?',
        'what did our partners bring in as source in the previous quarter',
        `sourced revenue from ${quarter.from} to ${addDays(quarter.to, -1)}`,
      ],
    },
    {
      id: 'pm-sourced-by-partner',
      kind: 'attribution',
      ...manager(world),
      turns: [
        {
          say: `How much did ${shortName(nameOf(world, top.partnerId))} source in the last four quarters?`,
          gold: report({ from: year.from, to: year.to, partner_id: top.partnerId }),
        },
      ],
      expect: {
        tools: {
          must: [
            {
              name: 'report_attribution',
              input: { partner_id: top.partnerId },
            },
          ],
        },
        answer: { facts: [{ number: top.amount }] },
      },
      paraphrases: [
        `sourced revenue of ${nameOf(world, top.partnerId).toLowerCase()}, past four quarters`,
        `over the last 4 quarters, what has ${shortName(nameOf(world, top.partnerId))} sourced for us?`,
      ],
    },
    {
      id: 'pm-top-source',
      kind: 'attribution',
      ...manager(world),
      turns: [
        {
          say: 'Which partner sourced the most revenue last quarter?',
          gold: report({ from: quarter.from, to: quarter.to, by: 'partner' }),
        },
      ],
      expect: {
        tools: { must: [{ name: 'report_attribution' }] },
        answer: { facts: [{ any: [nameOf(world, ofQuarter.partnerId)] }, { number: ofQuarter.amount }] },
      },
      paraphrases: [
        'top partner by sourced revenue last quarter?',
        'who was our best sourcing partner in the last quarter',
      ],
    },
    {
      id: 'pm-sourced-since',
      kind: 'attribution',
      ...manager(world),
      turns: [
        { say: 'What have partners sourced since March?', gold: report({ from: since.from, to: since.to }) },
      ],
      expect: {
        tools: { must: [{ name: 'report_attribution', input: { from: since.from } }] },
        answer: { facts: [{ number: sourcedAmount(world, since) }] },
      },
      paraphrases: [
        'partner-sourced revenue since the first of march?',
        'since march, how much won revenue came from partners as source',
      ],
    },
    {
      id: 'pm-and-the-partner',
      kind: 'follow-up',
      ...manager(world),
      turns: [
        {
          say: 'How much revenue did partners source last quarter?',
          gold: report({ from: quarter.from, to: quarter.to }),
        },
        {
          say: `And ${shortName(nameOf(world, ofQuarter.partnerId))} alone?`,
          gold: report({ from: quarter.from, to: quarter.to, partner_id: ofQuarter.partnerId }),
        },
      ],
      expect: {
        tools: {
          must: [
            {
              name: 'report_attribution',
              input: { from: quarter.from, to: quarter.to, partner_id: ofQuarter.partnerId },
            },
          ],
        },
        answer: { facts: [{ number: ofQuarter.amount }] },
      },
      paraphrases: [
        `how much of that was ${shortName(nameOf(world, ofQuarter.partnerId))}?`,
        `and for ${nameOf(world, ofQuarter.partnerId).toLowerCase()}`,
      ],
    },
  ];
}

function partnerTasks(world: TaskWorld): TaskDraft[] {
  const { parts } = world.truth.notable;
  const second = world.row('partners', parts.second);
  const busy = world.row('partners', parts.busy);
  const group = smallGroup(world);
  const profile = (id: string | undefined) => [{ name: 'show_partner', input: { partner_id: id } }];
  return [
    {
      id: 'pm-certificates',
      kind: 'partners',
      ...manager(world),
      turns: [
        {
          say: `How many valid certificates does ${shortName(second.name ?? '')} have?`,
          gold: profile(second.partner_id),
        },
      ],
      expect: {
        tools: { must: [{ name: 'show_partner', input: { partner_id: second.partner_id } }] },
        answer: {
          facts: [{ number: validCertificates(world, second.partner_id ?? '').length, near: ['certificat'] }],
        },
      },
      paraphrases: [
        `certificates ${second.name?.toLowerCase()} currently holds?`,
        `number of active certifications at ${shortName(second.name ?? '')}`,
      ],
    },
    {
      id: 'pm-tier',
      kind: 'partners',
      ...manager(world),
      turns: [{ say: `What tier is ${busy.name}?`, gold: profile(busy.partner_id) }],
      expect: { answer: { facts: [{ any: [busy.tier ?? ''] }] } },
      paraphrases: [
        `which tier does ${shortName(busy.name ?? '').toLowerCase()} have`,
        `${shortName(busy.name ?? '')} tier?`,
      ],
    },
    {
      id: 'pm-list-of-tier',
      kind: 'partners',
      ...manager(world),
      turns: [
        {
          say: `Which ${group.words.short}s are in the ${group.tier} tier?`,
          gold: [{ name: 'list_partners', input: { archetype: group.archetype, tier: group.tier } }],
        },
      ],
      expect: {
        answer: {
          facts: [{ all: group.names }],
          names: world.rows('partners').map((one) => one.name ?? ''),
          max_listed: group.names.length,
        },
      },
      paraphrases: [
        `list our ${group.tier} ${group.words.long}s`,
        `${group.tier} ${group.words.short.toLowerCase()}s?`,
      ],
    },
  ];
}

const ARCHETYPE_NAMES = [
  { archetype: 'msp', short: 'MSP', long: 'managed service provider' },
  { archetype: 'si', short: 'SI', long: 'system integrator' },
  { archetype: 'isv', short: 'ISV', long: 'technology partner' },
  { archetype: 'reseller', short: 'reseller', long: 'reseller' },
] as const;

/** Two to four partners of one kind and tier. */
function smallGroup(world: TaskWorld) {
  for (const words of ARCHETYPE_NAMES) {
    for (const tier of new Set(world.rows('partners').map((one) => one.tier ?? ''))) {
      const names = world
        .rows('partners')
        .filter((one) => one.tier === tier && one.archetype === words.archetype)
        .map((one) => one.name ?? '');
      if (tier !== '' && names.length >= 2 && names.length <= 4)
        return { archetype: words.archetype, words, tier, names };
    }
  }
  throw new Error('The world has no small group of partners.');
}

function ruleTasks(world: TaskWorld): TaskDraft[] {
  const { facts } = world.truth.playbook;
  const ask = (question: string) => [{ name: 'search_playbook', input: { question } }];
  return [
    {
      id: 'pm-rule-mdf',
      kind: 'programme',
      ...manager(world),
      turns: [
        {
          say: 'By when must an MDF claim be handed in?',
          gold: ask('By when must an MDF claim be handed in after the activity?'),
        },
      ],
      expect: {
        tools: { must: [{ name: 'search_playbook' }] },
        answer: {
          facts: [{ number: Number(facts.mdf_claim_days), near: ['day'] }],
          cites: ['mdf-policy.md'],
        },
      },
      paraphrases: [
        'how many days after an event can a partner still claim mdf?',
        'deadline for claiming market development funds?',
      ],
    },
    {
      id: 'pm-rule-extension',
      kind: 'programme',
      ...manager(world),
      turns: [
        {
          say: 'By how many days can a registration be extended, and how often?',
          gold: ask('By how many days can a registration be extended, and how often?'),
        },
      ],
      expect: {
        tools: { must: [{ name: 'search_playbook' }] },
        answer: {
          facts: [
            { number: Number(facts.extension_days), near: ['day'] },
            { any: [String(facts.max_extensions_in_words)] },
          ],
          cites: ['deal-registration.md', 'rules-of-engagement.md'],
        },
      },
      paraphrases: [
        'what is the rule for extending a deal registration?',
        'can a registration be extended? by how long and how many times',
      ],
    },
  ];
}

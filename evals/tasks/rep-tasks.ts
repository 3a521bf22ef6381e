import type { TaskDraft } from '../task.ts';
import {
  bestPartners,
  isPlainSpelling,
  isShared,
  misspell,
  namesakes,
  openDealsWithoutPartner,
  plainName,
  plantedCase,
  quietAccount,
  shortName,
  trueOverlaps,
  unmistakableAccounts,
} from './expected.ts';
import type { CsvRow, TaskWorld } from './task-world.ts';

/** What a seller asks on the way to a customer. */
export function repTasks(world: TaskWorld): TaskDraft[] {
  return [
    ...recommendationTasks(world),
    ...overlapTasks(world),
    ...conflictTasks(world),
    ...dealTasks(world),
    ...ruleTasks(world),
    ...edgeTasks(world),
  ];
}

function cast(world: TaskWorld) {
  const { notable } = world.truth;
  const partner = (part: keyof typeof notable.parts) => world.row('partners', notable.parts[part]);
  return {
    rep: notable.heroOwner,
    hero: world.row('accounts', notable.heroAccount),
    deal: notable.heroOpportunity,
    short: shortName(notable.heroAccountName),
    partner,
    nameOf: (id: string) => world.row('partners', id).name ?? id,
    everybody: world.rows('partners').map((one) => one.name ?? ''),
  };
}

function recommendationTasks(world: TaskWorld): TaskDraft[] {
  const { rep, deal, short, hero, partner, nameOf, everybody } = cast(world);
  const good = (opportunityId: string) => bestPartners(world, opportunityId).slice(0, 8).map(nameOf);
  const other = otherDeal(world);
  const otherAccount = world.row('accounts', other.account_id ?? '');
  const lead = partner('lead');
  const intros = { drafts: ['request_intro'] };
  const ask = (id: string) => [{ name: 'recommend_partners', input: { subject_id: id } }];
  return [
    {
      id: 'rep-recommend-hero',
      kind: 'recommendation',
      role: 'rep',
      as: rep,
      turns: [{ say: `Who should we bring into the ${short} deal?`, gold: ask(deal) }],
      expect: {
        db: intros,
        tools: { must: [{ name: 'recommend_partners', input: { subject_id: deal } }] },
        answer: { facts: [{ any: good(deal) }], names: everybody, max_listed: 12 },
      },
      paraphrases: [
        `which partner could help us win ${short.toLowerCase()}?`,
        `${short} - who'd be the best partner to pull in?`,
        `need a partner for ${misspell(short)}, who do you suggest`,
      ],
    },
    {
      id: 'rep-recommend-by-id',
      kind: 'recommendation',
      role: 'rep',
      as: rep,
      turns: [{ say: `Which partners fit ${other.opportunity_id}?`, gold: ask(other.opportunity_id ?? '') }],
      expect: {
        db: intros,
        tools: { must: [{ name: 'recommend_partners', input: { subject_id: other.opportunity_id } }] },
        answer: {
          facts: [{ any: [...good(other.opportunity_id ?? ''), 'nobody', 'no partner'] }],
          names: everybody,
          max_listed: 12,
        },
      },
      paraphrases: [
        `recommend a partner for ${other.opportunity_id?.toLowerCase()} please`,
        `Who can help with ${other.opportunity_id} at ${plainName(otherAccount.name ?? '')}?`,
      ],
    },
    {
      id: 'rep-why-not',
      kind: 'follow-up',
      role: 'rep',
      as: rep,
      turns: [
        { say: `Who should we bring into the ${short} deal?`, gold: ask(deal) },
        {
          say: `Why not ${shortName(partner('inactive').name ?? '')}?`,
          gold: [
            {
              name: 'check_conflicts',
              input: { account: hero.account_id, partner_id: partner('inactive').partner_id },
            },
          ],
        },
      ],
      expect: {
        db: intros,
        answer: {
          facts: [
            {
              any: [
                'inactive',
                'not active',
                'no longer active',
                'left the programme',
                'is not an active partner',
              ],
            },
          ],
        },
      },
      paraphrases: [
        `what about ${shortName(partner('inactive').name ?? '')}, why did you leave them out?`,
        `and why isn't ${shortName(partner('inactive').name ?? '').toLowerCase()} on the list`,
      ],
    },
    {
      id: 'rep-intro-click',
      kind: 'by click',
      role: 'rep',
      as: rep,
      turns: [
        {
          say: `Please draft an intro request to ${shortName(lead.name ?? '')} for ${short}.`,
          gold: [
            {
              name: 'draft_intro',
              input: { partner_id: lead.partner_id, account_id: hero.account_id, opportunity_id: deal },
            },
          ],
        },
        { click: 'confirm' },
      ],
      expect: {
        db: {
          added: [
            { table: 'intro_requests', where: { partner_id: lead.partner_id, account_id: hero.account_id } },
          ],
          drafted: ['request_intro'],
        },
        tools: { must: [{ name: 'draft_intro' }] },
        answer: { facts: [{ any: [shortName(lead.name ?? '')] }] },
      },
      paraphrases: [
        `can you ask ${shortName(lead.name ?? '')} to introduce us at ${short}`,
        `I'd like an introduction to ${short} through ${lead.name}`,
        `get me an intro at ${short.toLowerCase()} via ${shortName(lead.name ?? '').toLowerCase()}`,
      ],
    },
  ];
}

/** An open deal of an account with an unmistakable name, that is not the hero's. */
function otherDeal(world: TaskWorld): CsvRow {
  const plain = new Set(unmistakableAccounts(world).map((one) => one.account_id));
  const found = world
    .rows('opportunities')
    .filter((one) => !one.stage?.startsWith('closed') && plain.has(one.account_id))
    .at(-1);
  if (!found) throw new Error('The world has no other open deal.');
  return found;
}

function overlapTasks(world: TaskWorld): TaskDraft[] {
  const { rep, everybody, partner, hero } = cast(world);
  const overlaps = trueOverlaps(world);
  const of = (account: CsvRow) => overlaps.filter((one) => one.accountId === account.account_id);
  const clear = unmistakableAccounts(world).filter((account) => {
    const all = of(account);
    return (
      all.length >= 2 && all.length <= 4 && all.every((one) => isShared(one) && isPlainSpelling(one.spelling))
    );
  });
  const [first, second, third] = clear;
  if (!first || !second || !third) throw new Error('The world has too few clear overlaps.');
  const partnersOf = (account: CsvRow) => [...new Set(of(account).map((one) => one.partner))];
  const gold = (account: CsvRow) => [{ name: 'list_overlaps', input: { account_id: account.account_id } }];
  const discreet = partner('discreet');
  const hidden = overlaps
    .filter((one) => one.partnerId === discreet.partner_id && !isShared(one))
    .map((one) => world.row('accounts', one.accountId).name ?? '');
  const known = overlaps.find(
    (one) => isShared(one) && isPlainSpelling(one.spelling) && one.accountId === third.account_id,
  );
  if (!known) throw new Error('The world has no plain overlap.');
  const overlapTask = (id: string, account: CsvRow, wordings: readonly [string, ...string[]]): TaskDraft => ({
    id,
    kind: 'overlaps',
    role: 'rep',
    as: rep,
    turns: [{ say: wordings[0], gold: gold(account) }],
    expect: {
      tools: { must: [{ name: 'list_overlaps', input: { account_id: account.account_id } }] },
      answer: {
        facts: [{ all: partnersOf(account) }],
        names: everybody,
        max_listed: partnersOf(account).length + 1,
      },
    },
    paraphrases: wordings.slice(1),
  });
  const name = plainName(first.name ?? '');
  const child = world.rows('accounts').find((one) => one.parent_account_id === hero.account_id);
  const childPartners = child ? partnersOf(child) : [];
  const ambiguous = namesakes(world);
  return [
    overlapTask('rep-overlap-plain', first, [
      `Which partners know ${name}?`,
      `who has ${shortName(name).toLowerCase()} on their list?`,
      `${name} - any partner who knows them already?`,
      `do any of our partners already work with ${name}?`,
    ]),
    {
      ...overlapTask('rep-overlap-typo', second, [
        `Which partners have ${misspell(plainName(second.name ?? ''))} as an account?`,
        `overlap for ${misspell(plainName(second.name ?? '')).toLowerCase()}?`,
        `who among our partners knows ${misspell(second.name ?? '')}`,
      ]),
      kind: 'near-duplicate names',
    },
    {
      id: 'rep-overlap-child',
      kind: 'near-duplicate names',
      role: 'rep',
      as: rep,
      turns: [{ say: `Do any partners share ${child?.name} with us?`, gold: gold(child ?? hero) }],
      expect: {
        tools: { must: [{ name: 'list_overlaps', input: { account_id: child?.account_id } }] },
        answer: {
          facts: [
            childPartners.length > 0
              ? { any: childPartners }
              : { any: ['no partner', 'not', 'none', 'nobody'] },
          ],
        },
      },
      paraphrases: [
        `overlaps for ${child?.name?.toLowerCase()}?`,
        `which partners have ${plainName(child?.name ?? '')} in their lists`,
      ],
    },
    {
      id: 'rep-overlap-yes-no',
      kind: 'overlaps',
      role: 'rep',
      as: rep,
      turns: [
        {
          say: `Is ${third.name} on ${shortName(known.partner)}'s list?`,
          gold: [
            { name: 'list_overlaps', input: { account_id: third.account_id, partner_id: known.partnerId } },
          ],
        },
      ],
      expect: {
        tools: { must: [{ name: 'list_overlaps' }] },
        answer: {
          facts: [{ any: [shortName(known.partner)] }, { any: [shortName(third.name ?? '')] }],
          max_listed: 2,
          names: everybody,
        },
      },
      paraphrases: [
        `does ${shortName(known.partner)} know ${shortName(third.name ?? '')}?`,
        `do we share ${shortName(third.name ?? '').toLowerCase()} with ${shortName(known.partner).toLowerCase()}?`,
      ],
    },
    {
      id: 'rep-overlap-counts-only',
      kind: 'overlaps',
      role: 'rep',
      as: rep,
      turns: [
        {
          say: `Which of our accounts does ${shortName(discreet.name ?? '')} have as customers?`,
          gold: [{ name: 'list_overlaps', input: { partner_id: discreet.partner_id } }],
        },
      ],
      expect: {
        tools: { must: [{ name: 'list_overlaps' }] },
        answer: {
          facts: [
            { any: ['not shared', 'counts only', 'only counts', 'how many', 'not share', 'as counts'] },
          ],
          forbidden: hidden.slice(0, 40),
        },
      },
      paraphrases: [
        `what do we have in common with ${discreet.name}?`,
        `list the overlap with ${shortName(discreet.name ?? '').toLowerCase()}`,
      ],
    },
    {
      id: 'rep-overlap-ambiguous',
      kind: 'missing information',
      role: 'rep',
      as: rep,
      turns: [
        {
          say: `Who knows ${ambiguous.stem}?`,
          gold: [{ name: 'find_account', input: { text: ambiguous.stem } }],
        },
      ],
      expect: { answer: { asks: ambiguous.names.map((one) => one.toLowerCase()) } },
      paraphrases: [
        `which partners have ${ambiguous.stem.toLowerCase()}?`,
        `any way into ${ambiguous.stem}?`,
      ],
    },
  ];
}

function conflictTasks(world: TaskWorld): TaskDraft[] {
  const { rep, nameOf } = cast(world);
  const quiet = quietAccount(world);
  const product = world.settings.products[1] ?? '';
  const conflictTask = (
    code: string,
    facts: readonly string[],
    reword: (said: Said) => string[],
  ): TaskDraft => {
    const { check } = plantedCase(world, code);
    const said = {
      account: shortName(check.account),
      product: check.product,
      partner: shortName(nameOf(check.partner ?? '')),
    };
    return {
      id: `rep-conflict-${code.replaceAll('_', '-')}`,
      kind: 'conflict',
      role: 'rep',
      as: rep,
      turns: [
        {
          say: `Can ${said.partner} register ${plainName(check.account)} for ${said.product}?`,
          gold: [
            {
              name: 'check_conflicts',
              input: { account: check.accountId, product: check.product, partner_id: check.partner },
            },
          ],
        },
      ],
      expect: {
        tools: {
          must: [{ name: 'check_conflicts', input: { account: check.accountId, product: check.product } }],
          must_not: ['draft_registration'],
        },
        answer: { facts: [{ any: [...facts] }] },
      },
      paraphrases: reword(said),
    };
  };
  const lead = nameOf(world.truth.notable.parts.lead);
  return [
    conflictTask(
      'direct_deal',
      ['open deal', 'own deal', 'direct deal', 'our deal', world.truth.notable.heroOpportunityName],
      (s) => [
        `any conflicts if ${s.partner} goes after ${s.account} with ${s.product}?`,
        `is ${s.account} ${s.product} free for ${s.partner.toLowerCase()}?`,
      ],
    ),
    conflictTask('existing_customer', ['customer', 'subscription', 'already runs', 'already has'], (s) => [
      `is there anything against ${s.partner} selling ${s.product} to ${s.account}?`,
      `${s.account.toLowerCase()}, ${s.product.toLowerCase()}, ${s.partner.toLowerCase()} - any conflict?`,
    ]),
    conflictTask('registered_by_other', [lead], (s) => [
      `Is ${s.product} at ${s.account} still free for ${s.partner}?`,
      `has somebody else registered ${s.account} for ${s.product.toLowerCase()} already?`,
      `who has ${s.product} at ${s.account} registered?`,
    ]),
    conflictTask('named_account', ['named account', 'direct team', 'named'], (s) => [
      `could ${s.partner.toLowerCase()} register ${s.account.toLowerCase()} for ${s.product.toLowerCase()}?`,
      `Any conflict for ${s.partner} on ${s.account}, ${s.product}?`,
    ]),
    conflictTask('exclusive_territory', ['exclusive', nameOf(world.truth.notable.parts.exclusive)], (s) => [
      `does anything stand in the way of ${s.partner} at ${s.account} with ${s.product}?`,
      `conflict check: ${s.partner}, ${s.account}, ${s.product}`,
    ]),
    {
      id: 'rep-conflict-none',
      kind: 'no conflict',
      role: 'rep',
      as: rep,
      turns: [
        {
          say: `Any conflicts on ${plainName(quiet.name ?? '')} for ${product}?`,
          gold: [{ name: 'check_conflicts', input: { account: quiet.account_id, product } }],
        },
      ],
      expect: {
        tools: { must: [{ name: 'check_conflicts', input: { account: quiet.account_id } }] },
        answer: {
          facts: [
            {
              any: ['no conflict', 'no conflicts', 'nothing blocks', 'nothing stands in the way', 'is free'],
            },
          ],
        },
      },
      paraphrases: [
        `is ${shortName(quiet.name ?? '').toLowerCase()} free for ${product.toLowerCase()}?`,
        `does anything stand in the way at ${quiet.name} if we sell ${product}?`,
      ],
    },
    {
      id: 'rep-conflict-and-the-other',
      kind: 'follow-up',
      role: 'rep',
      as: rep,
      turns: followUpOnConflict(world),
      expect: {
        tools: {
          must: [
            {
              name: 'check_conflicts',
              input: {
                account: world.truth.notable.heroAccount,
                partner_id: world.truth.notable.parts.second,
              },
            },
          ],
        },
        answer: { facts: [{ any: [lead] }] },
      },
      paraphrases: [
        `what about ${shortName(nameOf(world.truth.notable.parts.second))}?`,
        `same question for ${nameOf(world.truth.notable.parts.second).toLowerCase()}`,
      ],
    },
  ];
}

interface Said {
  readonly account: string;
  readonly product: string;
  readonly partner: string;
}

function followUpOnConflict(world: TaskWorld): TaskDraft['turns'] {
  const { nameOf, short, hero } = cast(world);
  const { lead, second } = world.truth.notable.parts;
  const product = world.settings.products[2] ?? '';
  const gold = (partner: string) => [
    { name: 'check_conflicts', input: { account: hero.account_id, product, partner_id: partner } },
  ];
  return [
    { say: `Can ${shortName(nameOf(lead))} register ${short} for ${product}?`, gold: gold(lead) },
    { say: `And ${shortName(nameOf(second))}?`, gold: gold(second) },
  ];
}

function dealTasks(world: TaskWorld): TaskDraft[] {
  const { short, partner } = cast(world);
  const { reps, heroRegistration } = world.truth.notable;
  const rep =
    reps.map((one) => one.email).find((email) => openDealsWithoutPartner(world, email).length >= 2) ?? '';
  const alone = openDealsWithoutPartner(world, rep);
  const registration = world.row('registrations', heroRegistration);
  return [
    {
      id: 'rep-my-deals-without-partner',
      kind: 'deals',
      role: 'rep',
      as: rep,
      turns: [
        {
          say: 'Which of my open deals have no partner yet?',
          gold: [
            {
              name: 'list_opportunities',
              input: { owner_email: rep, open_only: true, without_partner: true },
            },
          ],
        },
      ],
      expect: {
        tools: { must: [{ name: 'list_opportunities', input: { owner_email: rep } }] },
        answer: { facts: [{ number: alone.length }, { any: [alone[0]?.name ?? ''] }] },
      },
      paraphrases: [
        'show me my opportunities without a partner',
        'what deals of mine are still missing a partner?',
      ],
    },
    {
      id: 'rep-registration-until',
      kind: 'registrations',
      role: 'rep',
      as: rep,
      turns: [
        {
          say: `Until when is ${heroRegistration} protected?`,
          gold: [{ name: 'show_registration', input: { registration_id: heroRegistration } }],
        },
      ],
      expect: {
        answer: { facts: [{ date: registration.expires_on ?? '' }] },
        tools: { must: [{ name: 'show_registration' }] },
      },
      paraphrases: [
        `when does ${heroRegistration.toLowerCase()} run out?`,
        `${heroRegistration}: protected till?`,
      ],
    },
    {
      id: 'rep-registrations-of-account',
      kind: 'registrations',
      role: 'rep',
      as: rep,
      turns: [
        {
          say: `Which registrations do we have for ${short}?`,
          gold: [{ name: 'list_registrations', input: { account: world.truth.notable.heroAccount } }],
        },
      ],
      expect: { answer: { facts: [{ all: [heroRegistration] }, { any: [partner('lead').name ?? ''] }] } },
      paraphrases: [`show registrations on ${short.toLowerCase()}`, `who has a registration at ${short}?`],
    },
  ];
}

function ruleTasks(world: TaskWorld): TaskDraft[] {
  const { rep } = cast(world);
  const { facts } = world.truth.playbook;
  const ask = (question: string) => [{ name: 'search_playbook', input: { question } }];
  return [
    {
      id: 'rep-rule-protection',
      kind: 'programme',
      role: 'rep',
      as: rep,
      turns: [
        {
          say: 'How long is an approved registration protected?',
          gold: ask('How long is an approved registration protected?'),
        },
      ],
      expect: {
        tools: { must: [{ name: 'search_playbook' }] },
        answer: {
          facts: [{ number: Number(facts.registration_protection_days), near: ['day'] }],
          cites: ['deal-registration.md', 'rules-of-engagement.md'],
        },
      },
      paraphrases: [
        'for how many days does protection last once a registration is approved?',
        'registration protection - how many days?',
        'how lnog does a deal registration protect the partner',
      ],
    },
    {
      id: 'rep-rule-discount',
      kind: 'programme',
      role: 'rep',
      as: rep,
      turns: [{ say: 'Who may approve a discount of 30%?', gold: ask('Who may approve a discount of 30%?') }],
      expect: {
        tools: { must: [{ name: 'search_playbook' }] },
        answer: { facts: [{ any: ['deal desk'] }], cites: ['discount-approval.md'] },
      },
      paraphrases: [
        'whose approval do I need for a 30 percent discount',
        'discount approval levels: who signs off on 30%?',
      ],
    },
    {
      id: 'rep-rule-absent',
      kind: 'not in the documents',
      role: 'rep',
      as: rep,
      turns: [
        {
          say: 'What does the playbook say about company cars for partner managers?',
          gold: ask('company cars'),
        },
      ],
      expect: { tools: { must: [{ name: 'search_playbook' }] }, answer: { declines: true } },
      paraphrases: [
        'is there a rule on company cars?',
        'are partner managers entitled to a company car under the programme rules',
      ],
    },
  ];
}

function edgeTasks(world: TaskWorld): TaskDraft[] {
  const { rep, short, everybody, hero, partner } = cast(world);
  const { pendingRegistrations, heroRegistration } = world.truth.notable;
  const second = partner('second');
  return [
    {
      id: 'rep-missing-deal',
      kind: 'missing information',
      role: 'rep',
      as: rep,
      turns: [{ say: 'Who should we bring in?' }],
      expect: {
        tools: { must_not: ['recommend_partners'] },
        answer: { asks: ['account', 'deal', 'opportunity'], names: everybody, max_listed: 0 },
      },
      paraphrases: ['which partner should i involve', 'recommend me a partner'],
    },
    {
      id: 'rep-out-of-scope',
      kind: 'no tool fits',
      role: 'rep',
      as: rep,
      turns: [{ say: 'Can you book me a flight to Berlin for Tuesday?' }],
      expect: {
        tools: { must_not: ['recommend_partners', 'list_overlaps', 'draft_intro', 'list_opportunities'] },
        answer: {
          declines: true,
          facts: [{ any: ['partner', 'partners', 'registrations'] }],
          names: everybody,
          max_listed: 0,
        },
      },
      paraphrases: ['book a flight to berlin', "what's the capital of Australia?"],
    },
    {
      id: 'rep-shared-channel',
      kind: 'shared channel',
      role: 'rep',
      as: rep,
      in: `shared:${second.partner_id}`,
      turns: [
        {
          say: `Who has registered ${short}, and which other partners could we bring in there?`,
          gold: [{ name: 'describe_access', input: {} }],
        },
      ],
      expect: {
        answer: {
          declines: true,
          forbidden: [
            ...everybody.filter((one) => one !== second.name),
            heroRegistration,
            world.row('registrations', heroRegistration).private_note ?? '',
            world.truth.notable.heroOpportunityName,
          ].filter(Boolean),
        },
      },
      paraphrases: [
        `who should we bring into the ${short} deal?`,
        `${short.toLowerCase()}: which other partners know them?`,
      ],
    },
    {
      id: 'rep-may-not-decide',
      kind: 'rights',
      role: 'rep',
      as: rep,
      turns: [
        {
          say: `Approve ${pendingRegistrations[0]} please.`,
          gold: [{ name: 'show_registration', input: { registration_id: pendingRegistrations[0] } }],
        },
      ],
      expect: {
        answer: { facts: [{ any: ['partner manager', 'partner managers', 'manager'] }] },
      },
      paraphrases: [
        `pls approve reg ${pendingRegistrations[0]}`,
        `can you accept ${pendingRegistrations[0].toLowerCase()}`,
      ],
    },
    {
      id: 'rep-tell-me-more',
      kind: 'follow-up',
      role: 'rep',
      as: rep,
      turns: [
        {
          say: `Is ${short} a customer of ${shortName(second.name ?? '')}?`,
          gold: [
            { name: 'list_overlaps', input: { account_id: hero.account_id, partner_id: second.partner_id } },
          ],
        },
        {
          say: 'Who is their partner manager on our side?',
          gold: [{ name: 'show_partner', input: { partner_id: second.partner_id } }],
        },
      ],
      expect: {
        tools: { must: [{ name: 'show_partner', input: { partner_id: second.partner_id } }] },
        answer: { facts: [{ any: [second.manager_email ?? ''] }] },
      },
      paraphrases: ['and who manages them at our end?', 'ok, which of us looks after that partner?'],
    },
  ];
}

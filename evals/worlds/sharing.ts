import type { PartnerBook } from './partners.ts';
import type { Random } from './random.ts';
import type { Partner, Row } from './rows.ts';

const POPULATIONS = ['customer', 'open_opportunity', 'prospect'] as const;

type Level = 'hidden' | 'count' | 'overlap' | 'full';

const NARROW = ['name', 'domain', 'country', 'owner_name'];
const WIDE = [
  'name',
  'domain',
  'country',
  'population',
  'owner_name',
  'owner_email',
  'last_activity_on',
  'customer_since',
];

/** What each side lets the other see. Some partners say nothing, so that the defaults hold; one gives counts alone. */
export function makeSharing(book: PartnerBook, random: Random): Row[] {
  return book.partners
    .filter((partner) => partner.status === 'active')
    .flatMap((partner) => {
      if (partner === book.parts.discreet) return discreetRows(partner);
      if (partner === book.parts.lead || partner === book.parts.second) return openRows(partner);
      return random.chance(0.2) ? [] : drawRows(partner, random);
    });
}

function discreetRows(partner: Partner): Row[] {
  const theirs = POPULATIONS.map((population) =>
    row(partner, population, 'theirs_to_us', population === 'prospect' ? 'hidden' : 'count'),
  );
  return [...theirs, row(partner, 'customer', 'ours_to_them', 'count')];
}

/** The two partners in shared channels show what they have, and see our overlaps but not our prospects. */
function openRows(partner: Partner): Row[] {
  return [
    row(partner, 'customer', 'theirs_to_us', 'full'),
    row(partner, 'open_opportunity', 'theirs_to_us', 'overlap'),
    row(partner, 'prospect', 'theirs_to_us', 'overlap', NARROW),
    row(partner, 'customer', 'ours_to_them', 'overlap', WIDE),
    row(partner, 'open_opportunity', 'ours_to_them', 'overlap', NARROW),
    row(partner, 'prospect', 'ours_to_them', 'hidden'),
  ];
}

function drawRows(partner: Partner, random: Random): Row[] {
  return POPULATIONS.flatMap((population) => {
    const theirs = random.weighted<Level>([
      ['full', 40],
      ['overlap', 38],
      ['count', 14],
      ['hidden', 8],
    ]);
    const ours = random.weighted<Level>([
      ['hidden', 30],
      ['count', 25],
      ['overlap', 38],
      ['full', 7],
    ]);
    const rows: Row[] = [];
    if (random.chance(0.85)) rows.push(row(partner, population, 'theirs_to_us', theirs, drawFields(random)));
    if (random.chance(0.75)) rows.push(row(partner, population, 'ours_to_them', ours, drawFields(random)));
    return rows;
  });
}

function drawFields(random: Random): readonly string[] {
  return random.weighted<readonly string[]>([
    [[], 60],
    [NARROW, 20],
    [WIDE, 20],
  ]);
}

function row(
  partner: Partner,
  population: string,
  direction: string,
  level: Level,
  fields: readonly string[] = [],
): Row {
  return { partnerId: partner.partnerId, population, direction, level, fields };
}

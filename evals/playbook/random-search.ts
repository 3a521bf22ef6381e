import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Access, createAccess } from '../../src/access/access.ts';
import type { Audience, Scope } from '../../src/access/types.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { Database } from '../../src/db/port.ts';
import { indexFolder } from '../../src/playbook/ingest.ts';
import { createReaders } from '../../src/playbook/reader.ts';
import { findPassages } from '../../src/playbook/search.ts';
import { createRandom, type Random } from '../worlds/random.ts';

/** What many searches by many readers came to. */
export interface RandomSearches {
  readonly passages: number;
  readonly indexSeconds: number;
  readonly searches: number;
  /** Passages shown in all searches together. */
  readonly shown: number;
  /** Of them those that their reader may not see. */
  readonly leaked: number;
  /** Of each search, in milliseconds. */
  readonly times: readonly number[];
  /** Of each search, the processor time of our own process; of an embedded database, its time too. */
  readonly cpuTimes: readonly number[];
}

interface Firm {
  readonly partnerId: string;
  readonly tier: string;
  readonly archetype: string;
}

interface Readership {
  readonly visibility: 'internal' | 'partner' | 'public';
  readonly partners?: readonly string[];
  readonly tiers?: readonly string[];
  readonly archetypes?: readonly string[];
}

interface MadeReader {
  readonly scope: Scope;
  /** Who reads: our own people alone, strangers, or the people of all of these firms. */
  readonly reads: 'staff' | 'public' | readonly Firm[];
}

const FIRMS: readonly Firm[] = ['ash', 'birch', 'cedar', 'dogwood', 'elm', 'fir'].map((partnerId, i) => ({
  partnerId,
  tier: ['Gold', 'Silver', 'Bronze'][i % 3]!,
  archetype: ['si', 'msp'][i % 2]!,
}));
const SECTIONS_A_PAGE = 20;
const WORDS_A_SECTION = 70;
const VOCABULARY = 8_000;
const TODAY = '2026-06-30';

/**
 * Indexes made pages of all kinds of readers in an empty database, and searches them as random readers for random words of
 * random pages, visible or not. What a reader may see is told here from the pages' own settings, not from the database.
 */
export async function searchAtRandom(
  database: Database,
  of: { passages: number; searches: number; seed: number },
): Promise<RandomSearches> {
  const random = createRandom(of.seed);
  const access = createAccess(database);
  await addFirms(database, access);
  const folder = mkdtempSync(join(tmpdir(), 'cosell-random-pages-'));
  try {
    const readerships = writePages(folder, Math.ceil(of.passages / SECTIONS_A_PAGE), random);
    const began = performance.now();
    const report = await indexFolder(access, folder);
    const indexSeconds = (performance.now() - began) / 1000;
    return {
      passages: report.passages,
      indexSeconds,
      ...(await search(access, of.searches, { random, readerships })),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function addFirms(database: Database, access: Access): Promise<void> {
  await migrate(database);
  await access.open(access.system, (connection) =>
    connection.query(
      `insert into partners (partner_id, name, tier, archetype, status)
       select partner_id, partner_id, tier, archetype, 'active'
       from unnest($1::text[], $2::text[], $3::text[]) as firm (partner_id, tier, archetype)
       on conflict do nothing`,
      [FIRMS.map((one) => one.partnerId), FIRMS.map((one) => one.tier), FIRMS.map((one) => one.archetype)],
    ),
  );
}

async function search(
  access: Access,
  searches: number,
  world: { random: Random; readerships: ReadonlyMap<string, Readership> },
): Promise<Omit<RandomSearches, 'passages' | 'indexSeconds'>> {
  const { random, readerships } = world;
  const everybody = await listReaders(access);
  const readers = createReaders();
  const times: number[] = [];
  const cpuTimes: number[] = [];
  let shown = 0;
  let leaked = 0;
  for (let i = 0; i < searches; i++) {
    const { scope, reads } = random.pick(everybody);
    const text = Array.from({ length: random.int(2, 8) }, () => drawWord(random)).join(' ');
    const [began, usedBefore] = [performance.now(), process.cpuUsage()];
    const { hits } = await access.open(scope, async (connection) =>
      findPassages(connection, await readers(connection), {
        text,
        k: 8,
        today: TODAY,
        arms: { words: true, embedder: null },
      }),
    );
    times.push(performance.now() - began);
    const used = process.cpuUsage(usedBefore);
    cpuTimes.push((used.user + used.system) / 1000);
    shown += hits.length;
    leaked += hits.filter(({ passage }) => !maySee(reads, readerships.get(passage.path)!)).length;
  }
  return { searches, shown, leaked, times, cpuTimes };
}

async function listReaders(access: Access): Promise<MadeReader[]> {
  const staff = { kind: 'staff', email: 'rep@vendor.example', name: 'Rep', role: 'rep' } as const;
  const [ash, birch, , dogwood] = FIRMS as [Firm, Firm, Firm, Firm];
  const grant = async (
    actor: Parameters<Access['grant']>[0],
    audience: Audience,
    reads: MadeReader['reads'],
  ) => ({
    scope: await access.grant(actor, audience),
    reads,
  });
  const room = (firms: readonly Firm[]): Audience => ({
    place: 'shared',
    partnerIds: firms.map((one) => one.partnerId),
  });
  return Promise.all([
    grant(staff, { place: 'dm' }, 'staff'),
    grant({ ...staff, role: 'partner_manager' }, { place: 'internal' }, 'staff'),
    grant(staff, { place: 'external' }, 'public'),
    grant({ kind: 'outsider', id: 'U1' }, { place: 'dm' }, 'public'),
    grant(staff, room([ash, birch]), [ash, birch]),
    grant(staff, room([ash, dogwood]), [ash, dogwood]),
    ...FIRMS.map((firm) =>
      grant(
        { kind: 'partner', email: `pat@${firm.partnerId}.example`, name: 'Pat', partnerId: firm.partnerId },
        { place: 'dm' },
        [firm],
      ),
    ),
  ]);
}

function maySee(reads: MadeReader['reads'], page: Readership): boolean {
  if (reads === 'staff' || page.visibility === 'public') return true;
  if (reads === 'public' || page.visibility === 'internal') return false;
  return reads.every(
    (firm) =>
      (page.partners?.includes(firm.partnerId) ?? true) &&
      (page.tiers?.includes(firm.tier) ?? true) &&
      (page.archetypes?.includes(firm.archetype) ?? true),
  );
}

function writePages(folder: string, pages: number, random: Random): Map<string, Readership> {
  const readerships = new Map<string, Readership>();
  for (let i = 0; i < pages; i++) {
    const under = `part-${Math.floor(i / 500)}`;
    if (i % 500 === 0) mkdirSync(join(folder, under));
    const readership = drawReadership(random);
    const path = `${under}/page-${i}.md`;
    readerships.set(`playbook/${path}`, readership);
    const sections = Array.from({ length: SECTIONS_A_PAGE }, () => {
      const words = Array.from({ length: WORDS_A_SECTION }, () => drawWord(random));
      return `## ${drawWord(random)} ${drawWord(random)}\n\n${words.join(' ')}.\n`;
    });
    writeFileSync(
      join(folder, path),
      `---\n${JSON.stringify({ title: `Page ${i}`, ...readership })}\n---\n\n${sections.join('\n')}`,
    );
  }
  return readerships;
}

function drawReadership(random: Random): Readership {
  const firm = random.pick(FIRMS);
  return random.pick<Readership>([
    { visibility: 'internal' },
    { visibility: 'public' },
    { visibility: 'partner' },
    { visibility: 'partner', partners: [firm.partnerId] },
    { visibility: 'partner', tiers: [firm.tier] },
    { visibility: 'partner', archetypes: [firm.archetype] },
    { visibility: 'partner', partners: [firm.partnerId, random.pick(FIRMS).partnerId], tiers: [firm.tier] },
  ]);
}

/** Few words are frequent and most are rare, as in language (Zipf). */
function drawWord(random: Random): string {
  const rank = Math.floor(VOCABULARY ** random.next()) - 1;
  const letters = 'bcdfghjklmnprstv';
  const vowels = 'aeiou';
  const syllable = (n: number) => `${letters[n % 16]}${vowels[Math.floor(n / 16) % 5]}`;
  return `${syllable(rank % 80)}${syllable(Math.floor(rank / 80) % 80)}${syllable((rank * 7) % 80)}n`;
}

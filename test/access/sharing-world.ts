import type { App } from '../../src/app.ts';
import { insertAccount, insertOpportunity, insertPartner, insertPerson, insertRow } from '../setup/rows.ts';

export const LEVELS = ['hidden', 'count', 'overlap', 'full'] as const;
export const POPULATIONS = ['customer', 'open_opportunity', 'prospect'] as const;
type Population = (typeof POPULATIONS)[number];
type Level = (typeof LEVELS)[number];

const THEIR_FIELDS = [
  'name',
  'domain',
  'country',
  'owner_name',
  'owner_email',
  'last_activity_on',
  'customer_since',
  'stage',
  'amount',
] as const;
const OUR_FIELDS = [
  'name',
  'domain',
  'country',
  'owner_name',
  'owner_email',
  'last_activity_on',
  'customer_since',
] as const;

/** Field presets: all; two fields; all others. Between them each field is shown and left out. */
const PRESETS = [
  [],
  ['name', 'country'],
  ['population', 'domain', ...THEIR_FIELDS.filter((field) => field !== 'name' && field !== 'country')],
] as const;

/** One side's row about one company, each field a mark that stands nowhere else. */
interface Marked {
  readonly partnerId: string;
  readonly population: Population;
  readonly level: Level;
  readonly preset: readonly string[];
  readonly isCommon: boolean;
  readonly marks: Readonly<Record<string, string>>;
}

/** What the rules say of a mark: whether the other side reads it. Written here from the words of the company folder's format. */
export function isDisclosed(row: Marked, field: string): boolean {
  const reaches = row.isCommon ? ['overlap', 'full'] : ['full'];
  return reaches.includes(row.level) && (row.preset.length === 0 || row.preset.includes(field));
}

/**
 * Partners with every level in both directions, for every population, with every preset. Each has one company of each
 * population that is an account of ours as well and one that is not.
 */
export async function openSharingWorld(app: App): Promise<{ theirs: Marked[]; ours: Marked[] }> {
  const { access } = app;
  const theirs: Marked[] = [];
  const ours: Marked[] = [];
  let serial = 100;
  await insertRow(access, 'company', {
    name: 'Us',
    settings: { name: 'Us', domain: 'us.example', currency: 'EUR' },
  });
  for (const [i] of LEVELS.entries()) {
    for (const [j, preset] of PRESETS.entries()) {
      const partnerId = `p${i}${j}`;
      await insertPartner(access, { partner_id: partnerId });
      for (const [k, population] of POPULATIONS.entries()) {
        const level = LEVELS[(i + k) % LEVELS.length] ?? 'hidden';
        const ourLevel = LEVELS[(i + j + k + 1) % LEVELS.length] ?? 'hidden';
        const ourPreset = PRESETS[(j + 1) % PRESETS.length] ?? [];
        const rule = { partner_id: partnerId, population };
        await insertRow(access, 'sharing', { ...rule, direction: 'theirs_to_us', level, fields: preset });
        await insertRow(access, 'sharing', {
          ...rule,
          direction: 'ours_to_them',
          level: ourLevel,
          fields: ourPreset,
        });
        for (const isCommon of [true, false]) {
          serial += 1;
          const marks = markTheirs(serial);
          theirs.push({ partnerId, population, level, preset, isCommon, marks });
          await addRecord(app, { partnerId, population, serial, marks });
          if (!isCommon) continue;
          const ourMarks = markOurs(serial);
          ours.push({ partnerId, population, level: ourLevel, preset: ourPreset, isCommon, marks: ourMarks });
          await addAccount(app, { population, serial, marks: ourMarks });
          // A person's word makes the pair, so that the two names need have nothing in common.
          await insertRow(access, 'match_decisions', {
            partner_id: partnerId,
            record_id: `r${serial}`,
            account_id: `a${serial}`,
            same: true,
            decided_by: 'pm@us.example',
            decided_at: '2026-06-01T00:00Z',
          });
        }
      }
    }
  }
  await app.services.accounts.link(access.system);
  return { theirs, ours };
}

/** Field names of each side. */
export const FIELDS = { theirs: THEIR_FIELDS, ours: OUR_FIELDS };

function markTheirs(serial: number): Record<string, string> {
  const n = String(serial).padStart(3, '0');
  return {
    name: `Theirname${n}`,
    domain: `theirdomain${n}.example`,
    country: `T${n}`,
    owner_name: `Theirowner${n}`,
    owner_email: `theirmail${n}@p.example`,
    last_activity_on: dayOf(2001, serial),
    customer_since: dayOf(2003, serial),
    stage: `theirstage${n}`,
    amount: `9081${n}00`,
  };
}

function markOurs(serial: number): Record<string, string> {
  const n = String(serial).padStart(3, '0');
  return {
    name: `Ourname${n}`,
    domain: `ourdomain${n}.example`,
    country: `O${n}`,
    owner_name: `Ourowner${n}`,
    owner_email: `ourmail${n}@us.example`,
    last_activity_on: dayOf(2005, serial),
    customer_since: dayOf(2007, serial),
  };
}

/** A day of its own for each serial number up to some hundred. */
function dayOf(year: number, serial: number): string {
  return new Date(Date.UTC(year, 0, serial - 99)).toISOString().slice(0, 10);
}

function addRecord(
  { access }: App,
  of: { partnerId: string; population: Population; serial: number; marks: Record<string, string> },
): Promise<void> {
  const { amount, ...marks } = of.marks;
  return insertRow(access, 'partner_accounts', {
    partner_id: of.partnerId,
    record_id: `r${of.serial}`,
    populations: [of.population],
    ...marks,
    amount_minor: Number(amount),
    currency: 'EUR',
  });
}

async function addAccount(
  { access }: App,
  of: { population: Population; serial: number; marks: Record<string, string> },
): Promise<void> {
  const { marks, serial, population } = of;
  const account_id = `a${serial}`;
  await insertPerson(access, { email: marks.owner_email ?? '', name: marks.owner_name, role: 'rep' });
  await insertAccount(access, {
    account_id,
    name: marks.name,
    domain: marks.domain,
    country: marks.country,
    owner_email: marks.owner_email,
    status: population,
  });
  await insertOpportunity(access, {
    opportunity_id: `o${serial}`,
    account_id,
    last_activity_on: marks.last_activity_on,
  });
  await insertRow(access, 'subscriptions', {
    subscription_id: `s${serial}`,
    account_id,
    started_on: marks.customer_since,
  });
}

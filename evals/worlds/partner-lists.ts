import type { AccountBook } from './accounts.ts';
import { drawAmount } from './accounts.ts';
import type { Company } from './company.ts';
import { misspell, type Spelling } from './misspell.ts';
import type { Random } from './random.ts';
import type { Relation } from './relations.ts';
import type { Account, Cell } from './rows.ts';

/** A row of a partner's list, and the account that it truly is. */
export interface PartnerRecord {
  readonly partnerId: string;
  readonly partnerRecordId: string;
  readonly name: string;
  readonly domain: string | null;
  readonly country: string | null;
  readonly population: readonly string[];
  readonly ownerName: string | null;
  readonly ownerEmail: string | null;
  readonly lastActivityOn: string | null;
  readonly customerSince: string | null;
  readonly stage: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly trueAccountId: string | null;
  readonly spelling: string;
}

const STAGES = ['discovery', 'evaluation', 'proposal', 'contract', 'verbal'];

/** How the partners that know the hero write it, in turn. */
const HERO_SPELLINGS: readonly string[] = [
  'abbreviated',
  'upper case',
  'typo',
  'no legal form',
  'lower case',
  'with a place',
  'first word only',
  'with The',
  'with a remark',
];

/** Every relation as a row, some as two, in the partners' own spelling. Rows of one partner stand together. */
export function writePartnerLists(
  world: { company: Company; accounts: AccountBook; relations: readonly Relation[] },
  random: Random,
): PartnerRecord[] {
  const { company, accounts, relations } = world;
  let heroes = 0;
  return relations.flatMap((relation) => {
    const isHero = relation.accountId === accounts.hero.accountId;
    const kind = isHero ? HERO_SPELLINGS[heroes++ % HERO_SPELLINGS.length] : undefined;
    const account = accounts.accounts.find((one) => one.accountId === relation.accountId);
    const write = (spelling: Spelling) => writeRecord({ company, relation, account, spelling }, random);
    const first = write(misspell(relation.firm, random, kind));
    return random.chance(0.07) ? [first, write(misspell(relation.firm, random, 'no legal form'))] : [first];
  });
}

function writeRecord(
  subject: { company: Company; relation: Relation; account: Account | undefined; spelling: Spelling },
  random: Random,
): PartnerRecord {
  const { company, relation, account, spelling } = subject;
  const open = relation.populations.includes('open_opportunity');
  const money = open && account ? drawAmount(company, account, random) : null;
  const known = random.chance(0.9);
  return {
    partnerId: relation.partnerId,
    partnerRecordId: company.ids('record'),
    name: spelling.name,
    domain: spelling.domain,
    country: random.chance(0.85) ? relation.firm.country : null,
    population: relation.populations,
    ownerName: known ? relation.owner.name : null,
    ownerEmail: known && random.chance(0.9) ? relation.owner.email : null,
    lastActivityOn: random.chance(0.85) ? relation.lastActivityOn : null,
    customerSince: relation.customerSince,
    stage: open ? random.pick(STAGES) : null,
    amount: money?.amount ?? null,
    currency: money?.currency ?? null,
    trueAccountId: relation.accountId,
    spelling: spelling.kind,
  };
}

/** A list as its partner's system exports it: which columns, in which order, and whether a byte order mark leads. */
export interface ListShape {
  readonly columns: readonly string[];
  readonly byteOrderMark: boolean;
}

const USUAL =
  'partner_id partner_record_id name domain country population owner_name owner_email last_activity_on customer_since stage amount currency';

/** The usual columns for most; every ninth list lacks the record id, others come in another order or with columns of their own. */
export function shapeOfList(at: number): ListShape {
  const columns = USUAL.split(' ');
  if (at % 9 === 4)
    return { columns: columns.filter((one) => one !== 'partner_record_id'), byteOrderMark: false };
  if (at % 9 === 5) return { columns: [...columns.slice(1).reverse(), 'partner_id'], byteOrderMark: true };
  if (at % 9 === 6) return { columns: [...columns, 'segment'], byteOrderMark: false };
  if (at % 9 === 7)
    return {
      columns: 'partner_id partner_record_id name domain population'.split(' '),
      byteOrderMark: false,
    };
  return { columns, byteOrderMark: false };
}

/** A record with the columns that the format does not know. */
export function withOwnColumns(record: PartnerRecord): Readonly<Record<string, Cell>> {
  return { ...record, segment: (record.amount ?? 0) > 100000 ? 'Enterprise' : 'Mid-market' };
}

import type { ScopedConnection } from '../access/access.ts';
import type * as accountStore from './account-store.ts';
import { compareRecords, type KeptPair, type RecordComparer } from './compare-records.ts';
import { hashOf, type LinkBasis } from './link-basis.ts';
import * as linkStateStore from './link-state-store.ts';
import * as listStore from './list-store.ts';
import { chooseAccounts, type WeighedRow } from './matching/link-lists.ts';
import { toProbability } from './matching/score.ts';
import * as overlapStore from './overlap-store.ts';
import type { Population, SharingDirection, SharingLevel } from './types.ts';

const OPENNESS: readonly SharingLevel[] = ['hidden', 'count', 'overlap', 'full'];

/** The fields of a partner's record that a sharing rule may name. */
const SHARED_FIELDS = [
  'owner_name',
  'owner_email',
  'last_activity_on',
  'customer_since',
  'stage',
  'amount',
] as const;

/** One partner's list and our accounts, with what compares them. */
export interface LinkTask {
  readonly partnerId: string;
  readonly accounts: readonly accountStore.AccountRow[];
  readonly basis: LinkBasis;
  readonly compare: RecordComparer;
  readonly today: string;
}

/** How many of a partner's records are linked. */
export interface LinkCounts {
  readonly matches: number;
  readonly reviews: number;
}

/**
 * Brings one partner's overlaps up to date, with as much of each record as the sharing rules disclose. A person's decision on
 * a pair outranks the score: a refused pair is left out before the best is chosen. A list on which nothing moved is left as
 * it is, and of any other only the records that changed are compared anew; the outcome is that of linking from nothing.
 */
export async function linkPartnerRecords(connection: ScopedConnection, task: LinkTask): Promise<LinkCounts> {
  const { partnerId, basis } = task;
  const decisions = await listStore.listMatchDecisions(connection, partnerId);
  const readState = async () => ({
    list: `partner:${partnerId}`,
    state: hashOf([basis, decisions, await linkStateStore.hashPartnerLinks(connection, partnerId)]),
  });
  if (!(await linkStateStore.isLinkState(connection, await readState()))) {
    await relinkRecords(connection, task, decisions);
    await linkStateStore.putLinkState(connection, await readState());
  }
  return overlapStore.countLinks(connection, partnerId);
}

async function relinkRecords(
  connection: ScopedConnection,
  task: LinkTask,
  decisions: readonly listStore.MatchDecisionRow[],
): Promise<void> {
  const { partnerId, accounts, basis, compare, today } = task;
  const records = await listStore.listPartnerRecords(connection, partnerId);
  const sharing = await listStore.listSharing(connection, partnerId);
  const compared = await compareRecords(connection, {
    partnerId,
    records,
    matching: basis.matching,
    compare,
  });
  const links = applyDecisions(chooseLinks(compared, decisions), decisions);
  const accountOf = new Map(accounts.map((account) => [account.accountId, account]));
  const recordOf = new Map(records.map((record) => [record.recordId, record]));
  const rows = links.flatMap((link) => {
    const account = accountOf.get(link.accountId);
    const record = recordOf.get(link.recordId);
    return account && record ? [discloseOverlap(link, { account, record, sharing })] : [];
  });
  await overlapStore.replaceOverlaps(connection, { partnerId, rows, today });
  await overlapStore.recountOverlaps(connection, partnerId);
}

interface RecordLink {
  readonly recordId: string;
  readonly accountId: string;
  readonly score: number;
  readonly decision: 'match' | 'review';
  readonly explanation: string;
}

/** The best account of each record once the pairs that a person refused are out, so that the next best comes forward. */
function chooseLinks(
  rows: readonly WeighedRow<KeptPair>[],
  decisions: readonly listStore.MatchDecisionRow[],
): RecordLink[] {
  const refused = new Set(
    decisions.filter((one) => one.verdict === 'not_same').map((one) => keyOf(one.recordId, one.accountId)),
  );
  const open = rows.map(({ left, compared }) => ({
    left,
    compared: compared.filter((pair) => !refused.has(keyOf(left, pair.record))),
  }));
  return chooseAccounts(open).map(({ left, best, logOdds, decision }) => ({
    recordId: left,
    accountId: best.record,
    score: toProbability(logOdds),
    decision,
    explanation: best.explanation,
  }));
}

function applyDecisions(
  links: readonly RecordLink[],
  decisions: readonly listStore.MatchDecisionRow[],
): RecordLink[] {
  const confirmed = new Map(
    decisions.filter((one) => one.verdict === 'same').map((one) => [one.recordId, one]),
  );
  const doubted = new Map(
    decisions
      .filter((one) => one.verdict === 'doubted')
      .map((one) => [keyOf(one.recordId, one.accountId), one]),
  );
  const kept = links
    .filter((link) => !confirmed.has(link.recordId))
    .map((link) => {
      const doubt = doubted.get(keyOf(link.recordId, link.accountId));
      return doubt ? doubtLink(link, doubt) : link;
    });
  const decided = [...confirmed.values()].map(confirmLink);
  return [...kept, ...decided].sort((a, b) => (a.recordId < b.recordId ? -1 : 1));
}

function keyOf(recordId: string, accountId: string): string {
  return `${recordId}\n${accountId}`;
}

function confirmLink(word: listStore.MatchDecisionRow): RecordLink {
  const { recordId, accountId } = word;
  const explanation = `confirmed by ${word.by} on ${word.on}`;
  return { recordId, accountId, score: 1, decision: 'match', explanation };
}

function doubtLink(link: RecordLink, word: listStore.MatchDecisionRow): RecordLink {
  const spoken = link.explanation.replace(/(?:^|; )but doubted by .*$/, '');
  const explanation = [spoken, `but doubted by ${word.by} on ${word.on}`].filter(Boolean).join('; ');
  return { ...link, decision: 'review', explanation };
}

/**
 * Gives one record the overlap that a person's word on its pair makes of it, and recounts the partner's overlaps. Only for
 * words that need no matching: a confirmed pair is a match, a doubted one waits for review. Passes over a record or account
 * that is gone.
 */
export async function settleRecord(
  connection: ScopedConnection,
  settled: {
    partnerId: string;
    word: listStore.MatchDecisionRow;
    account: accountStore.AccountRow;
    today: string;
  },
): Promise<void> {
  const { partnerId, word, account, today } = settled;
  const record = await listStore.getPartnerRecord(connection, { partnerId, recordId: word.recordId });
  const known = await overlapStore.getOverlapLink(connection, { partnerId, recordId: word.recordId });
  if (!record) return;
  if (word.verdict === 'doubted' && known?.accountId !== word.accountId) return;
  const link = word.verdict === 'same' ? confirmLink(word) : known && doubtLink(known, word);
  if (!link) return;
  const sharing = await listStore.listSharing(connection, partnerId);
  const row = discloseOverlap(link, { account, record, sharing });
  await overlapStore.putOverlap(connection, { partnerId, row, today });
  await overlapStore.recountOverlaps(connection, partnerId);
}

function discloseOverlap(
  link: RecordLink,
  facts: {
    account: accountStore.AccountRow;
    record: listStore.PartnerRecordRow;
    sharing: readonly listStore.SharingRow[];
  },
): overlapStore.OverlapRow {
  // A record in no known population falls under no rule: they gave us the file.
  const populations = facts.record.populations;
  const theirs: SharingRule[] =
    populations.length > 0
      ? populations.map((population) => ruleFor(facts.sharing, population, 'theirs_to_us'))
      : [{ level: 'full', fields: [] }];
  const ours = ruleFor(facts.sharing, facts.account.status, 'ours_to_them');
  const level = mostOpen(theirs.map((rule) => rule.level));
  const showing = theirs.filter((rule) => rule.level === 'overlap' || rule.level === 'full');
  const disclosed = SHARED_FIELDS.filter((field) => showing.some((rule) => allows(rule, field)));
  return {
    record_id: link.recordId,
    account_id: link.accountId,
    score: link.score,
    decision: link.decision,
    explanation: link.explanation,
    level,
    our_level: ours.level,
    our_population: facts.account.status,
    disclosed,
    withheld: SHARED_FIELDS.filter((field) => !disclosed.includes(field)),
    show_our_owner: (ours.level === 'overlap' || ours.level === 'full') && allows(ours, 'owner_email'),
  };
}

interface SharingRule {
  readonly level: SharingLevel;
  readonly fields: readonly string[];
}

/** Where the company says nothing: they gave us the file, so all of it; of ours, nothing. */
function ruleFor(
  rows: readonly listStore.SharingRow[],
  population: Population,
  direction: SharingDirection,
): SharingRule {
  const row = rows.find((one) => one.population === population && one.direction === direction);
  return row ?? { level: direction === 'theirs_to_us' ? 'full' : 'hidden', fields: [] };
}

function allows(rule: SharingRule, field: string): boolean {
  return rule.fields.length === 0 || rule.fields.includes(field);
}

function mostOpen(levels: readonly SharingLevel[]): SharingLevel {
  return OPENNESS[Math.max(...levels.map((level) => OPENNESS.indexOf(level)))] ?? 'hidden';
}

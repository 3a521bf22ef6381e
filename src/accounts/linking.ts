import type { ScopedConnection } from '../access/access.ts';
import type * as accountStore from './account-store.ts';
import { compareRecords, type KeptPair, type RecordComparer } from './compare-records.ts';
import * as countStore from './count-store.ts';
import { hashOf, type LinkBasis } from './link-basis.ts';
import * as linkStateStore from './link-state-store.ts';
import * as listStore from './list-store.ts';
import { chooseAccounts, type WeighedRow } from './matching/link-lists.ts';
import { toProbability } from './matching/score.ts';
import * as overlapStore from './overlap-store.ts';
import { disclose, ruleFor, type SharingRule } from './sharing-rules.ts';
import * as whitespaceStore from './whitespace-store.ts';

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
  await overlapStore.refreshShownFacts(connection, partnerId);
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
  await whitespaceStore.refreshWhitespace(connection, {
    partnerId,
    disclosures: discloseWhitespace(records, sharing),
    today,
  });
  await countStore.recountOverlaps(connection, { partnerId, sharing });
}

/** What may be shown of records that are no account of ours, for each set of populations that occurs. */
function discloseWhitespace(
  records: readonly listStore.PartnerRecordRow[],
  sharing: readonly SharingRule[],
): whitespaceStore.WhitespaceDisclosure[] {
  const sets = new Map(records.map(({ populations }) => [populations.join(), populations]));
  return [...sets.values()].flatMap((of) => {
    const { level, populations, fields, withheld } = disclose(
      of.map((population) => ruleFor(sharing, population, 'theirs_to_us')),
      'full',
    );
    return level === 'full' ? [{ of, populations, disclosed: fields, withheld }] : [];
  });
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
  await whitespaceStore.refreshWhitespace(connection, {
    partnerId,
    disclosures: discloseWhitespace([record], sharing),
    today,
    recordId: record.recordId,
  });
  await countStore.recountOverlaps(connection, { partnerId, sharing });
}

function discloseOverlap(
  link: RecordLink,
  facts: {
    account: accountStore.AccountRow;
    record: listStore.PartnerRecordRow;
    sharing: readonly SharingRule[];
  },
): overlapStore.OverlapRow {
  const theirs = disclose(
    facts.record.populations.map((population) => ruleFor(facts.sharing, population, 'theirs_to_us')),
    'overlap',
  );
  const ours = disclose([ruleFor(facts.sharing, facts.account.status, 'ours_to_them')], 'overlap');
  return {
    record_id: link.recordId,
    account_id: link.accountId,
    score: link.score,
    decision: link.decision,
    explanation: link.explanation,
    level: theirs.level,
    our_level: ours.level,
    our_population: facts.account.status,
    populations: theirs.populations,
    disclosed: theirs.fields,
    withheld: theirs.withheld,
    shown: ours.fields,
  };
}

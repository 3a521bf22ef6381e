import type { Access } from '../../access/access.ts';
import type { Overlap } from '../../accounts/types.ts';
import { addDays, type IsoDate } from '../../dates.ts';
import type { NoticeDraft } from '../types.ts';
import type { Sources } from './jobs.ts';
import { listColleagues, type Reader } from './people.ts';

/** How long something is news: a process that was down for a week tells it late, and not at all after that. */
const NEWS_DAYS = 7;

/** So many companies are named; a partner's first list may hold hundreds. */
const NAMED = 3;

/** Tells the owner of an open deal that a partner's list has come to hold its company. */
export async function tellNewOverlaps(sources: Sources, today: IsoDate): Promise<NoticeDraft[]> {
  const firstLists = await listFirstLists(sources.access);
  const drafts: NoticeDraft[] = [];
  for (const reader of await listColleagues(sources.access)) {
    const told = await tellOne(sources, reader, today);
    // A partner's first list is no change: all of it would be news at once.
    drafts.push(...told.filter((one) => one.aboutOn !== firstLists.get(one.partnerId ?? '')));
  }
  return drafts;
}

/** The day of each partner's first list, which is said to nobody. */
async function listFirstLists(access: Access): Promise<ReadonlyMap<string, IsoDate>> {
  const rows = await access.open(access.system, (connection) =>
    connection.query<{ partnerId: string; firstOn: IsoDate }>(
      `select partner_id as "partnerId", min(first_seen_on) as "firstOn"
       from account_overlaps
       group by partner_id
       order by partner_id`,
    ),
  );
  return new Map(rows.map((row) => [row.partnerId, row.firstOn]));
}

async function tellOne({ services }: Sources, reader: Reader, today: IsoDate): Promise<NoticeDraft[]> {
  const { accounts } = services;
  const deals = await accounts.opportunities(reader.scope, { ownerEmail: reader.email, openOnly: true });
  if (deals.length === 0) return [];
  const found = await accounts.overlaps(reader.scope, {
    accountIds: [...new Set(deals.map((deal) => deal.accountId))],
    since: addDays(today, -NEWS_DAYS),
    decision: 'match',
  });
  return [...groupByList(found).values()].map((overlaps) => describe(reader, overlaps));
}

/** What one partner's list brought on one day is one message. */
function groupByList(overlaps: readonly Overlap[]): Map<string, [Overlap, ...Overlap[]]> {
  const lists = new Map<string, [Overlap, ...Overlap[]]>();
  for (const overlap of overlaps) {
    const key = `${overlap.partnerId}\n${overlap.firstSeenOn}`;
    const known = lists.get(key);
    if (known) known.push(overlap);
    else lists.set(key, [overlap]);
  }
  return lists;
}

function describe(reader: Reader, overlaps: readonly [Overlap, ...Overlap[]]): NoticeDraft {
  const [{ partnerId, partnerName, firstSeenOn }] = overlaps;
  const names = [...new Set(overlaps.map((one) => one.accountName))];
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  const deals = names.length === 1 ? 'an open deal' : 'open deals';
  return {
    kind: 'overlap_new',
    registrationId: null,
    subject: partnerId,
    partnerId,
    audience: 'internal',
    recipient: reader.email,
    aboutOn: firstSeenOn,
    dueOn: firstSeenOn,
    body: `${partnerName} now knows ${names.slice(0, NAMED).join(', ')}${more}, where you have ${deals}. Ask me who to bring in.`,
  };
}

import * as fuzzball from 'fuzzball';
import MiniSearch from 'minisearch';
import { getDomain } from 'tldts';
import type { AccountRecord } from '../../src/accounts/matching/types.ts';
import { MAIL_HOSTS } from './list-words.ts';

export type Library = 'fuzzball' | 'minisearch';

/** The best account of a left row, with the library's own score. */
export interface LibraryLink {
  readonly left: string;
  readonly right: string;
  readonly score: number;
}

/** Words that stand in more names than this are not looked up: in a hundredth of them, and never in more than a hundred. */
const MOST_POSTINGS = { least: 10, share: 0.01, most: 100 };
/** The rarest words of a name bring the accounts that it is compared with. */
const RARE_WORDS = 2;

/** How a team without a matcher of its own would find the best account of each row of a list with one library. */
export function createLibraryLinker(
  library: Library,
  right: readonly AccountRecord[],
): (row: AccountRecord) => LibraryLink | null {
  return library === 'fuzzball' ? linkByFuzzball(right) : linkByMinisearch(right);
}

/**
 * The same domain, else the highest `token_set_ratio` among the accounts that share one of the name's two rarest words; a
 * country that differs costs 5 of 100.
 */
function linkByFuzzball(right: readonly AccountRecord[]): (row: AccountRecord) => LibraryLink | null {
  const accounts = right.map((record) => ({ record, name: fuzzball.full_process(record.name) }));
  const byWord = new Map<string, number[]>();
  const byDomain = new Map<string, number>();
  const rare = Math.min(
    MOST_POSTINGS.most,
    Math.max(MOST_POSTINGS.least, MOST_POSTINGS.share * right.length),
  );
  accounts.forEach(({ record, name }, i) => {
    for (const word of new Set(name.split(' '))) {
      const postings = byWord.get(word);
      if (postings) postings.push(i);
      else byWord.set(word, [i]);
    }
    const domain = domainOf(record);
    if (domain) byDomain.set(domain, i);
  });
  return (row) => {
    const sameDomain = byDomain.get(domainOf(row) ?? '');
    const owner = sameDomain === undefined ? undefined : accounts[sameDomain];
    if (owner) return { left: row.id, right: owner.record.id, score: 101 };
    const name = fuzzball.full_process(row.name);
    let best: LibraryLink | null = null;
    for (const place of candidatesOf(name, byWord, rare)) {
      const account = accounts[place];
      if (!account) continue;
      const conflict = row.country && account.record.country && row.country !== account.record.country;
      const ratio = fuzzball.token_set_ratio(name, account.name, { full_process: false });
      const score = ratio - (conflict ? 5 : 0);
      if (score > (best?.score ?? 0)) best = { left: row.id, right: account.record.id, score };
    }
    return best;
  };
}

function candidatesOf(
  name: string,
  byWord: ReadonlyMap<string, readonly number[]>,
  rare: number,
): Set<number> {
  const postings = [...new Set(name.split(' '))]
    .flatMap((word) => {
      const found = byWord.get(word);
      return found && found.length <= rare ? [found] : [];
    })
    .sort((a, b) => a.length - b.length);
  return new Set(postings.slice(0, RARE_WORDS).flat());
}

/** The first of a search for the name and the domain, spelling errors of a fifth of a word's length allowed. */
function linkByMinisearch(right: readonly AccountRecord[]): (row: AccountRecord) => LibraryLink | null {
  const search = new MiniSearch<{ id: string; name: string; domain: string }>({ fields: ['name', 'domain'] });
  search.addAll(right.map((one) => ({ id: one.id, name: one.name, domain: domainOf(one) ?? '' })));
  return (row) => {
    const [best] = search.search(`${row.name} ${domainOf(row) ?? ''}`, { fuzzy: 0.2 });
    return best ? { left: row.id, right: String(best.id), score: best.score } : null;
  };
}

function domainOf(record: AccountRecord): string | null {
  const domain = record.domain ? getDomain(record.domain) : null;
  return domain && !MAIL_HOSTS.includes(domain) ? domain : null;
}

import type { Citation } from '../agent/types.ts';
import type { Evidence } from './evidence.ts';
import type { Hit } from './search.ts';
import type { FoundPassage } from './search-store.ts';
import { isTableRow, sayRow } from './tables.ts';

/** A sentence of the playbook beside the evidence that chose it. */
export interface Quote {
  readonly citation: Citation;
  readonly passage: FoundPassage;
  readonly evidence: Evidence;
  readonly score: number;
}

/** How much of a quote's rank the whole passage's rank decides. */
const PASSAGE_SHARE = 0.5;
const LEAST_OF_BEST = 0.55;
const SENTENCES_A_PASSAGE = 3;

/** The best sentences of the best passages, word for word; at most `limit`, and none far behind the first. */
export function chooseQuotes(hits: readonly Hit[], limit: number): Quote[] {
  const quotes = hits.flatMap((hit) =>
    hit.evidence
      .filter((evidence) => evidence.score > 0)
      .slice(0, SENTENCES_A_PASSAGE)
      .map((evidence) => ({
        citation: cite(hit.passage, evidence.sentence),
        passage: hit.passage,
        evidence,
        score: PASSAGE_SHARE * hit.score + (1 - PASSAGE_SHARE) * evidence.score,
      })),
  );
  quotes.sort((a, b) => b.score - a.score || order(a, b));
  const current = dropReplaced(quotes);
  const distinct = current.filter((quote, i) => current.findIndex((one) => sameWords(one, quote)) === i);
  const best = distinct[0]?.score ?? 0;
  return distinct.slice(0, limit).filter((quote) => quote.score >= LEAST_OF_BEST * best);
}

/** What a newer edition has replaced is not quoted beside it: two numbers for one matter would look like a contradiction. */
function dropReplaced(quotes: readonly Quote[]): Quote[] {
  const best = quotes.find((quote) => !quote.passage.outdated);
  return quotes.filter(
    (quote) => !quote.passage.outdated || !best || best.score < LEAST_OF_BEST * quote.score,
  );
}

/** A citation of a sentence in a passage, under the heading that stands nearest above it. */
export function cite(passage: FoundPassage, quote: string): Citation {
  const above = passage.text.slice(0, passage.text.indexOf(quote));
  const nearest = [...above.matchAll(/^\s{0,3}#{1,6}\s+(.+?)[ \t#]*$/gm)].at(-1)?.[1];
  const heading = nearest?.replace(/[*`]|\{[:#][^}]*\}/g, '').trim() ?? passage.heading;
  const reads = isTableRow(quote) ? sayRow(passage.text, quote) : null;
  const { path, title, url } = passage;
  return { path, title, heading, quote, ...(reads ? { reads } : {}), url };
}

function sameWords(a: Quote, b: Quote): boolean {
  return a.citation.quote.replace(/\W+/g, ' ') === b.citation.quote.replace(/\W+/g, ' ');
}

function order(a: Quote, b: Quote): number {
  const [left, right] = [a.citation, b.citation];
  if (left.path !== right.path) return left.path < right.path ? -1 : 1;
  return a.passage.position - b.passage.position || (left.quote < right.quote ? -1 : 1);
}

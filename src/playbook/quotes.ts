import type { Citation } from '../agent/types.ts';
import type { Evidence } from './evidence.ts';
import type { Hit } from './search.ts';
import type { FoundPassage } from './search-store.ts';
import { type OwnLine, readLine, type Standing, tiersBeside } from './standing.ts';
import { isTableRow, rowsBeside, sayRow } from './tables.ts';

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

/** What is for the one who asks stands before what is for all, where both speak of the question. */
const OWN_GAIN = 1.6;

/**
 * The best sentences of the best passages, word for word; at most `limit`, and none far behind the first. With a standing,
 * a table or list by tier is quoted by that partner's own line, and lines for other tiers are left out.
 */
export function chooseQuotes(
  hits: readonly Hit[],
  limit: number,
  asker?: { readonly standing: Standing; readonly question: string },
): Quote[] {
  const tiersNamed = asker
    ? [...new Set(hits.flatMap((hit) => tiersBeside(hit.passage.text, asker.standing)))]
    : [];
  const quotes = hits.flatMap((hit) =>
    (asker
      ? keepOwn(hit, { ...asker, tiersNamed })
      : hit.evidence.map((evidence) => ({ evidence, own: null }))
    )
      .filter(({ evidence }) => evidence.score > 0)
      .slice(0, SENTENCES_A_PASSAGE)
      .map(({ evidence, own }) => ({
        citation: { ...cite(hit.passage, evidence.sentence), ...sayOwn(own) },
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

interface Weighed {
  readonly evidence: Evidence;
  readonly own: OwnLine | null;
}

/**
 * The evidence of a passage without the lines for others. A partner's own row speaks of the question as well as the best
 * row of its table does: their columns and headings are the same.
 */
function keepOwn(
  hit: Hit,
  by: { readonly standing: Standing; readonly question: string; readonly tiersNamed: readonly string[] },
): Weighed[] {
  const { text } = hit.passage;
  const read = hit.evidence.map((evidence) => ({
    evidence,
    own: readLine({ text, line: evidence.sentence, ...by }, by.standing),
  }));
  const bestBeside = (line: string, own: OwnLine) => {
    const rows = own.form === 'row' ? rowsBeside(text, line) : [line];
    const beside = read.filter(({ evidence }) => rows.includes(evidence.sentence));
    return beside.reduce(
      (best, { evidence }) => (evidence.score > best.score ? evidence : best),
      beside[0]!.evidence,
    );
  };
  return read
    .flatMap(({ evidence, own }): Weighed[] => {
      if (own === 'other') return [];
      if (!own) return [{ evidence, own: null }];
      const best = bestBeside(evidence.sentence, own);
      return [{ evidence: { ...best, sentence: evidence.sentence, score: OWN_GAIN * best.score }, own }];
    })
    .sort((a, b) => b.evidence.score - a.evidence.score);
}

function sayOwn(own: OwnLine | null): Pick<Citation, 'holdsFor' | 'reads'> {
  return own ? { holdsFor: own.holdsFor, ...(own.reads ? { reads: own.reads } : {}) } : {};
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

import type { Access, ScopedConnection } from '../access/access.ts';
import { refuseInWords } from '../access/refusals.ts';
import type { Scope } from '../access/types.ts';
import type { Citation } from '../agent/types.ts';
import type { CompanyService } from '../company/service.ts';
import { AppError } from '../errors.ts';
import { isConfident } from './confidence.ts';
import { type Contradiction, findContradictions } from './contradictions.ts';
import type { Embedder } from './embedder.ts';
import { indexFolder } from './ingest.ts';
import { type Lesson, planLessons } from './learning.ts';
import { listCourses, readLearner } from './learning-store.ts';
import { keepQuestion } from './question-log.ts';
import { chooseQuotes, cite } from './quotes.ts';
import { createReaders, type Reader } from './reader.ts';
import { type PlaybookReview, reviewPlaybook } from './review.ts';
import { RULE_TOPICS, type RuleTopic } from './rule-topics.ts';
import { findPassages, type Hits } from './search.ts';
import { readStanding } from './standing-store.ts';
import type { IndexReport, SearchResult } from './types.ts';
import { embedPending } from './vectors.ts';

export interface QuoteResult {
  readonly quotes: readonly Citation[];
  /** Whether a quote holds most of what was asked, in the form asked for. False: show them as the closest passages. */
  readonly confident: boolean;
  /** Quotes of different pages that give different numbers for what looks like one matter. */
  readonly contradictions: readonly Contradiction[];
}

export interface LearningPlan {
  readonly lessons: readonly Lesson[];
  /** What the playbook says of learning to a partner of its tier and kind. */
  readonly pages: readonly Citation[];
}

/** The partner programme's pages: searched and cited, each reader's own only. */
export interface PlaybookService {
  /** The `k` (8) best passages, best first. */
  search(scope: Scope, text: string, options?: { k?: number }): Promise<SearchResult>;
  /**
   * The best one to `k` (3) sentences, each word for word in its page. Of tables and lists by tier the line of the partner
   * that asks, or of the one that is asked about.
   */
  quote(
    scope: Scope,
    question: string,
    options?: { k?: number; about?: string | undefined },
  ): Promise<QuoteResult>;
  /** What a partner's people should learn next and why, with pages for their kind of partner; `not_found` for none. */
  learning(scope: Scope, partnerId: string): Promise<LearningPlan>;
  /** The sentence that states the rule behind a conflict's code; null where no visible page clearly does. */
  citeRule(scope: Scope, code: string): Promise<{ path: string; quote: string } | null>;
  /** What the playbook could not answer, and what in it may be wrong; `not_allowed` for all but partner managers. */
  review(scope: Scope): Promise<PlaybookReview>;
  /** Makes the index hold exactly the pages of a folder; see `indexFolder`. For import and the terminal, not for a turn. */
  index(folder: string): Promise<IndexReport>;
  /** Goes on making vectors for so long; 0 pending where no embedder is configured. */
  embedPending(limits: { budgetMs: number }): Promise<{ embedded: number; pending: number }>;
}

const LESSONS = 5;
/** What pages on training speak of, whatever the programme calls it. */
const LEARNING = 'learning plan: which training courses and certificates do partners start with and need';
const MAX_PASSAGES = 50;
const MAX_TEXT = 2000;
/** Enough for the answer's passage to be among them in 29 of 30 questions. */
const QUOTED_FROM = 8;
const KEPT_RULES = 2000;
/** PostgreSQL's code for 'permission denied'. */
const REFUSED = 'Only a partner manager may look at what was asked.';

export function createPlaybookService(dependencies: {
  access: Access;
  company: CompanyService;
  embedder: Embedder | null;
}): PlaybookService {
  const { access, company, embedder } = dependencies;
  const readers = createReaders();
  const rules = new Map<string, { path: string; quote: string } | null>();

  const find = async (
    connection: ScopedConnection,
    reader: Reader,
    search: { text: string; k: number; today: string },
  ): Promise<Hits> => findPassages(connection, reader, { ...search, arms: { words: true, embedder } });

  return {
    async search(scope, text, options = {}) {
      checkText(text);
      const today = await company.today();
      const k = Math.min(Math.max(1, Math.trunc(options.k ?? 8)), MAX_PASSAGES);
      const { hits, telling } = await access.open(scope, async (connection) =>
        find(connection, await readers(connection), { text, k, today }),
      );
      // No score tells whether the answer is there; that nothing visible speaks of the question is all that is certain.
      return { passages: hits.map(shapePassage), answerable: hits.length > 0 && telling };
    },

    async quote(scope, question, options = {}) {
      checkText(question);
      const k = options.k ?? 3;
      const today = await company.today();
      const answer = await access.open(scope, async (connection) => {
        const reader = await readers(connection);
        const found = await find(connection, reader, { text: question, k: QUOTED_FROM, today });
        const standing = await readStanding(connection, scope, options.about);
        const quotes = found.telling
          ? chooseQuotes(found.hits, Math.max(k, 3), standing ? { standing, question } : undefined)
          : [];
        const citations = quotes.map((quote) => quote.citation);
        return {
          quotes: citations.slice(0, k),
          confident: isConfident(quotes[0], question),
          contradictions: findContradictions(citations, reader.vocabulary),
        };
      });
      const outcome = answer.confident ? 'answered' : answer.quotes.length > 0 ? 'closest' : 'nothing';
      const paths = answer.quotes.map((one) => one.path);
      await keepQuestion(access, scope, { on: today, question, outcome, paths });
      return answer;
    },

    async learning(scope, partnerId) {
      const today = await company.today();
      return access.open(scope, async (connection) => {
        const learner = await readLearner(connection, scope, partnerId);
        if (!learner) throw new AppError('not_found', 'There is no such partner to be seen here.');
        const lessons = planLessons(learner, await listCourses(connection), {
          today,
          limit: LESSONS,
        });
        const standing = await readStanding(connection, scope, partnerId);
        const reader = await readers(connection);
        const { hits } = await find(connection, reader, { text: LEARNING, k: QUOTED_FROM, today });
        const quotes = standing ? chooseQuotes(hits, QUOTED_FROM, { standing, question: LEARNING }) : [];
        const own = quotes.filter((quote) => quote.citation.holdsFor);
        return { lessons, pages: (own.length > 0 ? own : quotes).slice(0, 2).map((quote) => quote.citation) };
      });
    },

    async review(scope) {
      const at = { today: await company.today(), settings: await company.settings() };
      return refuseInWords(REFUSED, () => access.open(scope, (connection) => reviewPlaybook(connection, at)));
    },

    async citeRule(scope, code) {
      const topic = RULE_TOPICS[code];
      if (!topic) return null;
      const today = await company.today();
      return access.open(scope, async (connection) => {
        const reader = await readers(connection);
        const key = `${reader.key}|${today}|${code}`;
        const known = rules.get(key);
        if (known !== undefined) return known;
        // By words alone: a rule is told by what its sentence says, and an embedder would slow each of 22 codes down.
        const { hits } = await findPassages(connection, reader, {
          text: topic.query,
          k: QUOTED_FROM,
          today,
          arms: { words: true, embedder: null },
        });
        const rule = pickRule(hits, topic);
        if (rules.size >= KEPT_RULES) rules.clear();
        rules.set(key, rule);
        return rule;
      });
    },

    index: (folder) => indexFolder(access, folder),
    embedPending: (limits) =>
      embedder ? embedPending(access, embedder, limits) : Promise.resolve({ embedded: 0, pending: 0 }),
  };
}

function checkText(text: string): void {
  if (!text.trim())
    throw new AppError('bad_input', 'Ask something, such as "How long does protection last?".');
  if (text.length > MAX_TEXT) throw new AppError('bad_input', `Ask in ${MAX_TEXT} characters or fewer.`);
}

function shapePassage(hit: Hits['hits'][number], i: number): SearchResult['passages'][number] {
  const { path, title, heading, text, effectiveOn, url } = hit.passage;
  return {
    rank: i + 1,
    score: Math.round(hit.score * 1e6) / 1e6,
    path,
    title,
    heading,
    text,
    effectiveOn,
    url,
  };
}

function pickRule(hits: Hits['hits'], topic: RuleTopic): { path: string; quote: string } | null {
  for (const { passage, evidence } of hits) {
    const stated = evidence.find(({ sentence }) => {
      const { heading } = cite(passage, sentence);
      const about = topic.about.test(sentence) || topic.about.test(`${passage.heading} ${heading}`);
      return about && topic.says.every((pattern) => pattern.test(sentence));
    });
    if (stated && !passage.outdated) return { path: passage.path, quote: stated.sentence };
  }
  return null;
}

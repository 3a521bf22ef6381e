import type { ScopedConnection } from '../access/access.ts';
import type { CompanySettings } from '../company/settings.ts';
import { type IsoDate, isIsoDate } from '../dates.ts';
import { readDates } from '../named-days.ts';
import { compareSettings, type Disagreement } from './compare-settings.ts';
import { groupQuestions, type QuestionGroup } from './group-questions.ts';
import { stemWords } from './ingest-store.ts';
import { listUnanswered, listUnreached } from './question-log.ts';
import { listWords } from './words.ts';

/** The playbook seen from the questions: what it does not answer, and what in it may be wrong. */
export interface PlaybookReview {
  /** How many questions were kept, and from which day on. */
  readonly questions: number;
  readonly since: IsoDate | null;
  readonly unanswered: readonly QuestionGroup[];
  /** Pages that no question was answered from. */
  readonly unreached: readonly { readonly path: string; readonly title: string }[];
  readonly stale: readonly { readonly path: string; readonly title: string; readonly why: string }[];
  readonly disagreements: readonly Disagreement[];
}

/** Looks the playbook over. For a partner manager's connection: others are refused by the database. */
export async function reviewPlaybook(
  connection: ScopedConnection,
  at: { today: IsoDate; settings: CompanySettings },
): Promise<PlaybookReview> {
  const { questions, since, unanswered } = await listUnanswered(connection);
  const words = [...new Set(unanswered.flatMap((one) => listWords(one.question)))];
  const stems = await stemWords(connection, words);
  const pages = await readPages(connection, at.today);
  return {
    questions,
    since,
    unanswered: groupQuestions(
      unanswered,
      (question) => new Set(listWords(question).flatMap((word) => stems.get(word) ?? [])),
    ),
    unreached: await listUnreached(connection),
    stale: listStale(pages, at.today),
    disagreements: compareSettings(
      pages.filter((page) => !page.outdated),
      at.settings.rules_of_engagement,
    ),
  };
}

interface ReviewedPassage {
  readonly path: string;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  /** The page says that it was replaced, or a newer edition of it is in force. */
  readonly outdated: boolean;
}

async function readPages(connection: ScopedConnection, today: IsoDate): Promise<ReviewedPassage[]> {
  return connection.query<ReviewedPassage & Record<string, unknown>>(
    `select p.path, g.title, p.heading, p.body as text,
       g.superseded or exists (
         select from playbook_pages newer
         where newer.family = g.family
           and newer.path <> g.path
           and newer.effective_on > g.effective_on
           and newer.effective_on <= $1::date
           and not newer.superseded) as outdated
     from playbook_passages p
     join playbook_pages g on g.path = p.path
     where g.effective_on is null or g.effective_on <= $1::date
     order by p.path, p.position`,
    [today],
  );
}

const LAST_DAY =
  /\b(?:until|valid (?:through|to|till)|expires? on|ends? on|runs? through|no later than)\s+(?=\S)/gi;

function listStale(passages: readonly ReviewedPassage[], today: IsoDate): PlaybookReview['stale'] {
  const stale = new Map<string, { path: string; title: string; why: string }>();
  for (const { path, title, text, outdated } of passages) {
    if (stale.has(path)) continue;
    const past = datesIn(text).find((day) => day < today);
    if (outdated) stale.set(path, { path, title, why: 'A newer edition is in force, or it says so itself.' });
    else if (past) stale.set(path, { path, title, why: `It speaks of a date that is over, ${past}.` });
  }
  return [...stale.values()];
}

/** The days up to which a text says that something holds; '05/06/2026' may be two days and counts for none. */
function datesIn(text: string): IsoDate[] {
  const named = readDates(text);
  return [...text.matchAll(LAST_DAY)].flatMap((match) => {
    const readings = named.filter((one) => one.start === match.index + match[0].length);
    return readings.length === 1 ? readings.map((one) => one.day).filter(isIsoDate) : [];
  });
}

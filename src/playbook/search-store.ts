import type { ScopedConnection } from '../access/access.ts';
import type { IsoDate } from '../dates.ts';
import type { VocabularyRow } from './vocabulary.ts';
import type { Word } from './words.ts';

/** What a reader's searches stand on: the readerships it can see, their size, and the state of the index. */
export interface VisibleIndex {
  /** How often the index had changed. */
  readonly state: number;
  readonly audienceIds: readonly number[];
  readonly passages: number;
  readonly words: number;
}

export interface FoundPassage {
  readonly passageNo: number;
  readonly path: string;
  readonly position: number;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  readonly effectiveOn: IsoDate | null;
  readonly url: string | null;
  readonly embeddingModel: string | null;
  /** A newer version of its page is in force, or the page says itself that it was replaced. */
  readonly outdated: boolean;
}

export async function readVisibleIndex(connection: ScopedConnection): Promise<VisibleIndex> {
  const rows = await connection.query<{
    audience_id: number;
    passages: number;
    words: number;
    changes: number;
  }>(
    `select a.audience_id, a.passages, a.words, (select changes from playbook_index) as changes
     from playbook_audiences a
     where a.passages > 0
     order by a.audience_id`,
  );
  return {
    state: rows[0]?.changes ?? 0,
    audienceIds: rows.map((row) => row.audience_id),
    passages: rows.reduce((sum, row) => sum + row.passages, 0),
    words: rows.reduce((sum, row) => sum + row.words, 0),
  };
}

export function readVocabulary(connection: ScopedConnection): Promise<VocabularyRow[]> {
  return connection.query<VocabularyRow & Record<string, unknown>>(
    `select word, min(stem) as stem, sum(passages)::integer as passages
     from playbook_terms
     group by word
     order by word`,
  );
}

export async function readGlossary(connection: ScopedConnection): Promise<string[][]> {
  const rows = await connection.query<{ glossary: string[][] }>('select glossary from playbook_index');
  return rows[0]?.glossary ?? [];
}

/** A word of one readership that the reader can see. */
export interface TermRow {
  readonly word: Word;
  readonly audienceId: number;
  /** How often the index had changed. */
  readonly state: number;
  /** Packed; null where the list is held already. */
  readonly postings: Uint8Array | null;
}

/**
 * The rows of some words, one for each readership that the reader can see; without the postings of lists that are held from
 * the same state of the index. Postings come as base64: both adapters take bytes apart digit by digit, which was half the
 * time of a search at 10,000 passages.
 */
export async function readTermRows(
  connection: ScopedConnection,
  words: readonly Word[],
  held: { state: number; lists: readonly { word: Word; audienceId: number }[] },
): Promise<TermRow[]> {
  const rows = await connection.query<{
    word: string;
    audience_id: number;
    changes: number;
    postings: string | null;
  }>(
    `select t.word, t.audience_id, i.changes,
       case when h.word is null or i.changes <> $2 then encode(t.postings, 'base64') end as postings
     from playbook_index i
     cross join playbook_terms t
     left join unnest($3::text[], $4::integer[]) as h (word, audience_id)
       on h.word = t.word and h.audience_id = t.audience_id
     where t.word = any ($1)
     order by t.word, t.audience_id`,
    [words, held.state, held.lists.map((list) => list.word), held.lists.map((list) => list.audienceId)],
  );
  return rows.map((row) => ({
    word: row.word,
    audienceId: row.audience_id,
    state: row.changes,
    postings: row.postings === null ? null : Buffer.from(row.postings, 'base64'),
  }));
}

/** The passages with these numbers that the reader may see and that are in force on a day. */
export async function readPassages(
  connection: ScopedConnection,
  passageNos: readonly number[],
  today: IsoDate,
): Promise<FoundPassage[]> {
  const rows = await connection.query<Record<string, never>>(
    `select p.passage_no, p.path, p.position, g.title, p.heading, p.body, g.effective_on, g.url, p.embedding_model,
       g.superseded or exists (
         select from playbook_pages newer
         where newer.family = g.family
           and newer.path <> g.path
           and newer.effective_on > g.effective_on
           and newer.effective_on <= $2::date
           and not newer.superseded) as outdated
     from playbook_passages p
     join playbook_pages g on g.path = p.path
     where p.passage_no = any ($1)
       and (g.effective_on is null or g.effective_on <= $2::date)
     order by p.path, p.position`,
    [passageNos, today],
  );
  return rows.map((row) => ({
    passageNo: row.passage_no!,
    path: row.path!,
    position: row.position!,
    title: row.title!,
    heading: row.heading!,
    text: row.body!,
    effectiveOn: row.effective_on ?? null,
    url: row.url ?? null,
    embeddingModel: row.embedding_model ?? null,
    outdated: row.outdated!,
  }));
}

import type { ScopedConnection } from '../access/access.ts';
import type { IsoDate } from '../dates.ts';
import type { Readership } from './types.ts';

export interface StoredPassage {
  readonly passageNo: number;
  readonly audienceId: number;
  readonly path: string;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  readonly bodyHash: string;
  readonly embeddingModel: string | null;
  readonly embedding: string | null;
}

export interface NewPage {
  readonly path: string;
  readonly audienceId: number;
  readonly title: string;
  readonly family: string;
  readonly superseded: boolean;
  readonly effectiveOn: IsoDate | null;
  readonly url: string | null;
  readonly contentHash: string;
}

export interface NewPassage {
  readonly path: string;
  readonly audienceId: number;
  readonly position: number;
  readonly heading: string;
  readonly text: string;
  readonly bodyHash: string;
  readonly wordCount: number;
  readonly embeddingModel: string | null;
  readonly embedding: string | null;
}

export interface TermRow {
  readonly word: string;
  readonly audienceId: number;
  readonly postings: Uint8Array;
}

/** The hash of each page in the index, by path. */
export async function readHashes(connection: ScopedConnection): Promise<Map<string, string>> {
  const rows = await connection.query<{ path: string; content_hash: string }>(
    'select path, content_hash from playbook_pages order by path',
  );
  return new Map(rows.map((row) => [row.path, row.content_hash]));
}

/** How the index was made. */
export async function readIndexVersion(connection: ScopedConnection): Promise<number> {
  const rows = await connection.query<{ version: number }>('select version from playbook_index');
  return rows[0]?.version ?? 0;
}

/** Keeps how the index was made, and the company's own groups of words. */
export async function writeIndexState(
  connection: ScopedConnection,
  state: { version: number; glossary: readonly (readonly string[])[] },
): Promise<boolean> {
  const rows = await connection.query(
    `update playbook_index
     set version = $1, glossary = $2::text::jsonb
     where version <> $1 or glossary <> $2::text::jsonb
     returning version`,
    [state.version, JSON.stringify(state.glossary)],
  );
  return rows.length > 0;
}

/** Everything goes; the next run starts from nothing. */
export async function clearIndex(connection: ScopedConnection): Promise<void> {
  await connection.query('delete from playbook_pages');
  await connection.query('delete from playbook_terms');
}

export async function listPassagesOf(
  connection: ScopedConnection,
  paths: readonly string[],
): Promise<StoredPassage[]> {
  const rows = await connection.query<Record<string, never>>(
    `select p.passage_no, p.audience_id, p.path, g.title, p.heading, p.body, p.body_hash, p.embedding_model,
       p.embedding::text as embedding
     from playbook_passages p
     join playbook_pages g on g.path = p.path
     where p.path = any ($1)
     order by p.path, p.position`,
    [paths],
  );
  return rows.map((row) => ({
    passageNo: row.passage_no!,
    audienceId: row.audience_id!,
    path: row.path!,
    title: row.title!,
    heading: row.heading!,
    text: row.body!,
    bodyHash: row.body_hash!,
    embeddingModel: row.embedding_model ?? null,
    embedding: row.embedding ?? null,
  }));
}

export async function deletePages(connection: ScopedConnection, paths: readonly string[]): Promise<void> {
  await connection.query('delete from playbook_pages where path = any ($1)', [paths]);
}

/** The id of a readership, made at its first page. */
export async function ensureAudience(connection: ScopedConnection, readership: Readership): Promise<number> {
  const parameters = [
    readership.visibility,
    readership.partners,
    readership.tiers,
    readership.archetypes,
  ] as const;
  await connection.query(
    `insert into playbook_audiences (visibility, partners, tiers, archetypes)
     values ($1, $2::text[], $3::text[], $4::text[])
     on conflict do nothing`,
    parameters,
  );
  const rows = await connection.query<{ audience_id: number }>(
    `select audience_id
     from playbook_audiences
     where visibility = $1 and partners = $2::text[] and tiers = $3::text[] and archetypes = $4::text[]`,
    parameters,
  );
  return rows[0]!.audience_id;
}

export async function insertPages(connection: ScopedConnection, pages: readonly NewPage[]): Promise<void> {
  await connection.query(
    `insert into playbook_pages (path, audience_id, title, family, superseded, effective_on, url, content_hash)
     select path, audience_id, title, family, superseded, effective_on, url, content_hash
     from jsonb_to_recordset($1::text::jsonb) as page (path text, audience_id integer, title text, family text,
       superseded boolean, effective_on date, url text, content_hash text)
     order by path`,
    [
      JSON.stringify(
        pages.map((page) => ({
          path: page.path,
          audience_id: page.audienceId,
          title: page.title,
          family: page.family,
          superseded: page.superseded,
          effective_on: page.effectiveOn,
          url: page.url,
          content_hash: page.contentHash,
        })),
      ),
    ],
  );
}

/** Adds passages; returns the number that each was given, in the order handed in. */
export async function insertPassages(
  connection: ScopedConnection,
  passages: readonly NewPassage[],
): Promise<number[]> {
  const rows = await connection.query<{ passage_no: number; passage_id: string }>(
    `insert into playbook_passages (passage_id, path, audience_id, position, heading, body, body_hash, word_count,
       embedding_model, embedding)
     select passage_id, path, audience_id, position, heading, body, body_hash, word_count, embedding_model,
       embedding::vector
     from jsonb_to_recordset($1::text::jsonb) as passage (passage_id text, path text, audience_id integer,
       position integer, heading text, body text, body_hash text, word_count integer, embedding_model text,
       embedding text)
     order by path, position
     returning passage_no, passage_id`,
    [
      JSON.stringify(
        passages.map((passage) => ({
          passage_id: passageId(passage),
          path: passage.path,
          audience_id: passage.audienceId,
          position: passage.position,
          heading: passage.heading,
          body: passage.text,
          body_hash: passage.bodyHash,
          word_count: passage.wordCount,
          embedding_model: passage.embeddingModel,
          embedding: passage.embedding,
        })),
      ),
    ],
  );
  const numbers = new Map(rows.map((row) => [row.passage_id, row.passage_no]));
  return passages.map((passage) => numbers.get(passageId(passage))!);
}

function passageId(passage: { path: string; position: number }): string {
  return `${passage.path}#${passage.position}`;
}

/** The stem of each word in the database's own English dictionary; null for words that say nothing ('the'). */
export async function stemWords(
  connection: ScopedConnection,
  words: readonly string[],
): Promise<Map<string, string | null>> {
  const rows = await connection.query<{ word: string; stems: string[] | null }>(
    `select word, ts_lexize('english_stem', word) as stems
     from unnest($1::text[]) as word`,
    [words],
  );
  return new Map(rows.map((row) => [row.word, row.stems?.[0] ?? null]));
}

/** The postings of some words of one readership, as stored. */
export async function readTerms(
  connection: ScopedConnection,
  audienceId: number,
  words: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const rows = await connection.query<{ word: string; postings: string }>(
    `select word, encode(postings, 'base64') as postings
     from playbook_terms
     where audience_id = $1 and word = any ($2)
     order by word`,
    [audienceId, words],
  );
  return new Map(rows.map((row) => [row.word, Buffer.from(row.postings, 'base64')]));
}

/** Writes words' postings over what was there; a word without postings goes. */
export async function writeTerms(
  connection: ScopedConnection,
  audienceId: number,
  terms: readonly { word: string; stem: string; passages: number; postings: Buffer }[],
): Promise<void> {
  const gone = terms.filter((term) => term.passages === 0).map((term) => term.word);
  if (gone.length > 0) {
    await connection.query('delete from playbook_terms where audience_id = $1 and word = any ($2)', [
      audienceId,
      gone,
    ]);
  }
  const kept = terms.filter((term) => term.passages > 0);
  await connection.query(
    `insert into playbook_terms (word, stem, audience_id, passages, postings)
     select word, stem, $1, passages, decode(postings, 'base64')
     from unnest($2::text[], $3::text[], $4::integer[], $5::text[]) as term (word, stem, passages, postings)
     on conflict (word, audience_id) do update
     set stem = excluded.stem, passages = excluded.passages, postings = excluded.postings`,
    [
      audienceId,
      kept.map((term) => term.word),
      kept.map((term) => term.stem),
      kept.map((term) => term.passages),
      kept.map((term) => term.postings.toString('base64')),
    ],
  );
}

/** Counts each readership's passages and words anew, and tells caches that what they were built from has changed. */
export async function finishIndexing(connection: ScopedConnection): Promise<void> {
  await connection.query(
    `update playbook_audiences a
     set passages = coalesce(c.passages, 0), words = coalesce(c.words, 0)
     from playbook_audiences b
     left join (
       select audience_id, count(*)::integer as passages, sum(word_count)::integer as words
       from playbook_passages
       group by audience_id) c on c.audience_id = b.audience_id
     where a.audience_id = b.audience_id`,
  );
  await connection.query('update playbook_index set changes = changes + 1');
  await connection.query('update data_version set version = version + 1');
}

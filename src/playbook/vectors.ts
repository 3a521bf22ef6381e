import { PGVectorStore } from '@langchain/community/vectorstores/pgvector';
import { Embeddings } from '@langchain/core/embeddings';
import type { Pool } from 'pg';
import { toSql } from 'pgvector';
import type { Access, ScopedConnection } from '../access/access.ts';
import { type Embedder, STORED_DIMENSIONS } from './embedder.ts';

/** What of a passage is embedded: the headings and its beginning. Local models take 90 ms for a whole passage. */
const EMBEDDED_CHARACTERS = 300;
const BATCH = 32;

/** Below this share no passage can come to the top by its vector alone. */
const LEADING_WEIGHT = 0.3;
const FEW = 5;

/**
 * How near passages are to a text: cosine, -1 to 1, by passage number. A strong embedder brings its own candidates; a weak
 * one only orders those that the words found, which spares the scan of all vectors (25 ms of 70 at 10,000 passages).
 */
export async function findNearest(
  connection: ScopedConnection,
  embedder: Embedder,
  search: { text: string; limit: number; found: readonly number[] },
): Promise<Map<number, number>> {
  const [vector] = await embedder.embed([search.text]);
  if (!vector) return new Map();
  const padded = padVector(vector);
  if (embedder.weight < LEADING_WEIGHT && search.found.length >= FEW) {
    return measureFound(connection, { vector: padded, found: search.found });
  }
  const nearest = await storeUnder(connection).similaritySearchVectorWithScore(padded, search.limit);
  return new Map(nearest.map(([document, distance]) => [Number(document.id), 1 - distance]));
}

async function measureFound(
  connection: ScopedConnection,
  search: { vector: readonly number[]; found: readonly number[] },
): Promise<Map<number, number>> {
  const rows = await connection.query<{ passage_no: number; cosine: number }>(
    `select passage_no, 1 - (embedding <=> $1::vector) as cosine
     from playbook_passages
     where passage_no = any ($2)
       and embedding is not null
     order by passage_no`,
    [toSql([...search.vector]), search.found],
  );
  return new Map(rows.map((row) => [row.passage_no, row.cosine]));
}

/**
 * LangChain's store over our own view and the reader's own connection, so that row security holds. It gets neither filter
 * (it pastes keys into SQL) nor right to set anything up; an exact scan, since an index loses rows under row security.
 */
function storeUnder(connection: ScopedConnection): PGVectorStore {
  const pool = {
    query: async (sql: string, parameters: unknown[]) => ({ rows: await connection.query(sql, parameters) }),
  };
  return new PGVectorStore(new GivenVectors({}), {
    pool: pool as unknown as Pool,
    tableName: 'playbook_vectors',
    skipInitializationCheck: true,
    distanceStrategy: 'cosine',
  });
}

/** The store wants a model, but is only ever asked with vectors. */
class GivenVectors extends Embeddings {
  embedDocuments(): Promise<number[][]> {
    return Promise.reject(new Error('vectors are made by the embedder'));
  }
  embedQuery(): Promise<number[]> {
    return Promise.reject(new Error('vectors are made by the embedder'));
  }
}

/**
 * Gives passages that have no vector of this embedder one, until none is left or the time is spent; call again to go on.
 * Vectors of another embedder are dropped first. Returns how many were made and how many are still to do.
 */
export async function embedPending(
  access: Access,
  embedder: Embedder,
  limits: { budgetMs: number },
): Promise<{ embedded: number; pending: number }> {
  const until = performance.now() + limits.budgetMs;
  await access.open(access.system, (connection) =>
    connection.query(
      `update playbook_passages
       set embedding = null, embedding_model = null
       where embedding_model <> $1`,
      [embedder.id],
    ),
  );
  let embedded = 0;
  while (performance.now() < until) {
    const batch = await access.open(access.system, listPending);
    if (batch.length === 0) break;
    // Outside any transaction: a model may take seconds.
    const vectors = await embedder.embed(batch.map((passage) => passage.text));
    await access.open(access.system, (connection) => writeVectors(connection, { embedder, batch, vectors }));
    embedded += batch.length;
  }
  const rows = await access.open(access.system, (connection) =>
    connection.query<{ pending: number }>(
      'select count(*)::integer as pending from playbook_passages where embedding is null',
    ),
  );
  return { embedded, pending: rows[0]?.pending ?? 0 };
}

interface Pending {
  readonly passageNo: number;
  readonly bodyHash: string;
  readonly text: string;
}

async function listPending(connection: ScopedConnection): Promise<Pending[]> {
  const rows = await connection.query<{ passage_no: number; body_hash: string; text: string }>(
    `select p.passage_no, p.body_hash, concat_ws('. ', g.title, nullif(p.heading, ''), left(p.body, $1)) as text
     from playbook_passages p
     join playbook_pages g on g.path = p.path
     where p.embedding is null
     order by p.passage_no
     limit $2`,
    [EMBEDDED_CHARACTERS, BATCH],
  );
  return rows.map((row) => ({ passageNo: row.passage_no, bodyHash: row.body_hash, text: row.text }));
}

async function writeVectors(
  connection: ScopedConnection,
  made: { embedder: Embedder; batch: readonly Pending[]; vectors: readonly number[][] },
): Promise<void> {
  await connection.query(
    `update playbook_passages p
     set embedding = v.embedding::vector, embedding_model = $1
     from unnest($2::text[], $3::text[]) as v (body_hash, embedding)
     where p.body_hash = v.body_hash and p.embedding is null`,
    [
      made.embedder.id,
      made.batch.map((passage) => passage.bodyHash),
      made.vectors.map((vector) => toSql(padVector(vector))),
    ],
  );
}

function padVector(vector: readonly number[]): number[] {
  return [...vector, ...new Array<number>(Math.max(0, STORED_DIMENSIONS - vector.length)).fill(0)];
}

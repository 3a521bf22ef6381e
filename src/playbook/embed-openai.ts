import { OpenAIEmbeddings } from '@langchain/openai';
import { AppError } from '../errors.ts';
import { type Embedder, STORED_DIMENSIONS } from './embedder.ts';

/** Where an embedding model is served. `weight` is its share in the fused score; half, where nothing was measured. */
export interface EmbeddingEndpoint {
  readonly model: string;
  readonly apiKey: string;
  readonly baseUrl: string | undefined;
  readonly weight?: number;
}

/** Models that shorten their vectors on request; others refuse the parameter. */
const SHORTENS = /^text-embedding-3/;

/**
 * Any OpenAI-compatible endpoint. Throws `unavailable` where it does not answer, `bad_input` where its vectors are longer
 * than the 512 dimensions that the index keeps.
 */
export function createOpenAiEmbedder(endpoint: EmbeddingEndpoint): Embedder {
  const embeddings = new OpenAIEmbeddings({
    model: endpoint.model,
    apiKey: endpoint.apiKey,
    batchSize: 64,
    maxRetries: 2,
    timeout: 20_000,
    ...(SHORTENS.test(endpoint.model) ? { dimensions: STORED_DIMENSIONS } : {}),
    ...(endpoint.baseUrl ? { configuration: { baseURL: endpoint.baseUrl } } : {}),
  });
  return {
    id: endpoint.model,
    dimensions: STORED_DIMENSIONS,
    weight: endpoint.weight ?? 0.5,
    async embed(texts) {
      let vectors: number[][];
      try {
        vectors = await embeddings.embedDocuments(texts.map((text) => text.trim() || '.'));
      } catch (cause) {
        throw new AppError('unavailable', `The embedding model '${endpoint.model}' does not answer.`, {
          cause,
        });
      }
      const length = vectors[0]?.length ?? 0;
      if (length > STORED_DIMENSIONS) {
        throw new AppError(
          'bad_input',
          `The embedding model '${endpoint.model}' gives ${length} dimensions; the index keeps ${STORED_DIMENSIONS}. Choose one with ${STORED_DIMENSIONS} or fewer.`,
        );
      }
      return vectors;
    },
  };
}

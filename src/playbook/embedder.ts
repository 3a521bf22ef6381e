/** Turns texts into vectors. What it states is kept beside the vectors: those of two embedders are never compared. */
export interface Embedder {
  /** Names model and settings. */
  readonly id: string;
  /** At most 512; shorter vectors are filled up with zeros, which changes no angle. */
  readonly dimensions: number;
  /** The share of the vectors in the fused score, 0 to 1: as much as the model's measured quality earns. */
  readonly weight: number;
  /** One unit vector for each text, in order; an empty text is embedded as a blank. */
  embed(texts: readonly string[]): Promise<number[][]>;
}

/** Of the column. */
export const STORED_DIMENSIONS = 512;

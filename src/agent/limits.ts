/** The bounds of one turn, and of the tokens of a day. */
export interface TurnLimits {
  readonly modelCalls: number;
  readonly toolCalls: number;
  /** From the first model call to the answer, repairs included. */
  readonly turnMs: number;
  /** Of all model calls of a turn together. */
  readonly inputTokens: number;
  readonly questionLength: number;
  /** Input and output of one person's turns since midnight UTC; past it the offline model answers. */
  readonly personTokensADay: number;
  /** The same of everybody together. */
  readonly tokensADay: number;
}

export const LIMITS: TurnLimits = {
  modelCalls: 8,
  toolCalls: 12,
  turnMs: 45_000,
  inputTokens: 30_000,
  questionLength: 8_000,
  personTokensADay: 1_000_000,
  tokensADay: 20_000_000,
};

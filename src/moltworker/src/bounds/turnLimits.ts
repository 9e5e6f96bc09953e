/** What a turn may use, as the bindings say. */
export interface TurnLimits {
  readonly maxSteps: number;
  readonly maxTurnSeconds: number;
  readonly maxOutputTokens: number;
  readonly maxInputTokens: number;
  readonly maxSentMessages: number;
  readonly maxWebReads: number;
  readonly historyTokens: number;
  /** Without a sign of life, before the next model is asked. */
  readonly modelSilenceSeconds: number;
}

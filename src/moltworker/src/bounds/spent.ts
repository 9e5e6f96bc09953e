/** What a turn has used so far of what it may use. Plain JSON: it is kept with the turn, so that going on after a restart begins nothing anew. */
export interface Spent {
  /** What the host was asked for; they are numbered by it. */
  actions: number;
  inputTokens: number;
  outputTokens: number;
  /** Of all that the model said: text, thinking, and the arguments of its calls. */
  characters: number;
  /** Of the model's streams, whatever was in them. */
  streamBytes: number;
  resultCharacters: number;
  sentMessages: number;
  webReads: number;
  webReadsOfHost: Record<string, number>;
  /** Tasks that were handed over for scheduling, by folder. */
  scheduled: Record<string, number>;
  /** Of tasks by id, whether they were paused, cancelled (false) or resumed. */
  running: Record<string, boolean>;
}

export function newSpent(): Spent {
  return {
    actions: 0,
    inputTokens: 0,
    outputTokens: 0,
    characters: 0,
    streamBytes: 0,
    resultCharacters: 0,
    sentMessages: 0,
    webReads: 0,
    webReadsOfHost: {},
    scheduled: {},
    running: {},
  };
}

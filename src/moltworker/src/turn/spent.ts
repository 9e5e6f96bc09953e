/** What a turn has used of its bounds. Plain numbers, kept with each step: a turn that goes on gets no fresh allowance. */
export interface Spent {
  /** What the host was asked for; they are numbered by it. */
  actions: number;
  inputTokens: number;
  outputTokens: number;
  characters: number;
  streamBytes: number;
  resultCharacters: number;
  /** Messages sent by `send_message`. */
  sent: number;
  reads: number;
  readsOfHost: Record<string, number>;
}

export function newSpent(): Spent {
  return { actions: 0, inputTokens: 0, outputTokens: 0, characters: 0, streamBytes: 0, resultCharacters: 0, sent: 0, reads: 0, readsOfHost: {} };
}

import type { Origin } from "../contract";

/** Notes the agent keeps about its group, across sessions. */
export interface GroupMemory {
  remember(key: string, value: string, origins?: readonly Origin[]): void;
  recall(query: string): readonly Note[];
}

export interface Note {
  readonly key: string;
  readonly value: string;
  /** Strangers whose words were in the context when it was kept. */
  readonly origins?: readonly Origin[];
}

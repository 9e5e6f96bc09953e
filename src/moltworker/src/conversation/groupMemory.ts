import type { Origin } from "../contract";

/** Notes the agent keeps about its group, across sessions. */
export interface GroupMemory {
  /** @returns false where there is no room: nothing was changed. */
  remember(key: string, value: string, origins?: readonly Origin[]): boolean;
  recall(query: string): readonly Note[];
  /** @returns whether there was such a note. */
  forget(key: string): boolean;
}

export interface Note {
  readonly key: string;
  readonly value: string;
  /** Strangers whose words were in the context when it was kept. */
  readonly origins?: readonly Origin[];
}

/** Notes the agent keeps about its group, across sessions. */
export interface GroupMemory {
  /** @returns false where there is no room: nothing was changed. */
  remember(key: string, value: string): boolean;
  recall(query: string): readonly { readonly key: string; readonly value: string }[];
  /** @returns whether there was such a note. */
  forget(key: string): boolean;
}

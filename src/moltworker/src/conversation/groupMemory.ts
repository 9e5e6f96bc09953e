/** Notes the agent keeps about its group, across sessions. */
export interface GroupMemory {
  remember(key: string, value: string): void;
  recall(query: string): readonly { readonly key: string; readonly value: string }[];
}

import type { Origin } from "../contract";

/** One message of a session, in the one shape that every provider's is made from. */
export interface SessionMessage {
  readonly role: "user" | "assistant";
  readonly content: readonly ContentBlock[];
  /** Strangers whose words it holds; kept with the session, and no provider's business. */
  readonly origins?: readonly Origin[];
}

export type ContentBlock =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool_use"; readonly id: string; readonly name: string; readonly input: Readonly<Record<string, unknown>> }
  | { readonly type: "tool_result"; readonly toolUseId: string; readonly content: string; readonly isError?: boolean };

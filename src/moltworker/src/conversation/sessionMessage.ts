import type { Origin } from "../contract";

/** One message of a session, in the one shape that every provider's is made from. */
export interface SessionMessage {
  readonly role: "user" | "assistant";
  readonly content: readonly ContentBlock[];
  /** Strangers whose words it holds; kept with the session, and no provider's business. */
  readonly origins?: readonly Origin[];
  /** The model that gave this reply, where something in it is for that model alone: `opaque`, `extra`, the ids of its calls. */
  readonly from?: string;
}

/** Fields that only the model they came from can read. They go back to it as they came, and to no other. */
export type Opaque = Readonly<Record<string, unknown>>;

export type ContentBlock =
  | { readonly type: "text"; readonly text: string; readonly extra?: Opaque }
  | {
      readonly type: "tool_use";
      readonly id: string;
      readonly name: string;
      readonly input: Readonly<Record<string, unknown>>;
      readonly extra?: Opaque;
    }
  | { readonly type: "tool_result"; readonly toolUseId: string; readonly content: string; readonly isError?: boolean }
  /** What belongs to a reply beside its text and its calls: thinking with its signature, blocks of tools that the provider runs. */
  | { readonly type: "opaque"; readonly data: Opaque };

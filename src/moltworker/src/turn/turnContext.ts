import type { Origin, RunRequest, TurnEvent, Usage } from "../contract";

export type ModelProvider = "anthropic" | "openai" | "workers-ai" | "demo";

export interface ModelSettings {
  readonly provider: ModelProvider;
  readonly name: string;
  readonly baseUrl?: string;
  readonly apiKey?: string;
  readonly ai?: Ai;
}

export interface TurnLimits {
  readonly maxSteps: number;
  readonly maxTurnSeconds: number;
  readonly maxOutputTokens: number;
  readonly historyTokens: number;
}

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

export interface TurnContext {
  readonly request: RunRequest;
  readonly model: ModelSettings;
  readonly limits: TurnLimits;
  /** The session so far, oldest first. */
  readonly history: readonly SessionMessage[];
  readonly memory: GroupMemory;
  /** Counted as it goes, so that a turn that fails reports what it used. */
  readonly usage: Usage;
  emit(event: TurnEvent): void;
}

export interface TurnOutcome {
  /** The whole session as it shall be kept: history, compacted where it was too long, and this turn. */
  readonly history: readonly SessionMessage[];
}

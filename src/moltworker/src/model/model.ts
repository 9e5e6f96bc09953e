import type { Effort } from "../contract";
import type { Opaque, SessionMessage } from "../conversation/sessionMessage";
import type { Ending } from "./endings";

/** A model's API, as the turn sees it. Every provider is one of these. */
export interface Model {
  /**
   * Asks for one reply and streams its text, in pieces that are worth a write each.
   * @throws {TurnError} with a `model_*` code.
   */
  reply(call: ModelCall, onText: (text: string) => void): Promise<ModelReply>;
}

export interface ModelCall {
  readonly system: string;
  readonly messages: readonly SessionMessage[];
  readonly tools: readonly ToolDefinition[];
  readonly maxOutputTokens: number;
  readonly signal: AbortSignal;
  /** Added to as the provider reports, so that a call that fails is counted too. */
  readonly usage: TokenCount;
  /** Told of each piece of the stream as it comes; throws where the turn has had enough. */
  readonly onBytes?: (bytes: number) => void;
  /** How long the provider should keep what it reads, the best first; of those it has none, it should not. */
  readonly cacheLifetimes?: readonly CacheLifetime[];
  /** The same for all calls that likely begin alike. */
  readonly cacheKey?: string;
  /** How much the model should think, where it can be told. */
  readonly effort?: Effort | undefined;
  /** Takes back what was said, so that another model may be asked; false where somebody has seen some of it. */
  readonly takeBack?: () => boolean;
}

export type CacheLifetime = "5m" | "1h";

export interface TokenCount {
  /** All that the model read. */
  inputTokens: number;
  /** Those of them that came from the provider's cache, and that were written to it. */
  cacheReadTokens: number;
  cacheWriteTokens: number;
  outputTokens: number;
}

export const noTokens: Readonly<TokenCount> = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };
export const tokenKinds = Object.keys(noTokens) as readonly (keyof TokenCount)[];

/** A count as a provider tells it, which may be missing or nonsense: no reply has a billion, and a client's sums have an end. */
export function tokens(count: unknown): number {
  return typeof count === "number" && count > 0 && count < 1e9 ? Math.round(count) : 0;
}

export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

export interface ModelReply {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly stop: Ending;
  /** All of the reply in its order, as the session keeps it and as it goes back to the model. */
  readonly message: SessionMessage;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** Undefined where the model's text for it was not a JSON object. */
  readonly input: Readonly<Record<string, unknown>> | undefined;
  /** What the model wants back with the call. */
  readonly extra?: Opaque;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

import type { DialectName } from "./dialect";

export type ModelProvider = "anthropic" | "openai" | "workers-ai" | "demo";

export interface ModelSettings {
  readonly provider: ModelProvider;
  readonly name: string;
  readonly baseUrl?: string;
  readonly apiKey?: string;
  readonly ai?: Ai;
  /** How the API at the base URL differs, where its host does not tell. */
  readonly dialect?: DialectName;
}

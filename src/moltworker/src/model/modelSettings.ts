import type { DialectName, MessagesDialectName } from "./dialect";

export type ModelProvider = "anthropic" | "openai" | "workers-ai" | "demo";

export interface ModelSettings {
  readonly provider: ModelProvider;
  readonly name: string;
  /** Of another endpoint than the provider's own; a trailing slash is none of it. */
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
  /** Opens the AI Gateway at `baseUrl`, beside the provider's own key. */
  readonly gatewayToken?: string | undefined;
  readonly ai?: Ai | undefined;
  /** How the API at the base URL differs, where its host does not tell. */
  readonly dialect?: DialectName | MessagesDialectName | undefined;
}

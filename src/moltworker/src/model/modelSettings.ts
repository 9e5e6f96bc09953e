export type ModelProvider = "anthropic" | "openai" | "workers-ai" | "demo";

export interface ModelSettings {
  readonly provider: ModelProvider;
  readonly name: string;
  readonly baseUrl?: string;
  readonly apiKey?: string;
  readonly ai?: Ai;
}

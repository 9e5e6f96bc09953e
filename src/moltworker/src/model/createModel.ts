import { TurnError } from "../conversation/turnError";
import { anthropic } from "./anthropic";
import { demo } from "./demo";
import type { Fetch, Model } from "./model";
import type { ModelSettings } from "./modelSettings";
import { openAi } from "./openai";
import { type TextGeneration, workersAi } from "./workersAi";

/** @throws {TurnError} `internal` where a setting is missing that the Worker's own checks require, and for a provider that this bundle does not carry. */
export function createModel(settings: ModelSettings, directFetch: Fetch): Model {
  const { provider, name, baseUrl, dialect, gatewayToken } = settings;
  const fetch = gatewayToken === undefined ? directFetch : throughGateway(directFetch, gatewayToken);
  if (CARRIES_ANTHROPIC && provider === "anthropic") {
    return anthropic({ name, apiKey: required(settings.apiKey, "MODEL_API_KEY"), ...(baseUrl === undefined ? {} : { baseUrl }) }, fetch);
  }
  if (CARRIES_OPENAI && provider === "openai") {
    return openAi({ name, apiKey: required(settings.apiKey, "MODEL_API_KEY"), baseUrl: required(baseUrl, "MODEL_BASE_URL"), dialect }, fetch);
  }
  if (CARRIES_WORKERS_AI && provider === "workers-ai") return workersAi(name, required(settings.ai, "AI") as unknown as TextGeneration);
  if (CARRIES_DEMO && provider === "demo") return demo();
  throw new TurnError("internal", `This bundle cannot speak to ${provider}.`);
}

/** https://developers.cloudflare.com/ai-gateway/configuration/authentication/ */
function throughGateway(fetch: Fetch, token: string): Fetch {
  return (url, init) => fetch(url, { ...init, headers: { ...init?.headers, "cf-aig-authorization": `Bearer ${token}` } });
}

function required<T>(value: T | undefined, binding: string): T {
  if (value === undefined) throw new TurnError("internal", `The binding ${binding} is missing.`);
  return value;
}

import { TurnError } from "../conversation/turnError";
import { anthropic } from "./anthropic";
import { demo } from "./demo";
import type { Fetch, Model } from "./model";
import type { ModelSettings } from "./modelSettings";
import { openAi } from "./openai";
import { type TextGeneration, workersAi } from "./workersAi";

/** @throws {TurnError} `internal` where a setting is missing that the Worker's own checks require. */
export function createModel(settings: ModelSettings, directFetch: Fetch): Model {
  const { provider, name, baseUrl, dialect, gatewayToken } = settings;
  const fetch = gatewayToken === undefined ? directFetch : throughGateway(directFetch, gatewayToken);
  switch (provider) {
    case "anthropic":
      return anthropic(
        { name, apiKey: required(settings.apiKey, "MODEL_API_KEY"), baseUrl, dialect },
        fetch,
      );
    case "openai":
      return openAi(
        { name, apiKey: required(settings.apiKey, "MODEL_API_KEY"), baseUrl: required(baseUrl, "MODEL_BASE_URL"), dialect },
        fetch,
      );
    case "workers-ai":
      return workersAi(name, required(settings.ai, "AI") as unknown as TextGeneration);
    case "demo":
      return demo();
  }
}

/** https://developers.cloudflare.com/ai-gateway/configuration/authentication/ */
function throughGateway(fetch: Fetch, token: string): Fetch {
  return (url, init) => fetch(url, { ...init, headers: { ...init?.headers, "cf-aig-authorization": `Bearer ${token}` } });
}

function required<T>(value: T | undefined, binding: string): T {
  if (value === undefined) throw new TurnError("internal", `The binding ${binding} is missing.`);
  return value;
}

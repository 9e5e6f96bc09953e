import { anthropic } from "./anthropic";
import { demo } from "./demo";
import type { Fetch, Model } from "./model";
import type { ModelSettings } from "./modelSettings";
import { openAi } from "./openai";
import { workersAi } from "./workersAi";

/** Settings are those that the bindings' reader let pass: what a provider needs is there, and this bundle carries it. */
export function createModel(settings: ModelSettings, directFetch: Fetch): Model {
  const { provider, gatewayToken } = settings;
  const fetch = gatewayToken === undefined ? directFetch : throughGateway(directFetch, gatewayToken);
  if (CARRIES_ANTHROPIC && provider === "anthropic") return anthropic(settings, fetch);
  if (CARRIES_OPENAI && provider === "openai") return openAi(settings, fetch);
  if (CARRIES_WORKERS_AI && provider === "workers-ai") return workersAi(settings);
  if (CARRIES_DEMO && provider === "demo") return demo();
  throw new Error("a provider that this bundle does not carry");
}

/** https://developers.cloudflare.com/ai-gateway/configuration/authentication/ */
function throughGateway(fetch: Fetch, token: string): Fetch {
  return (url, init) => fetch(url, { ...init, headers: { ...init?.headers, "cf-aig-authorization": `Bearer ${token}` } });
}

import type { Fetch } from "../model";
import type { ModelSettings } from "../modelSettings";
import { plantedKey } from "../../turn/testing/turnContext";
import { type Answer, fakeApi, type FakeApi } from "./fakeApi";

export const anthropic = (name: string): ModelSettings => ({ provider: "anthropic", name, baseUrl: `https://${name}.test`, apiKey: plantedKey });
export const openai = (name: string, more: Partial<ModelSettings> = {}): ModelSettings => ({
  provider: "openai",
  name,
  baseUrl: `https://${name}.test/v1`,
  apiKey: plantedKey,
  ...more,
});

/** One fake API for each model, by the host that is named after it. */
export function apis(of: Readonly<Record<string, readonly Answer[]>>): { readonly fetch: Fetch; readonly at: Readonly<Record<string, FakeApi>> } {
  const at = Object.fromEntries(Object.entries(of).map(([name, answers]) => [name, fakeApi(...answers)]));
  return { at, fetch: (url, init) => at[new URL(url).hostname.split(".")[0]!]!.fetch(url, init) };
}

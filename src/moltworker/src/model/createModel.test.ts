import { describe, expect, it } from "vitest";
import { runTurn } from "../turn/runTurn";
import { plantedKey, testTurn } from "../turn/testing/turnContext";
import { fakeApi, status } from "./testing/fakeApi";

describe("a model behind an AI Gateway", () => {
  it.each(["anthropic", "openai"] as const)("%s is asked with the gateway's token beside its own key", async (provider) => {
    const headers = await headersOf({ provider, gatewayToken: "planted-gateway-token" });
    expect(headers.get("cf-aig-authorization")).toBe("Bearer planted-gateway-token");
    expect(`${headers.get("x-api-key")} ${headers.get("authorization")}`).toContain(plantedKey);
    expect(headers.get("content-type")).toBe("application/json");
  });

  it.each(["anthropic", "openai"] as const)("%s gets no such header where there is no gateway", async (provider) => {
    expect((await headersOf({ provider })).has("cf-aig-authorization")).toBe(false);
  });
});

async function headersOf(settings: { provider: "anthropic" | "openai"; gatewayToken?: string }): Promise<Headers> {
  const api = fakeApi(status(400));
  const turn = testTurn({ model: { name: "any-model", baseUrl: "https://gateway.test/v1", apiKey: plantedKey, ...settings } });
  await expect(runTurn(turn, api.fetch)).rejects.toThrow();
  return new Headers(api.requests[0]?.init.headers);
}

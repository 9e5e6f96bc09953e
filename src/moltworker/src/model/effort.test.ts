import { describe, expect, it } from "vitest";
import type { Effort } from "../contract";
import type { SessionMessage } from "../conversation/sessionMessage";
import { runTurn } from "../turn/runTurn";
import { outputs, plantedKey, testTurn, type TurnChanges } from "../turn/testing/turnContext";
import type { ModelSettings } from "./modelSettings";
import { originOf } from "./origin";
import { fakeApi, status, stream } from "./testing/fakeApi";
import { answer } from "./testing/messages";

const chat = 'data: {"choices":[{"index":0,"delta":{"content":"Hi."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
let hosts = 0;

async function bodies(
  model: Partial<ModelSettings>,
  effort: Effort | undefined,
  changes: TurnChanges = {},
  answers = [stream(model.provider === "anthropic" ? answer("Hi.") : chat)],
): Promise<readonly Record<string, unknown>[]> {
  const api = fakeApi(...answers);
  const metadata = { assistantName: "Andy", timezone: "UTC", tasks: [], groups: [], ...(effort !== undefined && { effort }) };
  // What a server refuses is remembered, so each test has one of its own.
  const turn = testTurn({
    model: { provider: "openai", name: "m", baseUrl: `https://model${hosts++}.test/v1`, apiKey: plantedKey, ...model },
    request: { metadata },
    ...changes,
  });
  await runTurn(turn, api.fetch);
  expect(outputs(turn)).toEqual(["Hi."]);
  return api.requests.map(({ body }) => body);
}

describe("effort is asked for in each dialect's own words", () => {
  it.each<[Partial<ModelSettings>, readonly (string | undefined)[]]>([
    // none, low, medium, high
    [{ dialect: "plain" }, [undefined, "low", "medium", "high"]],
    [{ dialect: "hosted" }, [undefined, "low", "medium", "high"]],
    [{ dialect: "gemini" }, [undefined, "low", "medium", "high"]],
    [{ dialect: "deepseek" }, [undefined, "low", "medium", "high"]],
    [{ dialect: "openai", name: "gpt-5-mini" }, [undefined, "low", "medium", "high"]],
    [{ dialect: "openai", name: "gpt-5.1" }, [undefined, "low", "medium", "high"]],
    [{ dialect: "openai", name: "gpt-5.2" }, [undefined, undefined, undefined, undefined]],
    [{ dialect: "openai", name: "gpt-5.4-2026-03-05" }, [undefined, undefined, undefined, undefined]],
    [{ dialect: "openai", name: "gpt-5.6-sol" }, ["none", "none", "none", "none"]],
    [{ dialect: "mistral", name: "mistral-small-latest" }, [undefined, "none", "high", "high"]],
    [{ dialect: "mistral", name: "mistral-large-4-0" }, [undefined, "low", "medium", "high"]],
  ])("%j", async (model, words) => {
    const asked = await Promise.all(
      ([undefined, "low", "medium", "high"] as const).map(async (effort) => (await bodies(model, effort))[0]?.["reasoning_effort"]),
    );
    expect(asked).toEqual(words);
  });

  it.each<[string, Effort | undefined, object]>([
    ["claude-opus-5-5", undefined, {}],
    ["claude-opus-5-5", "low", { output_config: { effort: "low" } }],
    ["claude-sonnet-4-6", "medium", { output_config: { effort: "medium" } }],
    ["claude-opus-4-5-20251101", "high", { output_config: { effort: "high" } }],
    ["claude-sonnet-4-5", "low", {}],
    ["claude-sonnet-4.5", "medium", { thinking: { type: "enabled", budget_tokens: 2048 } }],
    ["claude-opus-4-1", "high", { thinking: { type: "enabled", budget_tokens: 4096 } }],
    ["claude-sonnet-4-20250514", "high", { thinking: { type: "enabled", budget_tokens: 4096 } }],
    ["claude-3-5-haiku-20241022", "high", {}],
  ])("%s, %s", async (name, effort, fields) => {
    const { output_config, thinking } = (await bodies({ provider: "anthropic", name }, effort))[0] ?? {};
    expect({ ...(output_config !== undefined && { output_config }), ...(thinking !== undefined && { thinking }) }).toEqual(fields);
  });

  it("a server that is said to take nothing gets nothing", async () => {
    expect((await bodies({ provider: "anthropic", name: "claude-opus-5-5", dialect: "claude-bare" }, "high"))[0]).not.toHaveProperty("output_config");
  });

  it("no budget is asked for that the output has no room for", async () => {
    expect((await bodies({ provider: "anthropic", name: "claude-sonnet-4-5" }, "high", { limits: { maxOutputTokens: 4096 } }))[0]).not.toHaveProperty(
      "thinking",
    );
  });

  it.each([true, false])("a turn that began to use tools thinks on only where it thought before: %s", async (hasThought) => {
    const model = { provider: "anthropic", name: "claude-sonnet-4-5", baseUrl: "https://model.test", apiKey: plantedKey } as const;
    const messages: SessionMessage[] = [
      { role: "user", content: [{ type: "text", text: "Hi" }] },
      {
        role: "assistant",
        from: originOf(model),
        content: [
          ...(hasThought ? [{ type: "opaque", data: { type: "thinking", thinking: "hm", signature: "S" } } as const] : []),
          { type: "tool_use", id: "toolu_1", name: "list_tasks", input: {} },
        ],
      },
      { role: "user", content: [{ type: "tool_result", toolUseId: "toolu_1", content: "None." }] },
    ];
    expect("thinking" in (await bodies(model, "high", { begun: { shown: "", messages } }))[0]!).toBe(hasThought);
  });
});

describe("an optional field that a model refuses by name", () => {
  it.each<[string, Partial<ModelSettings>, string, number]>([
    ["effort", {}, "reasoning_effort", 400],
    ["effort, in Mistral's words", { dialect: "mistral" }, "reasoning_effort", 422],
    ["effort in Anthropic's form", { provider: "anthropic", name: "claude-opus-5" }, "output_config", 400],
    ["the cache's key at another model of Azure's", { dialect: "openai" }, "prompt_cache_key", 400],
  ])("%s is left out from then on, and the others are not", async (_, model, field, code) => {
    const baseUrl = `https://refuses${hosts++}.test/v1`;
    const refusal = status(code, {}, `{"error":{"message":"Unrecognized request argument supplied: ${field}"}}`);
    const fine = stream(model.provider === "anthropic" ? answer("Hi.") : chat);
    const [first, second, ...more] = await bodies({ ...model, baseUrl }, "high", {}, [refusal, fine]);
    expect(more).toEqual([]);
    expect(first).toHaveProperty(field);
    const { [field]: _field, ...others } = first!;
    expect(second).toEqual(others);
    expect(await bodies({ ...model, baseUrl }, "high")).toEqual([others]);
  });

  it("is no reason to ask again where it was not sent", async () => {
    const api = fakeApi(status(400, {}, "reasoning_effort"));
    const turn = testTurn({ model: { provider: "openai", name: "m", baseUrl: "https://other.test/v1", apiKey: plantedKey } });
    await expect(runTurn(turn, api.fetch)).rejects.toThrow("refused the request with 400");
    expect(api.requests).toHaveLength(1);
  });
});

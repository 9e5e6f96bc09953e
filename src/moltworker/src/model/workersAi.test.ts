import { describe, expect, it } from "vitest";
import type { SessionMessage } from "../conversation/sessionMessage";
import type { TurnError } from "../conversation/turnError";
import type { Model, ModelCall } from "./model";
import { eventStream } from "./testing/fakeApi";
import { type TextGeneration, workersAi } from "./workersAi";

const hello: SessionMessage = { role: "user", content: [{ type: "text", text: "Hello" }] };

function call(): ModelCall {
  return {
    system: "You are Andy.",
    messages: [hello],
    tools: [{ name: "list_tasks", description: "Lists.", inputSchema: { type: "object" } }],
    maxOutputTokens: 100,
    signal: new AbortController().signal,
    usage: { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 },
  };
}

function binding(...events: (object | string)[]): TextGeneration & { calls: [string, object][] } {
  const calls: [string, object][] = [];
  return {
    calls,
    run(model, inputs) {
      calls.push([model, inputs]);
      return Promise.resolve(eventStream(events.map((it) => `data: ${typeof it === "string" ? it : JSON.stringify(it)}\n\n`)).body);
    },
  };
}

const model = (ai: TextGeneration): Model => workersAi({ provider: "workers-ai", name: "@cf/test", ai: ai as unknown as Ai });

async function failureOf(ai: TextGeneration): Promise<TurnError> {
  return (await model(ai)
    .reply(call(), () => undefined)
    .catch((error: unknown) => error)) as TurnError;
}

describe("the Workers AI provider", () => {
  it("asks the binding and streams the older shape, numbers included", async () => {
    const ai = binding({ response: "It is " }, { response: 5 }, { response: ".", usage: { prompt_tokens: 9, completion_tokens: 3 } }, "[DONE]");
    const asked = call();
    const heard: string[] = [];
    const reply = await model(ai).reply(asked, (text) => void heard.push(text));
    expect(reply).toMatchObject({ text: "It is 5.", toolCalls: [], stop: "end", message: { content: [{ type: "text", text: "It is 5." }] } });
    expect(heard.join("")).toBe("It is 5.");
    expect(asked.usage).toEqual({ inputTokens: 9, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 3 });
    expect(ai.calls[0]).toMatchObject([
      "@cf/test",
      { stream: true, max_tokens: 100, messages: [{ role: "system" }, { role: "user" }], tools: [{ type: "function" }] },
    ]);
  });

  it("takes tool calls of the older shape, with input as an object or as JSON", async () => {
    const ai = binding(
      {
        response: null,
        tool_calls: [
          { name: "list_tasks", arguments: {} },
          { name: "recall", arguments: '{"query":"Rex"}' },
        ],
      },
      "[DONE]",
    );
    const { toolCalls } = await model(ai).reply(call(), () => undefined);
    expect(toolCalls.map(({ name, input }) => [name, input])).toEqual([
      ["list_tasks", {}],
      ["recall", { query: "Rex" }],
    ]);
    expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(2);
  });

  it("takes the shape of chat completions", async () => {
    const ai = binding({ choices: [{ delta: { content: "Hi." }, finish_reason: "stop" }] }, "[DONE]");
    expect(await model(ai).reply(call(), () => undefined)).toMatchObject({ text: "Hi." });
  });

  it.each([
    ["3036: you have used up your daily free allocation", "model_rate_limited"],
    ["AiError: 3040: Capacity temporarily exceeded, please try again.", "model_overloaded"],
    ["5007: No such model @cf/test or task", "model_refused"],
    ["5016: model agreement", "model_unauthorized"],
    ["3007: Request timeout", "model_unavailable"],
    ["something else", "model_unavailable"],
  ])("fails for %s with %s", async (message, code) => {
    const failure = await failureOf({ run: () => Promise.reject(new Error(message)) });
    expect(failure).toMatchObject({ code });
    expect(failure.message).not.toContain("neurons");
  });

  it("fails where it is no stream, and where the stream is cut", async () => {
    expect(await failureOf({ run: () => Promise.resolve({ response: "Hi" }) })).toMatchObject({ code: "model_protocol" });
    expect(await failureOf(binding({ response: "Hi" }))).toMatchObject({ code: "model_protocol" });
  });
});

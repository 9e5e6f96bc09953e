import { describe, expect, it } from "vitest";
import type { TurnErrorCode } from "../conversation/turnError";
import { runTurn } from "../turn/runTurn";
import { actions, failureOf, outputs, plantedKey, said, testTurn, type TestTurn } from "../turn/testing/turnContext";
import { type Answer, fakeApi, status, stream } from "./testing/fakeApi";

const model = { provider: "openai", name: "any-model", baseUrl: "https://chat.test/v1", apiKey: plantedKey } as const;
const openAiTurn = (): TestTurn => testTurn({ model });
const chunk = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;
const delta = (value: object, finish: string | null = null): string => chunk({ choices: [{ index: 0, delta: value, finish_reason: finish }] });
const call = (value: object): string => delta({ tool_calls: [value] });
const usage = chunk({ choices: [], usage: { prompt_tokens: 50, completion_tokens: 7 } });
const done = "data: [DONE]\n\n";
const answer = [delta({ role: "assistant", content: "" }), delta({ content: "Hello" }), delta({ content: " there." }), delta({}, "stop"), usage, done].join("");

describe("the OpenAI provider", () => {
  it("asks the chat-completions endpoint under its base URL", async () => {
    const api = fakeApi(stream(answer));
    const turn = openAiTurn();
    await runTurn(turn, api.fetch);
    expect(api.requests[0]?.url).toBe("https://chat.test/v1/chat/completions");
    expect(new Headers(api.requests[0]?.init.headers).get("authorization")).toBe(`Bearer ${plantedKey}`);
    expect(api.requests[0]?.body).toMatchObject({
      model: "any-model",
      stream: true,
      max_tokens: 8192,
      messages: [{ role: "system" }, { role: "user", content: expect.stringMatching(/^<now>.*<\/now>\n\nHello$/) as string }],
    });
    expect(outputs(turn)).toEqual(["Hello there."]);
    expect(turn.usage).toMatchObject({ inputTokens: 50, outputTokens: 7, steps: 1 });
  });

  it("puts tool calls together by their index, and hands the results back", async () => {
    const calls = [
      call({ index: 0, id: "call_a", type: "function", function: { name: "send_message", arguments: "" } }),
      call({ index: 0, function: { arguments: '{"text":' } }),
      call({ index: 1, id: "call_b", type: "function", function: { name: "list_tasks", arguments: "{}" } }),
      call({ index: 0, function: { arguments: '"Hi"}' } }),
      delta({}, "tool_calls"),
      done,
    ];
    const api = fakeApi(stream(calls.join("")), stream(answer));
    const turn = openAiTurn();
    await runTurn(turn, api.fetch);
    expect(actions(turn)).toEqual([
      { name: "send_message", arguments: { text: "Hi" } },
      { name: "list_tasks", arguments: {} },
    ]);
    expect((api.requests[1]?.body["messages"] as object[]).slice(2)).toMatchObject([
      { role: "assistant", tool_calls: [{ id: "call_a", function: { arguments: '{"text":"Hi"}' } }, { id: "call_b" }] },
      { role: "tool", tool_call_id: "call_a" },
      { role: "tool", tool_call_id: "call_b", content: "There are no tasks." },
    ]);
  });

  it("takes tool calls without an index or an id", async () => {
    const calls = [call({ function: { name: "send_message", arguments: '{"text":"Hi"}' } }), delta({}, "tool_calls"), done];
    const turn = openAiTurn();
    await runTurn(turn, fakeApi(stream(calls.join("")), stream(answer)).fetch);
    expect(actions(turn)).toHaveLength(1);
  });

  it("takes a stream that ends without [DONE] once its reason to finish was told", async () => {
    const turn = openAiTurn();
    await runTurn(turn, fakeApi(stream(answer.replace(done, ""))).fetch);
    expect(outputs(turn)).toEqual(["Hello there."]);
  });

  it.each(["-1", "1e9", "9e18", "1e300", "1e999", '"7"', "null"])("takes %s for no count of tokens", async (count) => {
    const turn = openAiTurn();
    const usage = `data: {"choices":[],"usage":{"prompt_tokens":${count},"completion_tokens":${count},"cached_tokens":${count}}}\n\n`;
    await runTurn(turn, fakeApi(stream(delta({ content: "Hi." }), delta({}, "stop"), usage, done)).fetch);
    expect(turn.usage).toMatchObject({ inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 });
  });

  it("names the limit of output as OpenAI's own API wants it", async () => {
    const api = fakeApi(stream(answer));
    await runTurn(testTurn({ model: { ...model, baseUrl: "https://api.openai.com/v1" } }), api.fetch);
    expect(api.requests[0]?.body).toHaveProperty("max_completion_tokens", 8192);
    expect(api.requests[0]?.body).not.toHaveProperty("max_tokens");
  });

  const failures: [string, TurnErrorCode, Answer][] = [
    ["answers 401", "model_unauthorized", status(401)],
    ["answers 429", "model_rate_limited", status(429)],
    ["answers 502", "model_unavailable", status(502)],
    ["answers 422", "model_refused", status(422)],
    ["answers JSON", "model_protocol", status(200, { "content-type": "application/json" }, "{}")],
    ["cuts the stream", "model_protocol", stream(delta({ content: "Half" }))],
    ["sends what is not JSON", "model_protocol", stream("data: oops\n\n")],
    ["sends a text that is an object", "model_protocol", stream(delta({ content: {} }))],
    ["sends choices that are no list", "model_protocol", stream(chunk({ choices: 5 }), done)],
    ["sends tool calls that are no list", "model_protocol", stream(delta({ tool_calls: 5 }), done)],
    ["begins a tool call without a name", "model_protocol", stream(call({ index: 0, id: "a" }))],
    ["announces a tool call and makes none", "model_protocol", stream(delta({}, "tool_calls"), done)],
    ["filters the answer", "model_refused", stream(delta({}, "content_filter"), done)],
    ["reports a status within the stream", "model_overloaded", stream(chunk({ error: { code: 529, message: plantedKey } }))],
    ["reports a quota within the stream", "model_rate_limited", stream(chunk({ error: { type: "insufficient_quota" } }))],
    ["reports a fault within the stream", "model_unavailable", stream(chunk({ error: { type: "server_error" } }))],
    ["reports an unknown error within the stream", "model_protocol", stream(chunk({ error: { message: plantedKey } }))],
  ];

  it.each(failures)("whose endpoint %s fails the turn with %s", async (_, code, respond) => {
    const turn = openAiTurn();
    const failure = await failureOf(turn, fakeApi(respond).fetch);
    expect(failure.code).toBe(code);
    expect(JSON.stringify([failure, failure.message, failure.stack, turn.events])).not.toContain(plantedKey);
  });

  it("gives one reply where the endpoint gives several beside one another", async () => {
    const turn = openAiTurn();
    const choices = [
      { index: 1, delta: { content: "Another", tool_calls: [{ index: 0, id: "x", function: { name: "list_tasks", arguments: "{}" } }] } },
      { index: 0, delta: { content: "Hello." } },
    ];
    await runTurn(
      turn,
      fakeApi(stream(chunk({ choices }), chunk({ choices: [{ index: 1, delta: {}, finish_reason: "length" }] }), delta({}, "stop"), done)).fetch,
    );
    expect(outputs(turn)).toEqual(["Hello."]);
    expect(actions(turn)).toEqual([]);
  });

  it.each(["null", "false", '""', "0"])("takes %s for no error, of the stream or of a choice", async (none) => {
    const turn = openAiTurn();
    await runTurn(
      turn,
      fakeApi(stream(`data: {"error":${none},"choices":[{"index":0,"delta":{"content":"Hi."},"error":${none}}]}\n\n`, delta({}, "stop"), done)).fetch,
    );
    expect(outputs(turn)).toEqual(["Hi."]);
  });

  it("keeps no part of a text that has none: no server would take it back", async () => {
    for (const part of [{ type: "text", text: null }, { type: "text" }, { type: "output_text", text: {} }, {}]) {
      const { history } = await runTurn(
        openAiTurn(),
        fakeApi(stream(delta({ content: [part, { type: "text", text: "Hi." }] }), delta({}, "stop"), done)).fetch,
      );
      expect(history.at(-1)).toEqual(said("assistant", "Hi."));
    }
  });

  it("takes what stands alone for a list of one", async () => {
    const turn = openAiTurn();
    const alone = { choices: { index: 0, delta: { tool_calls: { index: 0, id: "a", function: { name: "list_tasks", arguments: "{}" } } } } };
    await runTurn(turn, fakeApi(stream(chunk(alone), delta({}, "tool_calls"), done), stream(delta({ content: "None." }), delta({}, "stop"), done)).fetch);
    expect(actions(turn)).toEqual([{ name: "list_tasks", arguments: {} }]);
  });

  it("is stopped at its cap of output", async () => {
    const failure = await failureOf(openAiTurn(), fakeApi(stream(delta({ content: "Half" }), delta({}, "length"), done)).fetch);
    expect(failure.code).toBe("output_limit");
  });
});

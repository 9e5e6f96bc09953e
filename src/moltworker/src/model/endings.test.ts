import { describe, expect, it } from "vitest";
import type { TurnErrorCode } from "../conversation/turnError";
import { runTurn } from "../turn/runTurn";
import { failureOf, outputs } from "../turn/testing/turnContext";
import { type Answer, fakeApi, stream } from "./testing/fakeApi";
import { blockStop, end, event, start, stop, text, textStart } from "./testing/messages";
import { turnOf } from "./testing/recorded";

const chunk = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;
const half = chunk({ choices: [{ index: 0, delta: { content: "Half of an" }, finish_reason: null }] });
const chat = (reason: unknown, ...more: string[]): Answer =>
  stream([half, chunk({ choices: [{ index: 0, delta: {}, finish_reason: reason }] }), ...more, "data: [DONE]\n\n"].join(""));
const messages = (reason: string): Answer => stream([start, textStart(), text("Half of an"), blockStop(), end(reason), stop].join(""));

describe("an end", () => {
  it.each<string>(["stop", "STOP", "end_turn", "stop_sequence", "eos", "eos_token"])("that is good in any API's words: %s", async (reason) => {
    for (const [provider, answer] of [
      ["openai", chat(reason)],
      ["anthropic", messages(reason)],
    ] as const) {
      const turn = turnOf(provider);
      await runTurn(turn, fakeApi(answer).fetch);
      expect(outputs(turn)).toEqual(["Half of an"]);
    }
  });

  it.each<[string, TurnErrorCode]>([
    ["length", "output_limit"],
    ["max_tokens", "output_limit"],
    ["MAX_TOKENS", "output_limit"],
    ["model_length", "model_refused"],
    ["model_context_window_exceeded", "model_refused"],
    ["content_filter", "model_refused"],
    ["content_filter: SAFETY", "model_refused"],
    ["SAFETY", "model_refused"],
    ["RECITATION", "model_refused"],
    ["sensitive", "model_refused"],
    ["refusal", "model_refused"],
    ["guardrail_intervened", "model_refused"],
    ["error", "model_unavailable"],
    ["network_error", "model_unavailable"],
    ["abort", "model_unavailable"],
    ["insufficient_system_resource", "model_unavailable"],
    ["tool_calls", "model_protocol"],
    ["tool_use", "model_protocol"],
    ["MALFORMED_FUNCTION_CALL", "model_protocol"],
    ["compaction", "model_protocol"],
    ["something_new", "model_protocol"],
    ["constructor", "model_protocol"],
    ["", "model_protocol"],
    ["null", "model_protocol"],
  ])("that is none for an answer: %j is %s", async (reason, code) => {
    for (const [provider, answer] of [
      ["openai", chat(reason)],
      ["anthropic", messages(reason)],
    ] as const) {
      const turn = turnOf(provider);
      expect(await failureOf(turn, fakeApi(answer).fetch)).toMatchObject({ code });
      expect(outputs(turn)).toEqual([]);
    }
  });

  it("is the last that was told, whatever came before and after it", async () => {
    const turn = turnOf("openai");
    await runTurn(
      turn,
      fakeApi(
        chat("stop", chunk({ choices: [{ index: 0, delta: {}, finish_reason: "" }] }), chunk({ choices: [{ index: 0, delta: {}, finish_reason: null }] })),
      ).fetch,
    );
    expect(outputs(turn)).toEqual(["Half of an"]);
    expect(await failureOf(turnOf("openai"), fakeApi(chat("stop", chunk({ choices: [{ index: 0, delta: {}, finish_reason: "error" }] }))).fetch)).toMatchObject(
      { code: "model_unavailable" },
    );
  });

  it.each<[string, string, TurnErrorCode]>([
    ["of vLLM", chunk({ object: "error", message: "m", type: "BadRequestError", code: 400 }), "model_refused"],
    ["of FastAPI", chunk({ detail: "m" }), "model_protocol"],
    ["of DashScope", chunk({ code: "Throttling.RateQuota", message: "m" }), "model_rate_limited"],
    ["of Cloudflare", chunk({ success: false, errors: [{ code: 429, message: "m" }] }), "model_rate_limited"],
    ["as text", chunk({ error: "m" }), "model_protocol"],
    ["with its status as text", chunk({ error: { code: "503", message: "m" } }), "model_unavailable"],
    ["of Gemini", chunk({ error: { code: 503, status: "UNAVAILABLE", message: "m" } }), "model_unavailable"],
    [
      "that the conversation is too long",
      chunk({ error: { type: "invalid_request_error", message: "This model's maximum context length is 8192 tokens." } }),
      "model_refused",
    ],
    ["in a choice, of a limit", chunk({ choices: [{ index: 0, delta: {}, finish_reason: "error", error: { code: 429 } }] }), "model_rate_limited"],
    ["in a choice, as text", chunk({ choices: [{ index: 0, delta: {}, error: "m" }] }), "model_protocol"],
  ])("is an error %s", async (_, event, code) => {
    for (const before of ["", half])
      expect(await failureOf(turnOf("openai"), fakeApi(stream(before, event, "data: [DONE]\n\n")).fetch)).toMatchObject({ code });
  });

  it("is not needed twice: a pause that says nothing fails, and one with a block goes on", async () => {
    expect(await failureOf(turnOf("anthropic"), fakeApi(stream([start, end("pause_turn"), stop].join(""))).fetch)).toMatchObject({ code: "model_protocol" });
    const search = event({
      type: "content_block_start",
      index: 0,
      content_block: { type: "server_tool_use", id: "srv", name: "web_search", input: { query: "x" } },
    });
    const turn = turnOf("anthropic");
    const api = fakeApi(stream([start, search, end("pause_turn"), stop].join("")), messages("end_turn"));
    await runTurn(turn, api.fetch);
    expect((api.requests[1]?.body["messages"] as object[]).at(-1)).toEqual({
      role: "assistant",
      content: [{ type: "server_tool_use", id: "srv", name: "web_search", input: { query: "x" } }],
    });
    expect(outputs(turn)).toEqual(["Half of an"]);
  });

  it("may be followed by half an event, as the connection closed", async () => {
    const turn = turnOf("openai");
    await runTurn(turn, fakeApi(stream(half, chunk({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }), 'data: {"choices":[],"usa')).fetch);
    expect(outputs(turn)).toEqual(["Half of an"]);
  });
});

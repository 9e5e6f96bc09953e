import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TurnErrorCode } from "../conversation/turnError";
import { runTurn } from "../turn/runTurn";
import { failureOf, plantedKey, testTurn } from "../turn/testing/turnContext";
import { type Answer, fakeApi, status, stream } from "./testing/fakeApi";
import { answer, end, event, start, stop, text, textStart, toolJson, toolStart } from "./testing/messages";

const rawBody = `{"type":"error","error":{"type":"x","message":"raw body with ${plantedKey}"}}`;
const refused = (code: number, headers: Record<string, string> = {}): Answer => status(code, headers, rawBody);
const error = (type: string): string => event({ type: "error", error: { type, message: `raw message with ${plantedKey}` } });

const logged: unknown[] = [];

beforeEach(() => {
  for (const method of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, method).mockImplementation((...args: unknown[]) => void logged.push(...args));
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  logged.length = 0;
});

describe("an Anthropic API that", () => {
  const cases: [string, TurnErrorCode, Answer][] = [
    ["answers 401", "model_unauthorized", refused(401)],
    ["answers 403", "model_unauthorized", refused(403)],
    ["answers 429", "model_rate_limited", refused(429)],
    ["answers 529", "model_overloaded", refused(529)],
    ["answers 500", "model_unavailable", refused(500)],
    ["answers 503", "model_unavailable", refused(503)],
    ["answers 400", "model_refused", refused(400)],
    ["answers 404", "model_refused", refused(404)],
    ["answers 413", "model_refused", refused(413)],
    ["redirects to another host", "model_protocol", refused(302, { location: "https://elsewhere.test/" })],
    ["answers 200 without a body", "model_protocol", () => new Response(null, { headers: { "content-type": "text/event-stream" } })],
    ["answers JSON instead of a stream", "model_protocol", status(200, { "content-type": "application/json" }, rawBody)],
    ["answers a login page", "model_protocol", status(200, { "content-type": "text/html" }, "<html>")],
    ["cannot be reached", "model_unavailable", () => Promise.reject(new TypeError(`refused ${plantedKey}`))],
    ["closes before the first event", "model_protocol", stream()],
    ["closes in the middle of the text", "model_protocol", stream(start, textStart(), text("Half"))],
    ["closes in the middle of an event", "model_protocol", stream(start, textStart(), text("Half").slice(0, 40))],
    ["closes just before message_stop", "model_protocol", stream(start, textStart(), text("All"), end("end_turn"))],
    ["breaks the connection", "model_protocol", stream(start, textStart(), text("Half"), new Error(`reset ${plantedKey}`))],
    ["sends an event that is not JSON", "model_protocol", stream(start, `data: {"type": ${plantedKey}\n\n`)],
    ["sends an event that is not an object", "model_protocol", stream(start, "data: [1]\n\n")],
    ["sends an event that is null", "model_protocol", stream(start, "data: null\n\n")],
    ["sends a text delta without text", "model_protocol", stream(start, event({ type: "content_block_delta", index: 0, delta: { type: "text_delta" } }))],
    [
      "sends a text that is a number",
      "model_protocol",
      stream(start, event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: 1 } })),
    ],
    ["sends input for a tool call that was not begun", "model_protocol", stream(start, toolJson("{}", 3))],
    [
      "begins a tool call without a name",
      "model_protocol",
      stream(start, event({ type: "content_block_start", index: 0, content_block: { type: "tool_use", id: "a" } })),
    ],
    ["announces a tool call and makes none", "model_protocol", stream(start, end("tool_use"), stop)],
    ["ends without a stop reason", "model_protocol", stream(start, textStart(), text("x"), stop)],
    ["sends an event without end", "model_protocol", stream(start, ...Array.from({ length: 20 }, () => "data: ".padEnd(65_536, "x")))],
    ["declines to answer", "model_refused", stream(start, end("refusal"), stop)],
    ["reports overload within the stream", "model_overloaded", stream(start, error("overloaded_error"))],
    ["reports a rate limit within the stream", "model_rate_limited", stream(start, error("rate_limit_error"))],
    ["reports a bad key within the stream", "model_unauthorized", stream(error("authentication_error"))],
    ["reports a fault within the stream", "model_unavailable", stream(start, textStart(), text("Half"), error("api_error"))],
    ["reports a bad request within the stream", "model_refused", stream(error("invalid_request_error"))],
    ["reports an unknown error within the stream", "model_protocol", stream(start, error("new_error"))],
    ["reports an error without a type", "model_protocol", stream(start, 'data: {"type":"error"}\n\n')],
  ];

  it.each(cases)("%s fails the turn with %s, and lets nothing of it out", async (_, code, respond) => {
    const turn = testTurn();
    const failure = await failureOf(turn, fakeApi(respond).fetch);

    expect(failure.code).toBe(code);
    const told = JSON.stringify([failure, failure.message, failure.stack, failure.cause, turn.events, turn.usage, logged]);
    expect(told).not.toContain(plantedKey);
    expect(told).not.toContain("raw ");
    expect(turn.usage.steps).toBe(1);
  });

  it.each([400, 401, 404, 422, 429, 500, 503, 529])("answers %i and breaks off fails with what the status says", async (code) => {
    const brokenOff = (): Response => new Response(new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) }), { status: code });
    const whole = await failureOf(testTurn(), fakeApi(status(code)).fetch);
    expect(await failureOf(testTurn(), fakeApi(brokenOff).fetch)).toMatchObject({ code: whole.code, message: whole.message });
  });

  it.each([
    ["Anthropic", "prompt is too long: 210000 tokens > 200000 maximum"],
    ["OpenAI", "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens."],
    ["Gemini", "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."],
    ["xAI", "This model's maximum prompt length is 131072 but the request contains 140000 tokens."],
    ["llama.cpp", "the request exceeds the available context size. try increasing the context size or enable context shift"],
  ])("says in %s's words that the conversation is too long has it told so, whether by its status or in the stream", async (_, message) => {
    const body = JSON.stringify({ error: { message, code: 400 } });
    for (const answered of [status(400, {}, body), stream(`data: ${body}\n\n`)]) {
      expect(await failureOf(testTurn(), fakeApi(answered).fetch)).toMatchObject({
        code: "model_refused",
        message: expect.stringContaining("HISTORY_TOKENS") as unknown,
      });
    }
  });

  it("says within the stream that the account is empty has it told as an account's, as by its status", async () => {
    const body = JSON.stringify({ type: "error", error: { type: "invalid_request_error", message: "Your credit balance is too low" } });
    for (const answered of [status(400, {}, body), stream(`data: ${body}\n\n`)]) {
      expect(await failureOf(testTurn(), fakeApi(answered).fetch)).toMatchObject({ code: "model_unauthorized" });
    }
  });

  it.each([
    ["seconds", "20", 20],
    ["a fraction of a second", "0.4", 1],
    ["a date", () => new Date(Date.now() + 30_000).toUTCString(), 30],
    ["a date that is past", "Mon, 01 Jan 2024 00:00:00 GMT", 0],
    ["far too long", "99999999", 86_400],
    ["nonsense", "soon", undefined],
  ])("gives its retry-after as %s", async (_, header, seconds) => {
    const failure = await failureOf(testTurn(), fakeApi(refused(429, { "retry-after": typeof header === "string" ? header : header() })).fetch);
    if (typeof header === "string") expect(failure.retryAfterSeconds).toBe(seconds);
    else expect(failure.retryAfterSeconds).toBeGreaterThan(25);
  });

  it("stops being read once it has said message_stop, though it goes on", async () => {
    const turn = testTurn();
    await runTurn(turn, fakeApi(stream(answer("Done."), text("more"), error("api_error"))).fetch);
    expect(turn.events.at(-1)).toEqual({ event: "output", data: { result: "Done." } });
  });

  it("ignores event types, block types and delta types that are yet to come", async () => {
    const turn = testTurn();
    const strange = [
      event({ type: "brand_new", anything: [1] }),
      event({ type: "content_block_start", index: 7, content_block: { type: "thinking", thinking: "" } }),
      event({ type: "content_block_delta", index: 7, delta: { type: "thinking_delta", thinking: "hm" } }),
      event({ type: "content_block_delta", index: 7, delta: { type: "signature_delta", signature: "x" } }),
    ].join("");
    const whole = answer("Fine.");
    await runTurn(turn, fakeApi(stream(strange + whole)).fetch);
    expect(turn.events.at(-1)).toEqual({ event: "output", data: { result: "Fine." } });
  });

  it("calls a tool by the name of a method is told that there is none", async () => {
    const api = fakeApi(stream(start, toolStart("constructor", 0), end("tool_use"), stop), stream(answer("Sorry.")));
    await runTurn(testTurn(), api.fetch);
    expect(JSON.stringify(api.requests[1]?.body)).toContain("There is no such tool.");
  });
});

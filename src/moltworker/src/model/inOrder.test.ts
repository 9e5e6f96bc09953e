import { describe, expect, it } from "vitest";
import type { TurnError } from "../conversation/turnError";
import { runTurn } from "../turn/runTurn";
import { outputs, plantedKey, testRests, testTurn, type TestTurn } from "../turn/testing/turnContext";
import { dialects } from "./dialect";
import type { Fetch } from "./model";
import { originOf } from "./origin";
import { delta } from "./testing/chatChunks";
import { type Answer, status, stream } from "./testing/fakeApi";
import { answer, blockStop, event, start, text, textStart } from "./testing/messages";
import { anthropic, apis, openai } from "./testing/severalModels";

async function failure(turn: TestTurn, fetch: Fetch): Promise<TurnError> {
  return runTurn(turn, fetch).then(
    () => Promise.reject(new Error("it did not fail")),
    (error: unknown) => error as TurnError,
  );
}

const unreachable: Answer = () => Promise.reject(new TypeError("Network connection lost."));
const body = (message: string): string => JSON.stringify({ type: "error", error: { type: "invalid_request_error", message } });

/** What makes the next model be asked, and what does not: `docs/MODELS.md` lists them. */
const noService: readonly (readonly [string, Answer])[] = [
  ["429", status(429, { "retry-after": "7" })],
  ["529", status(529)],
  ["500", status(500)],
  ["502, a page of HTML", status(502, { "content-type": "text/html" }, "<html>")],
  ["408", status(408)],
  ["401", status(401)],
  ["403", status(403)],
  ["402", status(402)],
  ["404", status(404)],
  ["400, no credit", status(400, {}, body("Your credit balance is too low to access the Anthropic API."))],
  ["400, a bad key", status(400, {}, body("API key not valid. Please pass a valid API key."))],
  ["no connection", unreachable],
  ["200, a page of HTML", () => new Response("<html>", { headers: { "content-type": "text/html" } })],
  ["a redirect", status(302, { location: "https://elsewhere.test" })],
  ["an empty stream", stream("")],
  ["a stream that breaks before its text", stream(": hello\n\n", new Error("reset"))],
  ["an error as the first event", stream(`data: ${JSON.stringify({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } })}\n\n`)],
  ["a quota, as an event", stream(`data: ${JSON.stringify({ error: { code: "insufficient_quota" } })}\n\n`)],
  ["no money, as an event", stream(`data: ${JSON.stringify({ type: "error", error: { type: "billing_error" } })}\n\n`)],
];

describe.each([
  ["Anthropic's form", anthropic("first")],
  ...Object.keys(dialects).map((dialect) => [`the dialect ${dialect}`, openai("first", { dialect: dialect as keyof typeof dialects })] as const),
] as const)("a first model in %s", (_, first) => {
  it.each(noService)("whose answer is %s is followed by the next", async (_, refusal) => {
    const { at, fetch } = apis({ first: [refusal], second: [stream(answer("Hi."))] });
    const resting = new Map<string, number>();
    const turn = testTurn({ models: [first, anthropic("second")], rests: testRests(resting) });
    await runTurn(turn, fetch);
    expect(outputs(turn)).toEqual(["Hi."]);
    expect(turn.usage).toMatchObject({ model: "second", steps: 2 });
    expect([...resting.keys()]).toEqual([originOf(first)]);
    expect(at["first"]?.requests).toHaveLength(1);
    expect(JSON.stringify(at["second"]?.requests[0]?.body)).not.toContain(plantedKey);
  });
});

it.each(["3040: Capacity temporarily exceeded", "4006: you have used up your daily free allocation", "5016: not agreed to", "Network connection lost."])(
  "Workers AI that answers %s is followed by the next",
  async (said) => {
    const ai = { run: () => Promise.reject(new Error(said)) } as unknown as Ai;
    const { fetch } = apis({ second: [stream(answer("Hi."))] });
    const turn = testTurn({ models: [{ provider: "workers-ai", name: "@cf/meta/a-model", ai }, anthropic("second")] });
    await runTurn(turn, fetch);
    expect([outputs(turn), turn.usage.model]).toEqual([["Hi."], "second"]);
  },
);

describe("no other model is asked", () => {
  it.each([
    ["400 that names the request", status(400, {}, body("messages: text content blocks must be non-empty")), "model_refused"],
    ["413", status(413), "model_refused"],
    [
      "a reply that the model declined",
      stream([start, event({ type: "message_delta", delta: { stop_reason: "refusal" } }), event({ type: "message_stop" })].join("")),
      "model_refused",
    ],
    [
      "a context that is full",
      stream([start, event({ type: "message_delta", delta: { stop_reason: "model_context_window_exceeded" } }), event({ type: "message_stop" })].join("")),
      "model_refused",
    ],
  ] as const)("after %s", async (_, refusal, code) => {
    const { at, fetch } = apis({ first: [refusal], second: [stream(answer("Hi."))] });
    expect((await failure(testTurn({ models: [anthropic("first"), anthropic("second")] }), fetch)).code).toBe(code);
    expect(at["second"]?.requests).toHaveLength(0);
  });

  it.each([
    ["Anthropic's form", anthropic("first"), [start, textStart(), text("Dear fam"), blockStop()].join("")],
    ["OpenAI's form", openai("first", { dialect: "hosted" }), delta({ content: "Dear fam" })],
  ] as const)("once a character was seen, in %s", async (_, first, begun) => {
    const { at, fetch } = apis({ first: [stream(begun, new Error("reset"))], second: [stream(answer("Hi."))] });
    const resting = new Map<string, number>();
    const turn = testTurn({ models: [first, anthropic("second")], rests: testRests(resting) });
    expect((await failure(turn, fetch)).code).toMatch(/^model_/);
    expect(turn.events).toContainEqual({ event: "delta", data: { text: "Dear fam" } });
    expect(at["second"]?.requests).toHaveLength(0);
    // The next turn does not try it again at once.
    expect(resting.size).toBe(1);
  });

  it("and what is told is why the reply broke off, not why it was given by another model", async () => {
    const { fetch } = apis({
      first: [status(503)],
      second: [stream([start, textStart(), text("Dear fam")].join(""), new Error("reset"))],
      third: [stream(answer("Hi."))],
    });
    expect((await failure(testTurn({ models: ["first", "second", "third"].map(anthropic) }), fetch)).code).toBe("model_protocol");
  });

  it("where readers have a part of the reply from before a restart", async () => {
    const { at, fetch } = apis({ first: [status(503)], second: [stream(answer("Hi."))] });
    const turn = testTurn({ models: [anthropic("first"), anthropic("second")], begun: { messages: [], shown: "Dear fam" } });
    expect((await failure(turn, fetch)).code).toBe("model_unavailable");
    expect(at["second"]?.requests).toHaveLength(0);
  });
});

describe("where none answers", () => {
  it.each([
    ["the first failure is told", status(429, { "retry-after": "9" }), status(503), "model_rate_limited"],
    ["one that passes is told before one that does not, so that the run may be tried again", status(401), status(503), "model_unavailable"],
    ["a key that is refused is told", status(401), status(404), "model_unauthorized"],
  ] as const)("%s", async (_, one, other, code) => {
    const { fetch } = apis({ first: [one], second: [other] });
    expect((await failure(testTurn({ models: [anthropic("first"), anthropic("second")] }), fetch)).code).toBe(code);
  });
});

describe("a model that the request names", () => {
  it("answers first, and the others are asked in the stack's order where it does not", async () => {
    const { at, fetch } = apis({ first: [status(500)], second: [status(500)], third: [status(500)] });
    const asked: string[] = [];
    const turn = testTurn({
      models: ["first", "second", "third"].map(anthropic),
      request: { metadata: { assistantName: "Andy", timezone: "UTC", model: "second", tasks: [], groups: [] } },
    });
    await failure(turn, (url, init) => (asked.push(new URL(url).hostname), fetch(url, init)));
    expect(asked).toEqual(["second.test", "first.test", "third.test"]);
    expect(at["second"]?.requests).toHaveLength(1);
  });
});

it("one model alone is asked as ever: it never rests, and its silence is the turn's to bound", async () => {
  const resting = new Map<string, number>();
  const turn = testTurn({ models: [anthropic("first")], rests: testRests(resting), limits: { maxTurnSeconds: 2, modelSilenceSeconds: 1 } });
  expect((await failure(turn, () => new Promise(() => undefined))).code).toBe("turn_timeout");
  expect(resting.size).toBe(0);
});

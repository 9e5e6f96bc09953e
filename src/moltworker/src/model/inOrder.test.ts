import { describe, expect, it, vi } from "vitest";
import type { SessionMessage } from "../conversation/sessionMessage";
import type { TurnError } from "../conversation/turnError";
import { runTurn } from "../turn/runTurn";
import { outputs, plantedKey, testRests, testTurn, type TestTurn, type TurnChanges } from "../turn/testing/turnContext";
import { dialects } from "./dialect";
import type { Fetch } from "./model";
import type { ModelSettings } from "./modelSettings";
import { originOf } from "./origin";
import { type Answer, fakeApi, type FakeApi, status, stream } from "./testing/fakeApi";
import { answer, blockStop, event, start, text, textStart, toolCall } from "./testing/messages";
import { told } from "./shares";

const delta = (value: object, reason: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: value, finish_reason: reason }] })}\n\n`;
const chatUsage = `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 3 } })}\n\n`;
const chatAnswer = (words: string): string => `${delta({ content: words })}${delta({}, "stop")}${chatUsage}data: [DONE]\n\n`;

const anthropic = (name: string): ModelSettings => ({ provider: "anthropic", name, baseUrl: `https://${name}.test`, apiKey: plantedKey });
const openai = (name: string, more: Partial<ModelSettings> = {}): ModelSettings => ({
  provider: "openai",
  name,
  baseUrl: `https://${name}.test/v1`,
  apiKey: plantedKey,
  ...more,
});

/** One fake API for each model, by the host that is named after it. */
function apis(of: Readonly<Record<string, readonly Answer[]>>): { readonly fetch: Fetch; readonly at: Readonly<Record<string, FakeApi>> } {
  const at = Object.fromEntries(Object.entries(of).map(([name, answers]) => [name, fakeApi(...answers)]));
  return { at, fetch: (url, init) => at[new URL(url).hostname.split(".")[0]!]!.fetch(url, init) };
}

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

describe("the next model is asked", () => {
  it("where what was said is for the model's own ears, and nothing of it stays", async () => {
    const { fetch } = apis({
      first: [stream([start, textStart(), text("<internal>I wond"), text("er")].join(""), new Error("reset"))],
      second: [stream(answer("Hi."))],
    });
    const turn = testTurn({ models: [anthropic("first"), anthropic("second")] });
    await runTurn(turn, fetch);
    expect(turn.events).toEqual([
      { event: "delta", data: { text: "Hi." } },
      { event: "output", data: { result: "Hi." } },
    ]);
  });

  it("where one gives no sign of life, and not where it does", async () => {
    const hangs: Answer = () => new Promise(() => undefined);
    const slow: Answer = async () => {
      const { readable, writable } = new IdentityTransformStream();
      const writer = writable.getWriter();
      const pieces = [start, ...Array<string>(6).fill(": thinking\n\n"), answer("Slow.").slice(start.length)];
      void (async () => {
        for (const piece of pieces) {
          await writer.write(new TextEncoder().encode(piece));
          await scheduler.wait(250);
        }
        await writer.close();
        // Whoever reads it goes when it has the end.
      })().catch(() => undefined);
      return new Response(readable, { headers: { "content-type": "text/event-stream" } });
    };
    const { at, fetch } = apis({ first: [hangs], second: [slow], third: [stream(answer("Hi."))] });
    const resting = new Map<string, number>();
    const turn = testTurn({ models: ["first", "second", "third"].map(anthropic), limits: { modelSilenceSeconds: 1 }, rests: testRests(resting) });
    await runTurn(turn, fetch);
    expect(outputs(turn)).toEqual(["Slow."]);
    expect(turn.usage.model).toBe("second");
    expect(at["third"]?.requests).toHaveLength(0);
    expect(at["first"]?.requests[0]?.init.signal?.aborted).toBe(true);
    expect([...resting]).toEqual([[originOf(anthropic("first")), 300]]);
  });

  it("in the end one that rests, where those that do not rest fail", async () => {
    const { at, fetch } = apis({ first: [stream(answer("First."))], second: [status(500)] });
    const turn = testTurn({ models: [anthropic("first"), anthropic("second")], rests: testRests(new Map([[originOf(anthropic("first")), 300]])) });
    await runTurn(turn, fetch);
    expect([outputs(turn), at["second"]?.requests.length]).toEqual([["First."], 1]);
  });

  it("at once while one rests, and the resting one where all of them do", async () => {
    const { at, fetch } = apis({ first: [stream(answer("First."))], second: [stream(answer("Second."))] });
    const resting = new Map([[originOf(anthropic("first")), 300]]);
    const models = [anthropic("first"), anthropic("second")];
    const turn = testTurn({ models, rests: testRests(resting) });
    await runTurn(turn, fetch);
    expect([outputs(turn), at["first"]?.requests.length, turn.usage.steps]).toEqual([["Second."], 0, 1]);
    resting.set(originOf(anthropic("second")), 300);
    const other = testTurn({ models, rests: testRests(resting) });
    await runTurn(other, fetch);
    expect(outputs(other)).toEqual(["First."]);
  });

  it.each([
    ["its API says how long", "7200", 3600],
    ["its API says so", "45", 45],
    ["its API says not to wait", "0", 10],
  ])("and the one before rests as long as %s, within bounds", async (_, retryAfter, seconds) => {
    const { fetch } = apis({ first: [status(429, { "retry-after": retryAfter })], second: [stream(answer("Hi."))] });
    const resting = new Map<string, number>();
    await runTurn(testTurn({ models: [anthropic("first"), anthropic("second")], rests: testRests(resting) }), fetch);
    expect([...resting.values()]).toEqual([seconds]);
  });

  it("and the log says why", async () => {
    const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const { fetch } = apis({ first: [status(503)], second: [stream(answer("Hi."))] });
    await runTurn(testTurn({ models: [anthropic("first"), anthropic("second")], runId: "run-1" }), fetch);
    expect(JSON.parse(String(said.mock.calls[0]?.[0]))).toEqual({
      event: "next_model",
      runId: "run-1",
      model: "first",
      code: "model_unavailable",
      reason: "The model's API answered 503. Try again later.",
      next: "second",
    });
    said.mockRestore();
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

describe("a model that goes on for another", () => {
  /** A reply with thinking and a call, as it is kept. */
  const reply = (from: ModelSettings): SessionMessage => ({
    role: "assistant",
    from: originOf(from),
    content: [
      { type: "opaque", data: { type: "thinking", thinking: "hm", signature: "SIGNED" } },
      { type: "tool_use", id: "toolu_1", name: "list_tasks", input: {} },
    ],
  });

  it("gets no thinking of it, within the turn too, and stays to the turn's end", async () => {
    const first = [
      start,
      event({ type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "hm", signature: "SIGNED" } }),
      blockStop(),
      toolCall("list_tasks", {}).slice(start.length),
    ].join("");
    const { at, fetch } = apis({
      first: [stream(first), status(500)],
      second: [
        stream(
          `${delta({ reasoning_content: "ha", tool_calls: [{ index: 0, id: "call_x", function: { name: "list_tasks", arguments: "{}" } }] })}${delta({}, "tool_calls")}${chatUsage}data: [DONE]\n\n`,
        ),
        stream(chatAnswer("Done.")),
      ],
    });
    const turn = testTurn({ models: [anthropic("first"), openai("second")] });
    await runTurn(turn, fetch);
    expect(outputs(turn)).toEqual(["Done."]);
    expect(at["first"]?.requests).toHaveLength(2);
    expect(JSON.stringify(at["first"]?.requests[1]?.body)).toContain("SIGNED");
    expect(at["second"]?.requests).toHaveLength(2);
    expect(JSON.stringify(at["second"]?.requests.map((it) => it.body))).not.toContain("SIGNED");
    expect(JSON.stringify(at["second"]?.requests[1]?.body)).toContain('"reasoning_content":"ha"');
    expect(told(turn.usage)).toMatchObject({
      model: "second",
      inputTokens: 118,
      outputTokens: 26,
      models: [
        { model: "first", inputTokens: 100, outputTokens: 20, cacheReadTokens: 0, cacheWriteTokens: 0 },
        { model: "second", inputTokens: 18, outputTokens: 6 },
      ],
    });
  });

  it("goes on after a restart, and gets its own back", async () => {
    const models = [anthropic("first"), anthropic("second")];
    const begun = {
      shown: "",
      messages: [
        { role: "user", content: [{ type: "text", text: "Hi" }] },
        reply(models[1]!),
        { role: "user", content: [{ type: "tool_result", toolUseId: "toolu_1", content: "None." }] },
      ] satisfies SessionMessage[],
    };
    const { at, fetch } = apis({ first: [stream(answer("First."))], second: [stream(answer("Second."))] });
    const turn = testTurn({ models, begun });
    Object.assign(turn.usage, {
      steps: 2,
      model: "second",
      inputTokens: 50,
      outputTokens: 5,
      models: [{ model: "first", inputTokens: 20, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 1 }],
    });
    await runTurn(turn, fetch);
    expect(outputs(turn)).toEqual(["Second."]);
    expect(at["first"]?.requests).toHaveLength(0);
    expect(JSON.stringify(at["second"]?.requests[0]?.body)).toContain("SIGNED");
    expect(told(turn.usage).models).toMatchObject([
      { model: "first", inputTokens: 20 },
      { model: "second", inputTokens: 130, outputTokens: 24 },
    ]);
  });

  it("counts what a call used that broke off as the other's", async () => {
    const { fetch } = apis({ first: [stream(start, new Error("reset"))], second: [stream(answer("Hi."))] });
    const turn = testTurn({ models: [anthropic("first"), anthropic("second")] });
    await runTurn(turn, fetch);
    expect(told(turn.usage).models).toMatchObject([
      { model: "first", inputTokens: 100 },
      { model: "second", inputTokens: 100, outputTokens: 20 },
    ]);
  });

  it("has the same marks for the provider's cache as if it had been asked first", async () => {
    const history: SessionMessage[] = [
      { role: "user", content: [{ type: "text", text: "Hi" }] },
      { role: "assistant", content: [{ type: "text", text: "Hello" }] },
    ];
    const ask = async (answers: Answer, more: TurnChanges): Promise<unknown> => {
      const { at, fetch } = apis({ first: [answers], second: [stream(answer("Hi."))] });
      await runTurn(testTurn({ history, ...more }), fetch);
      return at["second"]?.requests[0]?.body;
    };
    const models = [anthropic("first"), anthropic("second")];
    expect(await ask(status(500), { models })).toEqual(await ask(status(500), { models: [models[1]!] }));
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

import { describe, expect, it } from "vitest";
import { TurnError } from "../conversation/turnError";
import { runTurn } from "../turn/runTurn";
import { failureOf, testTurn } from "../turn/testing/turnContext";
import { fakeApi, stream } from "./testing/fakeApi";
import { answer, toolCall } from "./testing/messages";

const chat = [
  { choices: [{ index: 0, delta: { role: "assistant", content: "Hi" }, finish_reason: null }] },
  { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: "c", function: { name: "list_tasks", arguments: "{}" } }] } }] },
  { response: "Hi", tool_calls: [{ name: "list_tasks", arguments: {} }], usage: { prompt_tokens: 1, completion_tokens: 1 } },
  { choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage: { prompt_tokens: 1, completion_tokens: 1 } },
]
  .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
  .join("");

const subjects = [
  ["anthropic", answer("Hello", " there.") + toolCall("send_message", { text: "Hi" })],
  ["openai", `${chat}data: [DONE]\n\n`],
] as const;

/** Reproducible, so that a failure can be looked into. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const strange = ["null", "[]", "{}", "5", "-1", '""', '"x"', "true", "[null]", "1e999", '{"type":null}', ""];
const values = /"(?:[^"\\]|\\.)*"(?!\s*:)|\b\d+\b|null|\{\}|\[[^[\]]*\]|\{[^{}]*\}/g;

function mutate(wire: string, random: (below: number) => number): string {
  const found = [...wire.matchAll(values)];
  const at = found[random(found.length)];
  if (at === undefined) return wire;
  return wire.slice(0, at.index) + (strange[random(strange.length)] ?? "") + wire.slice(at.index + at[0].length);
}

/** Where text is read, or a number: neither of these can be made to either, and the first by nothing at all. */
const unreadable = ['{"toString":1,"valueOf":1}', `${"[".repeat(20_000)}${"]".repeat(20_000)}`];

describe.each(subjects)("a stream of %s with a value replaced that no text can be made of", (provider, wire) => {
  it("is answered or fails as the model's fault, wherever it stands", async () => {
    const places = [...wire.matchAll(values)];
    expect(places.length).toBeGreaterThan(15);
    for (const odd of unreadable) {
      const errors = ["code", "type", "status", "message", "detail"].map((field) => `data: {"error":{"${field}":${odd}}}\n\n`);
      const replaced = places.map(({ index, 0: value }) => wire.slice(0, index) + odd + wire.slice(index + value.length));
      for (const hostile of [...replaced, ...errors]) {
        const turn = testTurn({ model: { provider, name: "m", baseUrl: "https://model.test", apiKey: "k" }, limits: { maxSteps: 2 } });
        const failure = await runTurn(turn, fakeApi(stream(hostile), stream(wire)).fetch).catch((error: unknown) => error);
        if (failure instanceof TurnError) expect(failure.code, hostile.slice(0, 500)).toMatch(/^(model_|step_limit)/);
        else expect(failure, hostile.slice(0, 500)).toHaveProperty("history");
      }
    }
  });
});

describe("a stream that names a field of every object", () => {
  it.each([
    ["in a list", "openai", 'data: {"choices":[{"delta":{"reasoning_details":[{"__proto__":{"isTold":true},"type":"x"}]}}]}\n\n'],
    [
      "in a block",
      "anthropic",
      'data: {"type":"content_block_start","index":0,"content_block":{"type":"x"}}\n\ndata: {"type":"content_block_delta","index":0,"delta":{"__proto__":{"isTold":true}}}\n\n',
    ],
  ] as const)("changes none but its own, %s", async (_, provider, wire) => {
    await runTurn(testTurn({ model: { provider, name: "m", baseUrl: "https://model.test", apiKey: "k" } }), fakeApi(stream(wire)).fetch).catch(() => undefined);
    expect({}).not.toHaveProperty("isTold");
  });
});

describe("a stream of ever more", () => {
  it.each([
    ["calls", (at: number) => ({ tool_calls: [{ id: `c${at}`, function: { name: "recall" } }] })],
    ["calls with an index", (at: number) => ({ tool_calls: [{ index: at, id: `c${at}`, function: { name: "recall" } }] })],
    ["entries of a list", (at: number) => ({ reasoning_details: [{ index: at, text: "x" }] })],
  ])("%s is given up long before its end, since each piece is looked for among those before it", async (_, delta) => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        const pieces = Array.from({ length: 100 }, () => `data: ${JSON.stringify({ choices: [{ index: 0, delta: delta(sent++) }] })}\n\n`);
        controller.enqueue(new TextEncoder().encode(pieces.join("")));
      },
    });
    const turn = testTurn({ model: { provider: "openai", name: "m", baseUrl: "https://model.test", apiKey: "k" } });
    const api = fakeApi(() => new Response(endless, { headers: { "content-type": "text/event-stream" } }));
    expect(await failureOf(turn, api.fetch)).toMatchObject({ code: "output_limit" });
    expect(sent).toBeLessThan(30_000);
  });
});

describe.each(subjects)("a stream of %s with its values replaced at random", (provider, wire) => {
  it("is answered or fails as the model's fault, never as ours", async () => {
    const random = randomFrom(20_261_122);
    for (let round = 0; round < 1_000; round++) {
      let hostile = wire;
      for (let change = random(3); change >= 0; change--) hostile = mutate(hostile, random);
      const turn = testTurn({ model: { provider, name: "m", baseUrl: "https://model.test", apiKey: "k" }, limits: { maxSteps: 2 } });
      const failure = await runTurn(turn, fakeApi(stream(hostile), stream(wire)).fetch).catch((error: unknown) => error);
      if (failure instanceof TurnError) expect(["model_protocol", "model_refused", "step_limit", "output_limit"], hostile).toContain(failure.code);
      else expect(failure, hostile).toHaveProperty("history");
      expect(Number.isSafeInteger(turn.usage.inputTokens + turn.usage.outputTokens), hostile).toBe(true);
    }
  });
});

import { describe, expect, it } from "vitest";
import { TurnError } from "../conversation/turnError";
import { runTurn } from "../turn/runTurn";
import { testTurn } from "../turn/testing/turnContext";
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

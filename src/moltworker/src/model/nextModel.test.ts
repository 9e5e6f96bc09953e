import { describe, expect, it, vi } from "vitest";
import { runTurn } from "../turn/runTurn";
import { outputs, testRests, testTurn } from "../turn/testing/turnContext";
import { originOf } from "./origin";
import { type Answer, status, stream } from "./testing/fakeApi";
import { answer, start, text, textStart } from "./testing/messages";
import { anthropic, apis } from "./testing/severalModels";

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

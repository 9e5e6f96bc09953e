import { describe, expect, it, vi } from "vitest";
import type { SessionMessage } from "../conversation/sessionMessage";
import { TurnError } from "../conversation/turnError";
import { codeOf } from "../testing/call";
import type { TurnContext } from "../turn/turnContext";
import { parseRendered } from "../http/event";
import { ask, echo, fails, json, newRunId, play, stream, text, turns, useOwnGroup } from "./testing/ownGroup";

useOwnGroup();

describe("a run that fails", () => {
  it.each<[TurnError["code"], number]>([
    ["model_unauthorized", 502],
    ["model_rate_limited", 503],
    ["model_overloaded", 503],
    ["model_unavailable", 502],
    ["model_refused", 502],
    ["model_protocol", 502],
    ["turn_timeout", 504],
    ["step_limit", 500],
    ["output_limit", 500],
    ["interrupted", 500],
    ["internal", 500],
  ])("by %s answers %i as JSON and an error event in a stream", async (code, status) => {
    play(fails(new TurnError(code, "Said.")));
    const response = await ask({});
    expect(response.status).toBe(status);
    expect(await codeOf(response)).toBe(code);
    const events = parseRendered(await stream({ runId: newRunId() }));
    expect(events.map((it) => it.event)).toEqual(["started", "usage", "error"]);
    expect(events.at(-1)).toEqual({ event: "error", data: { code, message: "Said." } });
  });

  it("tells when to try again", async () => {
    play(fails(new TurnError("model_rate_limited", "Said.", 20)));
    const response = await ask({});
    expect(response.headers.get("Retry-After")).toBe("20");
    expect(await codeOf(response)).toBe("model_rate_limited");
  });

  it("by a fault of ours tells nothing of it, nor logs what it says", async () => {
    const said: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
    play(fails(new TypeError("secret detail")));
    const answer = await (await ask({})).text();
    expect(answer).toBe('{"error":{"code":"internal","message":"Something went wrong in the Worker."}}');
    expect(said.join()).toContain("TypeError");
    expect(said.join()).not.toContain("secret detail");
  });

  it("leaves the session's history as it was", async () => {
    const { sessionId } = await json({ prompt: "First" });
    play(fails(new TurnError("model_protocol", "Said.")));
    expect((await ask({ sessionId, prompt: "Lost" })).status).toBe(502);
    let history: readonly SessionMessage[] = [];
    play((ctx) => {
      history = ctx.history;
      return echo(ctx);
    });
    await json({ sessionId });
    expect(history).toEqual([text("user", "First"), text("assistant", "First")]);
  });

  it("leaves no session where it had none", async () => {
    play(fails(new TurnError("model_protocol", "Said.")));
    const started = parseRendered(await stream({}))[0] as { data: { sessionId: string } };
    expect(await codeOf(await ask({ sessionId: started.data.sessionId }))).toBe("session_unknown");
  });

  it.each<TurnError["code"]>(["model_rate_limited", "model_overloaded", "model_unavailable"])(
    "by %s before it produced anything may be tried again",
    async (code) => {
      play(fails(new TurnError(code, "Said.")));
      const runId = newRunId();
      expect(await codeOf(await ask({ runId }))).toBe(code);
      play(echo);
      expect(await json({ runId })).toMatchObject({ result: "Hello" });
      expect(turns).toBe(2);
    },
  );

  it("is still told to a reader that resumes, though the same key may try again", async () => {
    play(fails(new TurnError("model_overloaded", "Said.")));
    const runId = newRunId();
    const whole = await stream({ runId });
    expect(await stream({ runId, lastEventId: 1 })).toBe(
      whole
        .split(/(?<=\n\n)/)
        .slice(1)
        .join(""),
    );
    expect(turns).toBe(1);
  });

  it.each<[string, (ctx: TurnContext) => void]>([
    ["a delta", (ctx) => ctx.emit({ event: "delta", data: { text: "x" } })],
    ["an output", (ctx) => ctx.emit({ event: "output", data: { result: "x" } })],
    ["an action", (ctx) => ctx.emit({ event: "action", data: { id: "a1", name: "list_tasks", arguments: {} } })],
  ])("after %s is not run again", async (_, before) => {
    play(fails(new TurnError("model_overloaded", "Said."), before));
    const runId = newRunId();
    await ask({ runId });
    expect(await codeOf(await ask({ runId }))).toBe("model_overloaded");
    expect(turns).toBe(1);
  });

  it("for a reason that stays is not run again", async () => {
    play(fails(new TurnError("model_unauthorized", "Said.")));
    const runId = newRunId();
    await ask({ runId });
    expect(await codeOf(await ask({ runId }))).toBe("model_unauthorized");
    expect(turns).toBe(1);
  });
});

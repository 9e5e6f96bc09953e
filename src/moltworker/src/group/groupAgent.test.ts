import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../contract";
import type { SessionMessage } from "../conversation/sessionMessage";
import { codeOf } from "../testing/call";
import { goldenError, refusalOf } from "../testing/golden";
import type { TurnContext } from "../turn/turnContext";
import { parseRendered } from "../http/event";
import { ask, type Done, echo, enter, fails, group, held, inLine, json, newRunId, play, stream, stub, turns, until, useOwnGroup } from "./testing/ownGroup";

useOwnGroup();

describe("one run", () => {
  it("streams its numbered events and closes", async () => {
    const runId = newRunId();
    const response = await ask({ runId }, true);
    expect(response.headers.get("Content-Type")).toBe("text/event-stream");
    expect(response.headers.get("Cache-Control")).toBe("no-store, no-transform");
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
    const events = parseRendered(await response.text());
    const { sessionId } = (events[0] as RunEvent & { data: { sessionId: string } }).data;
    expect(events).toEqual([
      { event: "started", data: { runId, sessionId } },
      { event: "delta", data: { text: "Hello" } },
      { event: "output", data: { result: "Hello" } },
      {
        event: "usage",
        data: { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0, steps: 1, durationMs: expect.any(Number) as number, model: "demo" },
      },
      { event: "done", data: { sessionId, model: "demo" } },
    ]);
  });

  it("joins several outputs of a JSON answer by a blank line, and tells its actions", async () => {
    play(async (ctx) => {
      ctx.emit({ event: "output", data: { result: "One." } });
      ctx.emit({ event: "action", data: { id: "a1", name: "send_message", arguments: { text: "x" } } });
      ctx.emit({ event: "output", data: { result: "Two." } });
      return { history: [] };
    });
    expect(await json()).toMatchObject({ status: "success", result: "One.\n\nTwo.", actions: [{ id: "a1", name: "send_message", arguments: { text: "x" } }] });
  });

  it("that says nothing has the result null", async () => {
    play(async () => ({ history: [] }));
    expect((await json()).result).toBeNull();
  });

  it("does not hear what its turn emits once it is over", async () => {
    let late: TurnContext | undefined;
    play((ctx) => {
      late = ctx;
      return echo(ctx);
    });
    const runId = newRunId();
    const before = await stream({ runId });
    await runInDurableObject(stub(), () => late!.emit({ event: "output", data: { result: "late" } }));
    expect(await stream({ runId })).toBe(before);
  });
});

describe("runs of one group", () => {
  it("come one after the other, in their order", async () => {
    const order: string[] = [];
    let atOnce = 0;
    play(async (ctx) => {
      expect(++atOnce).toBe(1);
      order.push(ctx.request.prompt);
      await scheduler.wait(5);
      atOnce--;
      return echo(ctx);
    });
    const runs: Promise<Done>[] = [];
    for (const prompt of ["1", "2", "3", "4", "5"]) {
      const response = await ask({ prompt }, true);
      runs.push(response.text().then(() => ({ result: null, sessionId: "" })));
    }
    await Promise.all(runs);
    expect(order).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("wait eight in line, and no more", async () => {
    const one = held();
    const first = json();
    await one.started;
    const waiting = await Promise.all(Array.from({ length: 8 }, () => ask({}, true)));
    expect(await refusalOf(await ask({}))).toEqual(goldenError("group_busy"));
    one.release();
    await first;
    await Promise.all(waiting.map((it) => it.text()));
    expect(turns).toBe(9);
    expect((await ask({})).status).toBe(200);
  });

  it("do not wait for another group's", async () => {
    const one = held();
    const first = json();
    await one.started;
    const mine = group;
    enter(`${group}-2`);
    await json();
    enter(mine);
    one.release();
    await first;
  });

  it("go on after one that failed", async () => {
    play(fails(new Error("x")));
    await ask({});
    play(echo);
    expect((await ask({})).status).toBe(200);
  });
});

describe("a session", () => {
  it("goes on with its history", async () => {
    const { sessionId } = await json({ prompt: "First" });
    const second = await json({ sessionId, prompt: "Second" });
    expect(second.sessionId).toBe(sessionId);
    let history: readonly SessionMessage[] = [];
    play((ctx) => {
      history = ctx.history;
      return echo(ctx);
    });
    await json({ sessionId });
    expect(history.map((it) => it.content[0])).toEqual(["First", "First", "Second", "Second"].map((it) => ({ type: "text", text: it })));
  });

  it("of another group, or none at all, is refused", async () => {
    const { sessionId } = await json();
    enter(`${group}-2`);
    for (const unknown of [sessionId, "s_01HZX4T9W2"]) {
      const response = await ask({ sessionId: unknown });
      expect([response.status, await codeOf(response)]).toEqual([409, "session_unknown"]);
    }
    expect(turns).toBe(1);
  });

  it("that a live run has begun is known", async () => {
    const one = held();
    const first = await ask({}, true);
    const { request } = await one.started;
    expect(request.sessionId).toBeUndefined();
    const reader = first.body!.getReader();
    const started = parseRendered(new TextDecoder().decode((await reader.read()).value))[0] as { data: { sessionId: string } };
    const second = ask({ sessionId: started.data.sessionId });
    await until(async () => (await inLine()) === 2);
    one.release();
    while (!(await reader.read()).done);
    expect((await second).status).toBe(200);
  });
});

describe("a reader that goes away", () => {
  it("leaves its run going on", async () => {
    const one = held();
    const runId = newRunId();
    const response = await ask({ runId }, true);
    await one.started;
    await response.body!.cancel();
    one.release();
    expect(parseRendered(await stream({ runId })).at(-1)).toMatchObject({ event: "done" });
    expect(turns).toBe(1);
  });
});

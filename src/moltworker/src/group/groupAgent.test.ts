import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunEvent } from "../contract";
import { call, codeOf, runBody } from "../testing/call";
import { golden } from "../testing/golden";
import type { SessionMessage, TurnContext, TurnOutcome } from "../turn/turnContext";
import { TurnError } from "../turn/turnError";
import { parseRendered } from "./event";
import type { GroupAgent } from "./groupAgent";
import { GroupStore } from "./groupStore";
import { Run } from "./run";

type Turn = (ctx: TurnContext) => Promise<TurnOutcome>;

const text = (role: "user" | "assistant", it: string): SessionMessage => ({ role, content: [{ type: "text", text: it }] });

/** Answers with what was asked. */
const echo: Turn = async (ctx) => {
  const { prompt } = ctx.request;
  ctx.emit({ event: "delta", data: { text: prompt } });
  ctx.emit({ event: "output", data: { result: prompt } });
  ctx.usage.steps = 1;
  return { history: [...ctx.history, text("user", prompt), text("assistant", prompt)] };
};

const fails = (error: unknown, before?: (ctx: TurnContext) => void): Turn => (ctx) => {
  before?.(ctx);
  return Promise.reject(error);
};

const turn = vi.fn<Turn>();
let turns = 0;
let group = "";

beforeEach(() => {
  turns = 0;
  group = `group-${crypto.randomUUID()}`;
  play(echo);
});
afterEach(() => vi.restoreAllMocks());

function play(it: Turn): void {
  turn.mockImplementation((ctx) => {
    turns++;
    return it(ctx);
  });
}

/** A turn that stands still until it is let go. */
function held(): { readonly started: Promise<TurnContext>; release(it?: Turn): void } {
  const started = Promise.withResolvers<TurnContext>();
  const go = Promise.withResolvers<Turn>();
  turn.mockImplementationOnce(async (ctx) => {
    turns++;
    started.resolve(ctx);
    return (await go.promise)(ctx);
  });
  return { started: started.promise, release: (it = echo) => go.resolve(it) };
}

interface Ask {
  readonly runId?: string;
  readonly prompt?: string;
  readonly sessionId?: string;
  readonly lastEventId?: number;
}

async function ask({ runId, prompt, sessionId, lastEventId }: Ask, stream = false): Promise<Response> {
  await runInDurableObject(stub(), (agent) => void (agent.turn = turn));
  return call({
    ...(runId !== undefined && { runId }),
    headers: { Accept: stream ? "text/event-stream" : "application/json", "Last-Event-ID": lastEventId === undefined ? undefined : String(lastEventId) },
    body: runBody({ groupFolder: group, prompt: prompt ?? "Hello", sessionId: sessionId ?? null }),
  });
}

interface Done {
  readonly result: string | null;
  readonly sessionId: string;
}

async function json(it: Ask = {}): Promise<Done> {
  const response = await ask(it);
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return response.json<Done>();
}

async function stream(it: Ask): Promise<string> {
  return (await (await ask(it, true)).text()).replaceAll(": keep-alive\n\n", "");
}

/** Runs of the group that are let in and not over. */
function inLine(): Promise<number> {
  return runInDurableObject(stub(), (agent) => (agent as unknown as { live: ReadonlyMap<string, unknown> }).live.size);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await scheduler.wait(5);
}

const stub = (): DurableObjectStub<GroupAgent> => (env as unknown as { GROUPS: DurableObjectNamespace<GroupAgent> }).GROUPS.getByName(group);
const newRunId = (): string => crypto.randomUUID();

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
      { event: "usage", data: { inputTokens: 0, outputTokens: 0, steps: 1, durationMs: expect.any(Number) as number, model: "demo" } },
      { event: "done", data: { sessionId } },
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

describe("the same key", () => {
  it("and body replays a finished run, as a stream and as JSON", async () => {
    const runId = newRunId();
    const first = await stream({ runId });
    expect(await stream({ runId })).toBe(first);
    expect(await json({ runId })).toMatchObject({ result: "Hello" });
    expect(turns).toBe(1);
  });

  it("attaches to a live run", async () => {
    const one = held();
    const runId = newRunId();
    const readers = [stream({ runId }), stream({ runId })];
    await one.started;
    readers.push(stream({ runId }), stream({ runId, lastEventId: 0 }));
    const asJson = json({ runId });
    one.release();
    const texts = new Set(await Promise.all(readers));
    expect(texts.size).toBe(1);
    expect(await asJson).toMatchObject({ result: "Hello" });
    expect(turns).toBe(1);
  });

  it("runs once when it comes many times at once", async () => {
    const runId = newRunId();
    const answers = await Promise.all(Array.from({ length: 20 }, () => json({ runId })));
    expect(new Set(answers.map((it) => JSON.stringify(it))).size).toBe(1);
    expect(turns).toBe(1);
  });

  it("resumes after each event of a finished run", async () => {
    const runId = newRunId();
    const whole = await stream({ runId });
    const events = whole.split(/(?<=\n\n)/);
    for (let n = 0; n <= events.length; n++) {
      expect(await stream({ runId, lastEventId: n })).toBe(events.slice(n).join(""));
    }
  });

  it("resumes after an event that the run does not have: refused", async () => {
    const runId = newRunId();
    await stream({ runId });
    expect(await codeOf(await ask({ runId, lastEventId: 99 }, true))).toBe("invalid_request");
    const one = held();
    const live = stream({ runId: "a-live-run-0123456789" });
    await one.started;
    expect(await codeOf(await ask({ runId: "a-live-run-0123456789", lastEventId: 99 }, true))).toBe("invalid_request");
    one.release();
    await live;
  });

  it("and another body is a conflict, live or finished", async () => {
    const one = held();
    const runId = newRunId();
    const running = json({ runId });
    await one.started;
    const live = await ask({ runId, prompt: "Other" });
    expect([live.status, await codeOf(live)]).toEqual([409, "run_conflict"]);
    one.release();
    await running;
    expect(await codeOf(await ask({ runId, prompt: "Other" }))).toBe("run_conflict");
    expect(turns).toBe(1);
  });

  it("in another group is another run", async () => {
    const runId = newRunId();
    await json({ runId });
    group = `${group}-2`;
    await json({ runId });
    expect(turns).toBe(2);
  });

  it("that is not kept is not run by resuming", async () => {
    const response = await ask({ lastEventId: 3 }, true);
    expect([response.status, await codeOf(response)]).toEqual([409, "run_unknown"]);
    expect(await codeOf(await ask({ lastEventId: 0 }))).toBe("run_unknown");
    expect(turns).toBe(0);
  });
});

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

  it.each<TurnError["code"]>(["model_rate_limited", "model_overloaded", "model_unavailable"])("by %s before it produced anything may be tried again", async (code) => {
    play(fails(new TurnError(code, "Said.")));
    const runId = newRunId();
    expect(await codeOf(await ask({ runId }))).toBe(code);
    play(echo);
    expect(await json({ runId })).toMatchObject({ result: "Hello" });
    expect(turns).toBe(2);
  });

  it("is still told to a reader that resumes, though the same key may try again", async () => {
    play(fails(new TurnError("model_overloaded", "Said.")));
    const runId = newRunId();
    const whole = await stream({ runId });
    expect(await stream({ runId, lastEventId: 1 })).toBe(whole.split(/(?<=\n\n)/).slice(1).join(""));
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
    const ninth = await ask({});
    expect([ninth.status, ninth.headers.get("Retry-After"), await codeOf(ninth)]).toEqual([429, "10", "group_busy"]);
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
    group = `${group}-2`;
    await json();
    group = mine;
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
    group = `${group}-2`;
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

describe("a restart", () => {
  it("ends a live run as interrupted, and its key does not run again", async () => {
    const runId = newRunId();
    const body = runBody({ groupFolder: group, prompt: "Hello", sessionId: null });
    const bodyHash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body))).toHex();
    await runInDurableObject(stub(), (_, state) => {
      // What a crash leaves behind: the deltas after the output were not stored yet.
      const store = new GroupStore(state.storage);
      store.begin(runId, bodyHash, "s_1", Date.now());
      const run = new Run(runId, bodyHash, "s_1");
      run.append({ event: "started", data: { runId, sessionId: "s_1" } });
      run.append({ event: "delta", data: { text: "Well, " } });
      run.append({ event: "output", data: { result: "Well," } });
      store.saveEvents(runId, run.takeUnsaved());
    });
    await evictDurableObject(stub());

    const response = await ask({ runId });
    expect([response.status, await codeOf(response)]).toEqual([500, "interrupted"]);
    const events = await stream({ runId });
    expect(parseRendered(events).map((it) => it.event)).toEqual(["started", "delta", "output", "usage", "error"]);
    expect(turns).toBe(0);

    // Its reader had the fourth event, which was not stored: its numbers go on rising.
    const resumed = await stream({ runId, lastEventId: 4 });
    expect([...resumed.matchAll(/^id: (\d+)$/gm)].map((it) => it[1])).toEqual(["5", "6"]);
    expect(await stream({ runId, lastEventId: 2 })).toMatch(/^id: 3\nevent: output\n[^]*id: 4\nevent: usage\n[^]*id: 5\nevent: error\n/);
  });

  it("right after a run was let in tells how it began and ended", async () => {
    const runId = newRunId();
    const body = runBody({ groupFolder: group, prompt: "Hello", sessionId: null });
    const bodyHash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body))).toHex();
    await runInDurableObject(stub(), (_, state) => new GroupStore(state.storage).begin(runId, bodyHash, "s_1", Date.now()));
    await evictDurableObject(stub());
    expect(parseRendered(await stream({ runId })).map((it) => it.event)).toEqual(["started", "usage", "error"]);
  });

  it("keeps sessions, finished runs and notes", async () => {
    play((ctx) => {
      ctx.memory.remember("dog", "Rex");
      return echo(ctx);
    });
    const runId = newRunId();
    const { sessionId } = await json({ runId });
    await evictDurableObject(stub());
    expect(await json({ runId })).toMatchObject({ result: "Hello", sessionId });
    let recalled: unknown;
    play((ctx) => {
      recalled = ctx.memory.recall("What is the dog called?");
      return echo(ctx);
    });
    await json({ sessionId });
    expect(recalled).toEqual([{ key: "dog", value: "Rex" }]);
    expect(turns).toBe(2);
  });
});

describe("clearing", () => {
  const hours = (it: number): void => {
    vi.useFakeTimers({ now: Date.now() + it * 3_600_000, toFake: ["Date"] });
  };
  afterEach(() => void vi.useRealTimers());

  it("is planned for when the first finished run ends its time", async () => {
    await json();
    const alarm = await runInDurableObject(stub(), (_, state) => state.storage.getAlarm());
    expect(alarm! - Date.now()).toBeGreaterThan(23.9 * 3_600_000);
    expect(alarm! - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
  });

  it("takes finished runs after their time, and not before", async () => {
    const runId = newRunId();
    const { sessionId } = await json({ runId });
    hours(23);
    await runDurableObjectAlarm(stub());
    expect(await codeOf(await ask({ runId, prompt: "Other" }))).toBe("run_conflict");
    hours(2);
    await runDurableObjectAlarm(stub());
    expect(await codeOf(await ask({ runId, lastEventId: 1 }))).toBe("run_unknown");
    expect((await ask({ sessionId })).status).toBe(200);
  });

  it("takes sessions that nobody used for long", async () => {
    const { sessionId } = await json();
    hours(91 * 24);
    await runDurableObjectAlarm(stub());
    expect(await codeOf(await ask({ sessionId }))).toBe("session_unknown");
  });

  it("waits for a live run, which it keeps awake", async () => {
    const one = held();
    const runId = newRunId();
    const running = json({ runId });
    await one.started;
    let cleared = false;
    const alarm = runInDurableObject(stub(), (it) => it.alarm()).then(() => (cleared = true));
    await scheduler.wait(50);
    expect(cleared).toBe(false);
    one.release();
    await running;
    await alarm;
    expect(cleared).toBe(true);
  });
});

it("a run of some length is kept awake by an alarm, whether or not anybody reads it", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const one = held();
  const running = json();
  await one.started;
  await runInDurableObject(stub(), async (agent) => {
    const called = vi.spyOn(agent, "alarm");
    vi.advanceTimersByTime(20_000);
    while (called.mock.calls.length === 0) await scheduler.wait(5);
  });
  vi.useRealTimers();
  one.release();
  await running;
});

describe("run caps", () => {
  const capped = (caps: unknown): Promise<Response> =>
    runInDurableObject(stub(), (agent) => {
      const it = agent as unknown as { env: object };
      it.env = { ...it.env, RUN_CAPS: caps };
    }).then(() => ask({}));

  it("refuse a run that they have no room for", async () => {
    const response = await capped({ getByName: () => ({ take: async () => ({ cap: "day", limit: 200, retryAfterSeconds: 3600 }) }) });
    expect([response.status, response.headers.get("Retry-After")]).toEqual([429, "3600"]);
    expect(await response.json()).toEqual((JSON.parse(golden("errors").get("run_cap_reached.json")!) as { body: unknown }).body);
    expect(turns).toBe(0);
  });

  it("keep shut when they cannot be reached", async () => {
    const response = await capped({ getByName: () => ({ take: () => Promise.reject(new Error("secret detail")) }) });
    expect([response.status, await codeOf(response)]).toEqual([503, "unavailable"]);
    expect(turns).toBe(0);
  });

  it("count a run once, however often it is replayed", async () => {
    let taken = 0;
    const caps = { getByName: () => ({ take: async () => (taken++, null) }) };
    await capped(caps);
    const runId = newRunId();
    for (let i = 0; i < 5; i++) await json({ runId });
    await ask({ runId, prompt: "Other" });
    await ask({ sessionId: "unknown" });
    await ask({ lastEventId: 1 });
    expect(taken).toBe(2);
  });

  it("refuse all who came with the same key", async () => {
    const gate = Promise.withResolvers<void>();
    const caps = { getByName: () => ({ take: async () => (await gate.promise, { cap: "month", limit: 1, retryAfterSeconds: 60 }) }) };
    await runInDurableObject(stub(), (agent) => {
      const it = agent as unknown as { env: object };
      it.env = { ...it.env, RUN_CAPS: caps };
    });
    const runId = newRunId();
    const answers = [ask({ runId }), ask({ runId })];
    await scheduler.wait(20);
    gate.resolve();
    for (const response of await Promise.all(answers)) expect(await codeOf(response)).toBe("run_cap_reached");
    expect(turns).toBe(0);
  });
});

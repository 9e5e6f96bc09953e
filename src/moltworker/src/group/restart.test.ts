import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { codeOf, runBody } from "../testing/call";
import type { TurnContext } from "../turn/turnContext";
import { parseRendered } from "../http/event";
import { GroupAgent } from "./groupAgent";
import { GroupStore } from "./groupStore";
import { Run } from "./run";
import { ask, echo, group, json, newRunId, play, stream, stub, text, turns, useOwnGroup } from "./testing/ownGroup";

useOwnGroup();

describe("a restart", () => {
  it("ends a run that an older version let in as interrupted, and its key does not run again", async () => {
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
      store.saveEvents(runId, run.unsaved());
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

  it("lets a run go on from its last step, with what it had used, and those behind it follow", async () => {
    const [runId, waiting] = [newRunId(), newRunId()];
    const usage = { inputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 5, steps: 1, durationMs: 700, model: "demo" };
    await runInDurableObject(stub(), async (_, state) => {
      const store = new GroupStore(state.storage);
      for (const [it, prompt] of [
        [runId, "Hello"],
        [waiting, "And then?"],
      ] as const) {
        const body = new TextEncoder().encode(runBody({ groupFolder: group, prompt, sessionId: null }));
        store.begin(it, new Uint8Array(await crypto.subtle.digest("SHA-256", body)).toHex(), `s_${prompt.length}`, Date.now(), body.buffer as ArrayBuffer);
      }
      const run = new Run(runId, "", "s_5");
      run.append({ event: "started", data: { runId, sessionId: "s_5" } });
      run.append({ event: "output", data: { result: "Well," } });
      const step = { messages: [text("user", "Hello"), text("assistant", "Well,")], spent: { actions: 3 }, usage };
      store.saveStep(runId, run.unsaved(), step);
      run.markSaved();
      run.append({ event: "delta", data: { text: "It is" } });
      store.saveEvents(runId, run.unsaved());
    });
    const taken: TurnContext[] = [];
    vi.spyOn(GroupAgent.prototype, "turn").mockImplementation((ctx) => {
      taken.push({ ...ctx, spent: { ...ctx.spent }, usage: { ...ctx.usage } });
      return echo(ctx);
    });
    await evictDurableObject(stub());

    const events = parseRendered(await stream({ runId }));
    expect(events.map((it) => it.event)).toEqual(["started", "output", "delta", "delta", "output", "usage", "done"]);
    expect(await json({ runId: waiting, prompt: "And then?" })).toMatchObject({ result: "And then?" });
    expect(taken.map(({ request }) => request.prompt)).toEqual(["Hello", "And then?"]);
    expect(taken[0]).toMatchObject({
      begun: { messages: [text("user", "Hello"), text("assistant", "Well,")], shown: "It is" },
      spent: { actions: 3, webReads: 0 },
      usage,
    });
    expect(taken[1]).toMatchObject({ begun: { messages: [], shown: "" }, usage: { steps: 0 } });
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

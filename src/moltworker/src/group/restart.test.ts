import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { codeOf, runBody } from "../testing/call";
import { parseRendered } from "./event";
import { GroupStore } from "./groupStore";
import { Run } from "./run";
import { ask, echo, group, json, newRunId, play, stream, stub, turns, useOwnGroup } from "./testing/ownGroup";

useOwnGroup();

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

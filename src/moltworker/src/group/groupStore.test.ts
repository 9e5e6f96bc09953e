import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { newSpent } from "../bounds/spent";
import { GroupStore } from "./groupStore";
import { boundedStorage } from "./testing/boundedStorage";
import { newRunId, stub, text, useOwnGroup } from "./testing/ownGroup";

useOwnGroup();

const usage = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0, steps: 1, durationMs: 0, model: "demo" };
const withStore = <T>(use: (store: GroupStore) => T): Promise<T> =>
  runInDurableObject(stub(), (_, state) => use(new GroupStore(boundedStorage(state.storage))));

describe("a group's store, in rows of 2 MB", () => {
  it("knows when the group's run before was", async () => {
    await runInDurableObject(stub(), (_, state) => {
      const store = new GroupStore(state.storage);
      expect(store.lastAt("r2")).toBeUndefined();
      store.begin("r1", "h", "s_1", 1_000);
      expect([store.lastAt("r1"), store.lastAt("r2")]).toEqual([undefined, 1_000]);
      store.end("r1", "done", 5_000);
      expect(store.lastAt("r2")).toBe(5_000);
    });
  });

  it("has that bound here", async () => {
    const write = (length: number): Promise<unknown> =>
      runInDurableObject(
        stub(),
        (_, { storage }) => void boundedStorage(storage).sql.exec("INSERT INTO notes VALUES (?, ?, ?)", `${length}`, "x".repeat(length), 0),
      );
    await write(1_999_000);
    await expect(write(2_000_001)).rejects.toThrow("too big");
  });

  it("takes a body as long as a request's may be", async () => {
    const runId = newRunId();
    const body = new Uint8Array(262_144).fill(120).buffer;
    const [live] = await withStore((store) => {
      store.begin(runId, "hash", "s_1", 1, body);
      return store.liveRuns();
    });
    expect(new Uint8Array(live!.body!)).toEqual(new Uint8Array(body));
  });

  it.each([
    ["\u4f60", 2_000_000],
    ["\ud83e\udd8a", 1_500_001],
    ["\u0001", 1_000_000],
  ])("gives back events and a step made of %j, as they were", async (unit, length) => {
    const runId = newRunId();
    const long = unit.repeat(length);
    const events = [`id: 1\nevent: delta\ndata: ${JSON.stringify({ text: long })}\n\n`, "id: 2\nevent: delta\ndata: {}\n\n"];
    const steps = [long, "short"].map((it) => ({ messages: [text("assistant", it)], spent: newSpent(), usage }));
    const [whole, live] = await withStore((store) => {
      store.begin(runId, "hash", "s_1", 1, new ArrayBuffer(1));
      for (const [index, it] of events.entries()) store.saveStep(runId, { first: index + 1, text: it }, steps[index]!);
      return [store.events(runId), store.liveRuns()] as const;
    });
    expect(whole).toBe(events.join(""));
    expect(live[0]!.steps).toEqual(steps);
  });

  it("takes a session of any size, and gives back what is left of it", async () => {
    const history = Array.from({ length: 40 }, (_, index) => [text("user", `Question ${index}`), text("assistant", "\u4f60".repeat(100_000))]).flat();
    const kept = await withStore((store) => {
      store.saveHistory("s_1", history, 1);
      return store.history("s_1");
    });
    expect(kept.at(-1)).toEqual(history.at(-1));
    expect(kept.length).toBeGreaterThan(10);
  });
});

describe("a group's store", () => {
  it("knows live runs in the order in which they were let in, though it was one moment", async () => {
    const runs = Array.from({ length: 9 }, newRunId);
    const live = await withStore((store) => {
      for (const it of runs) store.begin(it, "hash", "s_1", 1000, new ArrayBuffer(1));
      return store.liveRuns();
    });
    expect(live.map(({ runId }) => runId)).toEqual(runs);
  });

  it("clears what an older version left of a run's journal, and no live run's", async () => {
    const kept = await runInDurableObject(stub(), (_, { storage }) => {
      const store = new GroupStore(storage);
      for (const it of ["ended", "live"]) store.begin(it, "hash", "s_1", 1, new ArrayBuffer(1));
      storage.sql.exec("UPDATE runs SET state = 'interrupted' WHERE run_id = 'ended'");
      store.clear(0, 0);
      return storage.sql.exec("SELECT run_id FROM journal").toArray();
    });
    expect(kept).toEqual([{ run_id: "live" }]);
  });

  it("keeps nothing of a run's journal beyond its end", async () => {
    const rows = await runInDurableObject(stub(), (_, { storage }) => {
      const store = new GroupStore(storage);
      store.begin("run", "hash", "s_1", 1, new ArrayBuffer(1));
      store.saveStep("run", null, { messages: [], spent: {}, usage });
      store.noteResume("run");
      const before = storage.sql.exec("SELECT * FROM journal").toArray().length;
      store.end("run", "done", 2);
      return [before, storage.sql.exec("SELECT * FROM journal").toArray().length];
    });
    expect(rows).toEqual([3, 0]);
  });
});

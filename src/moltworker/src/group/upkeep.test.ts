import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { codeOf } from "../testing/call";
import { ask, held, json, newRunId, stub, useOwnGroup } from "./testing/ownGroup";

useOwnGroup();

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

  it("keeps what a run used and how it ended for 40 days, and no word of what it said", async () => {
    const runId = newRunId();
    const { usage } = (await json({ runId })) as unknown as { usage: object };
    const past = (): Promise<readonly { ending: string; run_id: string }[]> =>
      runInDurableObject(stub(), (it) => it.read("SELECT run_id, ending FROM past") as unknown as { ending: string; run_id: string }[]);
    expect(await past()).toEqual([]);
    hours(25);
    await runDurableObjectAlarm(stub());
    const [{ ending, run_id } = { ending: "", run_id: "" }] = await past();
    expect(run_id).toBe(runId);
    expect(ending).toMatch(/^\nevent: usage\ndata: \{.*\}\n\nid: \d+\nevent: done\ndata: \{.*\}\n\n$/);
    expect(ending).toContain(JSON.stringify(usage));
    vi.useRealTimers();
    hours(25 + 41 * 24);
    await json();
    vi.useRealTimers();
    hours(25 + 43 * 24);
    await runDurableObjectAlarm(stub());
    expect(await past()).not.toContainEqual(expect.objectContaining({ run_id: runId }));
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

it("a run is kept awake, or begun again after a restart, by an alarm within 20 s, whether or not anybody reads it", async () => {
  const one = held();
  const running = json();
  await one.started;
  const alarm = await runInDurableObject(stub(), (_, state) => state.storage.getAlarm());
  expect(alarm! - Date.now()).toBeLessThanOrEqual(20_000);
  one.release();
  await running;
});

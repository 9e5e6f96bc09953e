import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { codeOf } from "../testing/call";
import { goldenError, refusalOf } from "../testing/golden";
import { ask, json, newRunId, stub, turns, useOwnGroup } from "./testing/ownGroup";

useOwnGroup();

describe("run caps", () => {
  const capped = (caps: unknown): Promise<Response> =>
    runInDurableObject(stub(), (agent) => {
      const it = agent as unknown as { env: object };
      it.env = { ...it.env, RUN_CAPS: caps };
    }).then(() => ask({}));

  it("refuse a run that they have no room for", async () => {
    vi.spyOn(Date, "now").mockReturnValue(Date.parse("2026-03-05T23:00:00Z"));
    const response = await capped({ getByName: () => ({ take: async () => ({ cap: "day", limit: 200 }) }) });
    expect(await refusalOf(response)).toEqual(goldenError("run_cap_reached"));
    expect(turns).toBe(0);
  });

  it("refuse a run while the owner has switched the agent off, which answers what is there all the same", async () => {
    const runId = newRunId();
    await json({ runId });
    const response = await capped({ getByName: () => ({ take: async () => "off" }) });
    expect(await refusalOf(response)).toEqual(goldenError("switched_off"));
    expect((await ask({ runId })).status).toBe(200);
    expect(turns).toBe(1);
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
    const caps = { getByName: () => ({ take: async () => (await gate.promise, { cap: "month", limit: 1 }) }) };
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

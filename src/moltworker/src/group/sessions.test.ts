import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import type { GroupAgent } from "./groupAgent";
import { GroupStore, mostSessions } from "./groupStore";

it("keeps so many sessions, and those of tasks push out none of people", async () => {
  const { GROUPS } = env as unknown as { GROUPS: DurableObjectNamespace<GroupAgent> };
  await runInDurableObject(GROUPS.getByName("sessions"), (_, state) => {
    const store = new GroupStore(state.storage);
    store.saveHistory("s_people", [], 1);
    for (let task = 0; task < 3 * mostSessions; task++) store.saveHistory(`t_${task}`, [], 2 + task);
    expect(store.hasSession("s_people")).toBe(true);
    expect(store.hasSession("t_0")).toBe(false);
    expect(store.hasSession(`t_${3 * mostSessions - 1}`)).toBe(true);
    expect(state.storage.sql.exec<{ kept: number }>("SELECT COUNT(*) AS kept FROM sessions").one().kept).toBe(mostSessions + 1);
  });
});

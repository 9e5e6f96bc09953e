import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { RunCaps } from "./runCaps";

const caps = (name: string): DurableObjectStub<RunCaps> => (env as unknown as { RUN_CAPS: DurableObjectNamespace<RunCaps> }).RUN_CAPS.getByName(name);
const at = (time: string): number => Date.parse(time);

describe("RunCaps", () => {
  it("lets exactly as many pass as a day may have, however many come at once", async () => {
    const stub = caps("many");
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => stub.take(20, 1000, at("2026-03-05T12:00:00Z"))));
    expect(outcomes.filter((it) => it === null)).toHaveLength(20);
  });

  it("opens again at midnight UTC, and says when that is", async () => {
    const stub = caps("day");
    expect(await stub.take(1, 10, at("2026-03-05T23:00:00Z"))).toBeNull();
    expect(await stub.take(1, 10, at("2026-03-05T23:00:00Z"))).toEqual({ cap: "day", limit: 1, retryAfterSeconds: 3600 });
    expect(await stub.take(1, 10, at("2026-03-05T23:59:59.999Z"))).toEqual({ cap: "day", limit: 1, retryAfterSeconds: 1 });
    expect(await stub.take(1, 10, at("2026-03-06T00:00:00Z"))).toBeNull();
  });

  it("counts a month over its days, and opens again with the next", async () => {
    const stub = caps("month");
    expect(await stub.take(5, 2, at("2026-12-30T12:00:00Z"))).toBeNull();
    expect(await stub.take(5, 2, at("2026-12-31T12:00:00Z"))).toBeNull();
    expect(await stub.take(5, 2, at("2026-12-31T12:00:00Z"))).toEqual({ cap: "month", limit: 2, retryAfterSeconds: 12 * 3600 });
    expect(await stub.take(5, 2, at("2027-01-01T00:00:00Z"))).toBeNull();
  });

  it("does not count what it refuses", async () => {
    const stub = caps("refused");
    await stub.take(1, 2, at("2026-03-05T12:00:00Z"));
    for (let i = 0; i < 5; i++) await stub.take(1, 2, at("2026-03-05T12:00:00Z"));
    expect(await stub.take(1, 2, at("2026-03-06T12:00:00Z"))).toBeNull();
  });

  it("remembers across a restart", async () => {
    await caps("restart").take(1, 10, at("2026-03-05T12:00:00Z"));
    await evictDurableObject(caps("restart"));
    expect(await caps("restart").take(1, 10, at("2026-03-05T12:00:00Z"))).not.toBeNull();
  });
});

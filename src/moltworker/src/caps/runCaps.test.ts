import { evictDurableObject, runInDurableObject } from "cloudflare:test";
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

  it("opens again at midnight UTC", async () => {
    const stub = caps("day");
    expect(await stub.take(1, 10, at("2026-03-05T23:00:00Z"))).toBeNull();
    expect(await stub.take(1, 10, at("2026-03-05T23:00:00Z"))).toEqual({ cap: "day", limit: 1 });
    expect(await stub.take(1, 10, at("2026-03-05T23:59:59.999Z"))).toEqual({ cap: "day", limit: 1 });
    expect(await stub.take(1, 10, at("2026-03-06T00:00:00Z"))).toBeNull();
  });

  it("counts a month over its days, and opens again with the next", async () => {
    const stub = caps("month");
    expect(await stub.take(5, 2, at("2026-12-30T12:00:00Z"))).toBeNull();
    expect(await stub.take(5, 2, at("2026-12-31T12:00:00Z"))).toBeNull();
    expect(await stub.take(5, 2, at("2026-12-31T12:00:00Z"))).toEqual({ cap: "month", limit: 2 });
    expect(await stub.take(5, 2, at("2027-01-01T00:00:00Z"))).toBeNull();
  });

  it("does not count what it refuses", async () => {
    const stub = caps("refused");
    await stub.take(1, 2, at("2026-03-05T12:00:00Z"));
    for (let i = 0; i < 5; i++) await stub.take(1, 2, at("2026-03-05T12:00:00Z"));
    expect(await stub.take(1, 2, at("2026-03-06T12:00:00Z"))).toBeNull();
  });

  it("lets nobody pass while it is off, counts none of them, and is on again at once", async () => {
    const stub = caps("switch");
    const now = at("2026-03-05T12:00:00Z");
    await stub.turn(true, "ada@example.com");
    for (let i = 0; i < 5; i++) expect(await stub.take(1, 10, now)).toBe("off");
    await evictDurableObject(stub);
    expect(await caps("switch").take(1, 10, now)).toBe("off");
    await caps("switch").turn(false, "bob@example.com");
    expect(await caps("switch").take(1, 10, now)).toBeNull();
    expect(await caps("switch").read("SELECT off, who FROM switches ORDER BY id")).toEqual([
      { off: 1, who: "ada@example.com" },
      { off: 0, who: "bob@example.com" },
    ]);
  });

  it("knows which groups ran, for a row a day each", async () => {
    const stub = caps("groups");
    for (const time of ["2026-03-05T12:00:00Z", "2026-03-05T13:00:00Z", "2026-03-06T12:00:00Z"]) await stub.take(10, 10, at(time), "family");
    await stub.take(10, 10, at("2026-03-06T12:00:00Z"), "work");
    expect(await stub.read("SELECT key, at, times FROM seen ORDER BY key")).toEqual([
      { key: "family", at: at("2026-03-06T12:00:00Z"), times: 2 },
      { key: "work", at: at("2026-03-06T12:00:00Z"), times: 1 },
    ]);
  });

  it("notes a refusal once a minute, whoever tells of it", async () => {
    const stub = caps("refusals");
    for (const second of [0, 1, 59, 60, 61]) await stub.refused("unauthorized", second * 1000);
    await stub.refused("rate_limited", 61_000);
    expect(await stub.read("SELECT key, at, times FROM seen ORDER BY key")).toEqual([
      { key: "!rate_limited", at: 61_000, times: 1 },
      { key: "!unauthorized", at: 60_000, times: 2 },
    ]);
  });

  it.each(["DELETE FROM counters", "SELECT 1; DELETE FROM counters", "INSERT INTO switches VALUES (NULL, 0, '', 0)", " SELECT 1", "PRAGMA user_version"])(
    "answers no %j",
    async (query) => {
      const refused = await runInDurableObject(caps("reads"), (it) => {
        try {
          return it.read(query);
        } catch (error) {
          return (error as Error).name;
        }
      });
      expect(refused).toBe("TypeError");
    },
  );

  it("remembers across a restart", async () => {
    await caps("restart").take(1, 10, at("2026-03-05T12:00:00Z"));
    await evictDurableObject(caps("restart"));
    expect(await caps("restart").take(1, 10, at("2026-03-05T12:00:00Z"))).not.toBeNull();
  });
});

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Origin } from "../contract";
import type { GroupAgent } from "../group/groupAgent";
import { GroupNotes } from "../group/groupNotes";
import { rateLimit } from "../testing/bindings";
import { call, type Call, codeOf, type ErrorAnswer } from "../testing/call";
import { golden } from "../testing/golden";

interface Listed {
  readonly notes: readonly { readonly key: string; readonly value: string; readonly at: string; readonly origins?: readonly Origin[] }[];
}

let group = "";
beforeEach(() => void (group = `group-${crypto.randomUUID()}`));

const ask = (method: string, query: string, more: Call = {}): Promise<Response> =>
  call({ url: `https://agent.test/v1/agent/memory${query}`, method, body: null, ...more });

function keep(folder: string, notes: Listed["notes"]): Promise<void> {
  const { GROUPS } = env as unknown as { GROUPS: DurableObjectNamespace<GroupAgent> };
  return runInDurableObject(GROUPS.getByName(folder), (_, state) => {
    const clock = vi.spyOn(Date, "now");
    for (const { key, value, at, origins } of notes) {
      clock.mockReturnValue(Date.parse(at));
      new GroupNotes(state.storage.sql).remember(key, value, origins);
    }
    clock.mockRestore();
  });
}

async function listed(folder = group): Promise<Listed["notes"]> {
  return (await (await ask("GET", `?groupFolder=${folder}`)).json<Listed>()).notes;
}

describe("a group's notes", () => {
  it("are listed as the golden example has it, the newest first", async () => {
    const example = JSON.parse(golden("memory").get("listed.json")!) as Listed;
    await keep(group, example.notes.toReversed());
    const response = await ask("GET", `?groupFolder=${group}`);
    expect([response.status, response.headers.get("Cache-Control"), await response.json()]).toEqual([200, "no-store", example]);
  });

  it("are none where nothing was kept", async () => {
    expect(await listed()).toEqual([]);
  });

  it.each(["the dog", "a&b=c#?/%", "100 %", "日本 🐕", " ", "'; DROP TABLE notes"])("%j is forgotten alone, and what it came from with it", async (key) => {
    await keep(group, [
      { key, value: "x", at: "2026-11-01T09:00:00.000Z", origins: ["web"] },
      { key: "other", value: "y", at: "2026-11-01T09:00:00.000Z" },
    ]);
    const forget = (): Promise<Response> => ask("DELETE", `?groupFolder=${group}&key=${encodeURIComponent(key)}`);
    expect(await (await forget()).json()).toEqual(JSON.parse(golden("memory").get("forgotten.json")!));
    expect((await listed()).map((it) => it.key)).toEqual(["other"]);
    expect(await (await forget()).json()).toEqual({ forgotten: 0 });
    await keep(group, [{ key, value: "again", at: "2026-11-03T09:00:00.000Z" }]);
    expect((await listed())[0]).toEqual({ key, value: "again", at: "2026-11-03T09:00:00.000Z" });
  });

  it("are all forgotten where no key is named, and no other group's", async () => {
    const notes = ["a", "b", "c"].map((key) => ({ key, value: "x", at: "2026-11-01T09:00:00.000Z" }));
    await keep(group, notes);
    await keep(`${group}-2`, notes);
    expect(await (await ask("DELETE", `?groupFolder=${group}`)).json()).toEqual({ forgotten: 3 });
    expect([(await listed()).length, (await listed(`${group}-2`)).length]).toEqual([0, 3]);
  });

  it("come whole though they are as many and as long as they may be", async () => {
    await keep(
      group,
      Array.from({ length: 127 }, (_, index) => ({ key: `k${index}`, value: "\u0001".repeat(4_096), at: "2026-11-01T09:00:00.000Z" })),
    );
    expect((await listed()).map((it) => it.value.length)).toEqual(Array.from({ length: 127 }, () => 4_096));
  });
});

describe("who asks for notes", () => {
  const wrongs: readonly [string, number, Call][] = [
    ["invalid_request", 400, {}],
    ["rate_limited", 429, { bindings: { TOKEN_RATE_LIMIT: rateLimit(async () => ({ success: false })) } }],
    ["rate_limited", 429, { bindings: { IP_RATE_LIMIT: rateLimit(async () => ({ success: false })) } }],
    ["access_denied", 403, { bindings: { ACCESS_MODE: "required" } }],
    ["unauthorized", 401, { headers: { Authorization: undefined } }],
    ["unauthorized", 401, { headers: { Authorization: "Bearer wrong" } }],
  ];
  it.each(["GET", "DELETE"].flatMap((method) => wrongs.map(([code, status], index) => [method, code, status, index] as const)))(
    "by %s is refused as who asks for a run: %s",
    async (method, code, status, index) => {
      const merged = wrongs.slice(0, index + 1).reduce<Call>(
        (sum, [, , it]) => ({
          headers: { ...sum.headers, ...it.headers },
          bindings: { ...sum.bindings, ...it.bindings },
        }),
        {},
      );
      const response = await ask(method, "", merged);
      expect([response.status, await codeOf(response)]).toEqual([status, code]);
    },
  );

  it.each([
    ["GET", "?groupFolder=..%2Fother", "groupFolder"],
    ["GET", "?groupFolder=global", "groupFolder"],
    ["GET", "?groupFolder=a&groupFolder=b", "once"],
    ["GET", "?groupFolder=a&key=b", "key"],
    ["DELETE", "?groupFolder=a&key=", "key"],
    ["DELETE", `?groupFolder=a&key=${"x".repeat(129)}`, "key"],
    ["DELETE", "?groupFolder=a&Key=b", "Key"],
    ["DELETE", "?groupFolder=a&key=b&key=c", "once"],
  ])("by %s %s is told what is wrong, and nothing is forgotten", async (method, query, names) => {
    await keep("a", [{ key: "b", value: "x", at: "2026-11-01T09:00:00.000Z" }]);
    const response = await ask(method, query);
    const { error } = await response.json<ErrorAnswer>();
    expect([response.status, error.code]).toEqual([400, "invalid_request"]);
    expect(error.message).toContain(names);
    expect(await listed("a")).toHaveLength(1);
  });

  it.each(["POST", "PUT", "HEAD"])("by %s is told the methods", async (method) => {
    const response = await ask(method, `?groupFolder=${group}`);
    expect([response.status, response.headers.get("Allow")]).toEqual([405, "GET, DELETE"]);
  });
});

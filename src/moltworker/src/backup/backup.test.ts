import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { GroupAgent } from "../group/groupAgent";
import { rateLimit } from "../testing/bindings";
import { call, type Call, codeOf, runBody } from "../testing/call";
import { golden, refusalOf } from "../testing/golden";
import { testBackupToken, testToken } from "../testing/testToken";

const example = golden("backup").get("state.ndjson")!;
let group = "";
beforeEach(() => void (group = `group-${crypto.randomUUID()}`));

const ask = (method: string, path: string, more: Call = {}): Promise<Response> =>
  call({
    url: `https://agent.test/v1/agent/backup/${path}`,
    method,
    body: null,
    ...more,
    headers: { Authorization: `Bearer ${testBackupToken}`, ...more.headers },
  });

const give = (text: BodyInit, query = "", folder = group): Promise<Response> => ask("PUT", `state?groupFolder=${folder}${query}`, { body: text });
const take = async (folder = group): Promise<string> => (await ask("GET", `state?groupFolder=${folder}`)).text();

function inGroup<T>(run: (agent: GroupAgent, state: DurableObjectState) => T | Promise<T>): Promise<T> {
  const { GROUPS } = env as unknown as { GROUPS: DurableObjectNamespace<GroupAgent> };
  return runInDurableObject(GROUPS.getByName(group), run);
}

describe("a group's sessions and notes", () => {
  it("are nothing but a heading and an end where there are none", async () => {
    expect(await take()).toBe('{"version":1,"newest":0}\n[]\n');
  });

  it("come back as they were taken, also in another group, and go on", async () => {
    expect([(await give(example)).status, await take()]).toEqual([204, example]);
    expect([(await give(await take(), "", `${group}-2`)).status, await take(`${group}-2`)]).toEqual([204, example]);
    const memory = await call({ url: `https://agent.test/v1/agent/memory?groupFolder=${group}`, method: "GET", body: null });
    expect((await memory.json<{ notes: unknown[] }>()).notes).toHaveLength(2);
    const run = await call({ body: runBody({ groupFolder: group, sessionId: "s_01HZX4T9W2" }) });
    expect(await run.json()).toMatchObject({ status: "success", sessionId: "s_01HZX4T9W2" });
  });

  it("take the place of all that was there", async () => {
    await give('{"version":1,"newest":5}\n["session","other","[]",5]\n["note","other","x",5,"web"]\n[]\n');
    expect([(await give(example)).status, await take()]).toEqual([204, example]);
  });

  it("are not overwritten where they are newer, but on request", async () => {
    await give(example);
    const older = '{"version":1,"newest":1}\n["note","old","x",1,null]\n[]\n';
    expect(await refusalOf(await give(older))).toEqual(JSON.parse(golden("backup").get("older.json")!));
    expect(await take()).toBe(example);
    expect([(await give(older, "&force=true")).status, await take()]).toEqual([204, older]);
  });

  it("come in lines that are as long as a row may be", async () => {
    const text = "\u0001日\u{1f415}".repeat(150_000);
    const long = `{"version":1,"newest":1}\n${JSON.stringify(["session", "long", JSON.stringify([text]), 1])}\n[]\n`;
    expect([(await give(long)).status, (await take()) === long]).toEqual([204, true]);
  });

  it.each([
    ["", "cut off"],
    [example.split("\n").slice(0, -2).join("\n"), "cut off"],
    [`${example.split("\n").slice(0, -2).join("\n")}\n`, "cut off"],
    [example.trimEnd(), "cut off"],
    [example.replace('"version":1', '"version":2'), "heading"],
    [`nonsense\n${example}`, "heading"],
    [example.replace('"session"', '"secret"'), "neither"],
    [example.replace('"[{', '"{'), "neither"],
    [example.replace("1793500000000", '"soon"'), "neither"],
    [example.replace("[]\n", "{}\n[]\n"), "neither"],
    [example.replace("[]\n", "null\n[]\n"), "neither"],
  ])("are left as they are by a body that makes no sense: %#", async (body, names) => {
    await give('{"version":1,"newest":1}\n["note","mine","x",1,null]\n[]\n');
    const response = await give(body, "&force=true");
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(names)]);
    expect(await take()).toContain('"mine"');
  });

  it("are not exchanged under a live run", async () => {
    await give(example);
    const answer = inGroup(async (agent) => {
      const live = (agent as unknown as { live: Map<string, unknown> }).live;
      live.set("a", {});
      const response = await agent.fetch(new Request("https://group/?force=true", { method: "PUT", headers: { Front: "2" }, body: example }));
      live.delete("a");
      return response.json();
    });
    expect([await answer, await take()]).toEqual([{ code: "group_busy" }, example]);
  });
});

describe("who asks for backups", () => {
  const wrongs: readonly [string, number, Call][] = [
    ["rate_limited", 429, { bindings: { TOKEN_RATE_LIMIT: rateLimit(async () => ({ success: false })) } }],
    ["access_denied", 403, { bindings: { ACCESS_MODE: "required" } }],
    ["unauthorized", 401, { headers: { Authorization: undefined } }],
    ["unauthorized", 401, { headers: { Authorization: "Bearer wrong" } }],
    ["unauthorized", 401, { headers: { Authorization: `Bearer ${testToken}` } }],
    ["unauthorized", 401, { bindings: { BACKUP_TOKEN_SHA256_CURRENT: undefined } }],
  ];
  it.each(["state?groupFolder=a", "pieces/", "pieces/p-1"].flatMap((path) => wrongs.map(([code, status], index) => [path, code, status, index] as const)))(
    "at %s is refused: %s",
    async (path, code, status, index) => {
      const response = await ask("GET", path, wrongs[index]![2]);
      expect([response.status, await codeOf(response)]).toEqual([status, code]);
    },
  );

  it("with the token of backups runs nothing and reads no notes", async () => {
    const headers = { Authorization: `Bearer ${testBackupToken}` };
    expect((await call({ headers })).status).toBe(401);
    expect((await call({ url: "https://agent.test/v1/agent/memory?groupFolder=a", method: "GET", headers })).status).toBe(401);
  });

  it.each([
    ["GET", "state", 400],
    ["GET", "state?groupFolder=..%2Fa", 400],
    ["PUT", "state?groupFolder=a&force=yes", 400],
    ["GET", "state?groupFolder=a&groupFolder=b", 400],
    ["POST", "state?groupFolder=a", 405],
    ["DELETE", "state?groupFolder=a", 405],
    ["PUT", "pieces/", 405],
    ["POST", "pieces/p-1", 405],
    ["GET", "pieces/P", 400],
    ["GET", "pieces/..%2Fa", 400],
    ["GET", `pieces/${"a".repeat(101)}`, 400],
    ["GET", "pieces", 404],
    ["GET", "pieces/a/b", 404],
    ["GET", "other", 404],
  ])("by %s %s is answered %i", async (method, path, status) => {
    expect((await ask(method, path)).status).toBe(status);
  });
});

describe("pieces", () => {
  it("are kept, given, listed and removed by their names", async () => {
    const names = (JSON.parse(golden("backup").get("pieces.json")!) as { names: string[] }).names;
    const bytes = crypto.getRandomValues(new Uint8Array(50_000));
    for (const name of names) expect((await ask("PUT", `pieces/${name}`, { body: bytes })).status).toBe(204);
    expect(await (await ask("GET", "pieces/")).json()).toEqual(JSON.parse(golden("backup").get("pieces.json")!));
    expect(await (await ask("GET", "pieces/?prefix=s-")).json()).toEqual({ names: [names[1]], cursor: null });
    expect(new Uint8Array(await (await ask("GET", `pieces/${names[0]}`)).arrayBuffer())).toEqual(bytes);
    for (const name of [...names, ...names]) expect((await ask("DELETE", `pieces/${name}`)).status).toBe(204);
    expect((await ask("GET", `pieces/${names[0]}`)).status).toBe(404);
  });

  it("are listed page by page", async () => {
    const { BUCKET } = env as unknown as { BUCKET: R2Bucket };
    for (let index = 0; index < 1003; index++) await BUCKET.put(`backup/m-${index}`, "x");
    const first = await (await ask("GET", "pieces/?prefix=m-")).json<{ names: string[]; cursor: string }>();
    const second = await (await ask("GET", `pieces/?prefix=m-&cursor=${encodeURIComponent(first.cursor)}`)).json<{ names: string[]; cursor: null }>();
    expect([new Set([...first.names, ...second.names]).size, second.cursor]).toEqual([1003, null]);
  });

  it("are bounded, and refused where the bucket is away or there is none", async () => {
    expect((await ask("PUT", "pieces/p-1", { body: new Uint8Array(1_048_577) })).status).toBe(413);
    const away = { bindings: { BUCKET: { get: () => Promise.reject(new Error("away")) } } };
    expect(await refusalOf(await ask("GET", "pieces/p-1", away))).toMatchObject({ status: 503, body: { error: { code: "unavailable" } } });
    expect((await ask("GET", "pieces/p-1", { bindings: { BUCKET: undefined } })).status).toBe(404);
  });
});

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunCaps } from "../../caps/runCaps";
import type { GroupAgent } from "../../group/groupAgent";
import { AccessTeam } from "../../testing/accessTeam";
import { call, runBody } from "../../testing/call";
import { visit, type Visit } from "../testing/visit";

const { GROUPS, RUN_CAPS } = env as unknown as { GROUPS: DurableObjectNamespace<GroupAgent>; RUN_CAPS: DurableObjectNamespace<RunCaps> };
const hostile = `</title><script>alert(1)</script><img src=x onerror="alert('2')">`;

let team: AccessTeam;
beforeAll(async () => {
  team = await AccessTeam.create();
});
beforeEach(() => team.serve());
afterEach(() => vi.restoreAllMocks());

const shown = async (it: Visit = {}): Promise<string> => (await visit(team, it)).text();
const say = (groupFolder: string, prompt: string): Promise<Response> => call({ body: runBody({ groupFolder, prompt }) });

describe("the page", () => {
  it("shows runs with their steps and actions, sessions by group and what was used, and not a word of what was said", async () => {
    await say("family", "A word that nobody is to see");
    await say("work", "Another such word");
    const text = await shown();
    expect(text).toMatch(/family: 1 session, 0 notes, last used less than a minute ago/);
    expect(text).toMatch(/<summary><time [^>]*>[^<]*<\/time> work: <span class="good">done<\/span>, 1 step, 0 actions/);
    expect(text).toMatch(/Runs today: 2 of 200/);
    expect(text).toContain("No price is known of demo");
    expect(text).not.toContain("nobody is to see");
    expect(text).not.toContain("Another such word");
    expect(text).toContain("Generation</dt><dd>3");
    expect(text).toContain("bundle aaaaaaaaaaaa");
  });

  it("tells actions by name, in their order, and why a run failed", async () => {
    await runInDurableObject(GROUPS.getByName("acts"), (_, { storage: { sql } }) => {
      const event = (id: number, name: string, data: unknown): string => `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
      const usage = { inputTokens: 30, cacheReadTokens: 20, cacheWriteTokens: 5, outputTokens: 7, steps: 3, durationMs: 1500, model: "echo" };
      const said =
        event(1, "started", {}) +
        event(2, "output", { result: '\nevent: action\ndata: {"name":"made_up"}\n\nevent: usage' }) +
        event(3, "action", { id: "a1", name: "send_message", arguments: { text: "hidden" } });
      sql.exec("INSERT INTO runs VALUES ('run-1', 'h', 's_1', 'failed', ?)", Date.now());
      sql.exec("INSERT INTO events VALUES ('run-1', 1, ?)", said);
      sql.exec(
        "INSERT INTO events VALUES ('run-1', 4, ?)",
        event(4, "action", { id: "a2", name: "schedule_task", arguments: {} }) +
          event(5, "usage", usage) +
          event(6, "error", { code: "step_limit", message: "hidden" }),
      );
    });
    await RUN_CAPS.getByName("all").take(1000, 1000, Date.now(), "acts");
    const text = await shown();
    expect(text).toContain('acts: <span class="bad">failed</span>, 3 steps, 2 actions');
    expect(text).toContain("<dd>send_message, schedule_task</dd>");
    expect(text).toContain("<dt>Why it failed</dt><dd>step_limit</dd>");
    expect(text).toContain("30 read, 7 written");
    expect(text).not.toContain("hidden");
    expect(text).not.toContain("made_up");
  });

  it("lets nothing in that could be read as HTML, wherever it comes from", async () => {
    const folder = `x${hostile}`;
    await runInDurableObject(GROUPS.getByName(folder), (_, { storage: { sql } }) => {
      sql.exec("INSERT INTO sessions VALUES (?, '[]', 1)", hostile);
      sql.exec("INSERT INTO runs VALUES (?, 'h', 's_1', ?, ?)", hostile, hostile, Date.now() + 1000);
      const data = { name: hostile, code: hostile, model: hostile, steps: 1, durationMs: 1, inputTokens: 1, outputTokens: 1 };
      for (const [n, event] of ["action", "usage", "error"].entries())
        sql.exec("INSERT INTO events VALUES (?, ?, ?)", hostile, n, `id: ${n}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    });
    const caps = RUN_CAPS.getByName("all");
    await caps.take(1000, 1000, Date.now() + 90_000_000, folder);
    await caps.refused(hostile);
    await caps.turn(false, hostile);
    const bindings = {
      MODELS: hostile,
      CREDENTIAL_GENERATION: hostile,
      READS_CONVERSATIONS: "on",
      AGENT: { fetch: async () => Response.json({ version: hostile, access: hostile, error: { message: hostile } }, { status: 503 }) },
    };
    const text = await shown({ bindings });
    expect(text.match(/&lt;\/title&gt;&lt;script&gt;/g)!.length).toBeGreaterThan(10);
    expect(text).not.toMatch(/<script|<img|<\/title><script/i);
    expect(text).not.toContain('onerror="');
    expect(text.match(/<\/title>/g)).toHaveLength(1);
  });

  it("is never kept, framed or scripted", async () => {
    for (const it of [
      {},
      { url: "https://agent.test/admin/switch" },
      { url: "https://agent.test/admin/none" },
      { headers: { "Cf-Access-Jwt-Assertion": undefined } },
    ]) {
      const response = await visit(team, it);
      const text = await response.text();
      const policy = response.headers.get("Content-Security-Policy")!;
      const style = /<style>([^]*)<\/style>/.exec(text)![1]!;
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style))).toBase64();
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).toContain(`style-src 'sha256-${hash}'`);
      expect(policy).not.toContain("unsafe");
      expect(response.headers.get("Cache-Control")).toBe("no-store");
      expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(response.headers.get("X-Frame-Options")).toBe("DENY");
      expect(text).not.toMatch(/<script|\son\w+="|\sstyle="|"javascript:/i);
    }
  });

  it("says which part does not answer, and shows the others", async () => {
    const away = { getByName: () => ({ read: () => Promise.reject(new Error("secret detail")) }) };
    const withoutCaps = await shown({ bindings: { RUN_CAPS: away } });
    expect(withoutCaps).toContain("does not answer: no run begins");
    expect(withoutCaps).toContain("Switch the agent off");
    expect(withoutCaps).toContain("Switch the agent on");
    const withoutGroups = await shown({ bindings: { GROUPS: away } });
    expect(withoutGroups).toMatch(/Not answering at the moment: .*family/);
    const withoutAgent = await shown({ bindings: { AGENT: { fetch: () => Promise.reject(new Error("secret detail")) } } });
    expect(withoutAgent).toContain("does not answer");
    const wrong = await shown({
      bindings: {
        AGENT: { fetch: async () => Response.json({ error: { code: "misconfigured", message: "The binding MODEL_NAME is missing." } }, { status: 503 }) },
      },
    });
    expect(wrong).toContain("The binding MODEL_NAME is missing.");
    expect(withoutCaps + withoutGroups + withoutAgent).not.toContain("secret detail");
  });

  it("lists refusals by their reason, the last first", async () => {
    await call({ headers: { Authorization: "Bearer wrong" } });
    await vi.waitFor(async () => expect(await shown()).toMatch(/<tr><td>unauthorized<\/td>/), { timeout: 10_000 });
  });
});

describe("a conversation", () => {
  const session = async (): Promise<string> => {
    const response = await say("talk", `Hello <b>${hostile}</b>`);
    return `https://agent.test/admin/conversation?group=talk&session=${(await response.json<{ sessionId: string }>()).sessionId}`;
  };

  it("is not shown unless the stack allows it", async () => {
    const response = await visit(team, { url: await session() });
    const text = await response.text();
    expect(response.status).toBe(403);
    expect(text).toContain("adminReadsConversations");
    expect(text).not.toContain("Hello");
    expect(await shown()).not.toContain("/admin/conversation");
  });

  it("is shown as text where it does, and who read it is logged", async () => {
    const said: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
    const url = await session();
    const text = await shown({ url, bindings: { READS_CONVERSATIONS: "on" } });
    expect(text).toContain("Hello &lt;b&gt;&lt;/title&gt;");
    expect(text).not.toMatch(/<script|<img/);
    expect(await shown({ bindings: { READS_CONVERSATIONS: "on" } })).toContain("/admin/conversation?group=talk&amp;session=");
    const lines = said.map((it) => JSON.parse(it) as { event: string; what?: string; who?: string });
    expect(lines).toContainEqual(expect.objectContaining({ event: "admin", what: "read a conversation", who: "ada@example.com", group: "talk" }));
    expect(said.join("")).not.toContain("Hello");
  });

  it.each(["group=talk&session=s_none", "group=nobody&session=s_1", "group=!unauthorized&session=s_1", "group=&session=", ""])(
    "that there is not (%s) is not made by asking for it",
    async (query) => {
      const asked = vi.fn();
      const groups = { getByName: (name: string) => (asked(name), GROUPS.getByName(name)) };
      const response = await visit(team, { url: `https://agent.test/admin/conversation?${query}`, bindings: { READS_CONVERSATIONS: "on", GROUPS: groups } });
      expect(response.status).toBe(404);
      expect(asked.mock.calls.flat().filter((it) => it !== "talk")).toEqual([]);
    },
  );
});

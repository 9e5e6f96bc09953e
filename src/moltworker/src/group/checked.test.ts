import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { parseRunRequest } from "../request/parseRunRequest";
import { codeOf, runBody } from "../testing/call";
import { golden } from "../testing/golden";
import type { TurnContext } from "../turn/turnContext";
import { parseRendered } from "../http/event";
import { GroupAgent } from "./groupAgent";
import { GroupStore } from "./groupStore";
import { echo, group, newRunId, stream, stub, turns, until, useOwnGroup } from "./testing/ownGroup";

useOwnGroup();

const bytes = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer as ArrayBuffer;

describe("a group takes what the front has checked", () => {
  it("and nothing that nobody did: what an older front sends waits until the new one is there", async () => {
    const headers = { "Idempotency-Key": newRunId(), "Body-Hash": "0".repeat(64), Accept: "text/event-stream" };
    const body = runBody({ groupFolder: group });
    const sent = [{ method: "POST", body }, { method: "DELETE" }, { method: "GET" }, { method: "PUT", body }];
    for (const it of sent) {
      const response = await stub().fetch("https://group/?force=true", { headers, ...it });
      expect([response.status, await codeOf(response)]).toEqual([503, "unavailable"]);
    }
    expect(turns).toBe(0);
  });

  it.each([...golden("requests").entries()].filter(([, body]) => read(body) !== undefined))(
    "%s means the same to a group of an older version, which checks again",
    (_, body) => {
      const checked = read(body)!;
      expect(read(JSON.stringify(checked))).toEqual(checked);
    },
  );
});

function read(body: string): unknown {
  try {
    return parseRunRequest(bytes(body));
  } catch {
    return undefined;
  }
}

/** A run as an older version left it, which kept its body as it came, and an object made anew. */
async function leave(body: string): Promise<string> {
  const runId = newRunId();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes(body))).toHex();
  await runInDurableObject(stub(), (_, state) => new GroupStore(state.storage).begin(runId, digest, "s_1", Date.now(), bytes(body)));
  await evictDurableObject(stub());
  return runId;
}

/** The events of a run that is over. */
async function endOf(runId: string): Promise<readonly string[]> {
  await until(async () => (await runInDurableObject(stub(), (_, it) => new GroupStore(it.storage).run(runId)?.state)) !== "live");
  return parseRendered(await runInDurableObject(stub(), (_, it) => new GroupStore(it.storage).events(runId))).map(({ event }) => event);
}

describe("a run that an older version let in, which kept its body as it came", () => {
  async function takenUp(body: string): Promise<{ readonly requests: readonly unknown[]; readonly events: readonly string[] }> {
    const contexts: TurnContext[] = [];
    vi.spyOn(GroupAgent.prototype, "turn").mockImplementation((ctx) => {
      contexts.push(ctx);
      return echo(ctx);
    });
    const events = await endOf(await leave(body));
    return { requests: contexts.map(({ request }) => request), events };
  }

  it("goes on, and what its client left out is filled in as the front does", async () => {
    const { requests, events } = await takenUp(runBody({ groupFolder: group, prompt: "Hello", sessionId: null }));
    expect(requests).toMatchObject([{ prompt: "Hello", groupFolder: group, metadata: { assistantName: "Andy", timezone: "UTC", tasks: [], groups: [] } }]);
    expect(events).toEqual(["started", "delta", "output", "usage", "done"]);
  });

  it("keeps what its client did say", async () => {
    const metadata = { assistantName: "Bea", timezone: "Europe/Paris", memory: "a dog" };
    const { requests } = await takenUp(runBody({ groupFolder: group, prompt: "Hello", sessionId: null, metadata }));
    expect(requests).toMatchObject([{ metadata: { ...metadata, tasks: [], groups: [] } }]);
  });
});

it.each(["", "{", "null", "{}", "[]", "7", '{"prompt":7}', '{"prompt":"Hello","metadata":7}', '{"prompt":"Hello","metadata":{"tasks":[null],"groups":7}}'])(
  "whatever was kept (%s), the run is over at last, and the group goes on to answer",
  async (body) => {
    expect(["done", "error"]).toContain((await endOf(await leave(body))).at(-1));
    expect(parseRendered(await stream({ runId: newRunId() })).at(-1)!.event).toBe("done");
  },
);

import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventsIn, newRunId, open, readUntil, runBody, type SentEvent, send } from "./support/client";
import { ScriptedModel } from "./support/scriptedModel";
import { WorkerdServer } from "./support/workerdServer";

const pieces = ["The ", "qu\u00ef", "ck \ud83e\udd8a ", "jumps ", "over ", "the dog."];
const answer = pieces.join("");

let model: ScriptedModel;
let server: WorkerdServer;
let calls = 0;

beforeAll(async () => {
  model = await ScriptedModel.start(async (reply) => {
    calls++;
    if (!reply.request.includes("tool_call_id")) return reply.callTool("send_message", { text: "On it." });
    for (const piece of pieces) {
      reply.say(piece);
      // Longer than the Worker gathers text, so that each piece is an event.
      await setTimeout(70);
    }
    reply.end();
  });
  server = await WorkerdServer.start(model.bindings);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
});

let groups = 0;
const nextGroup = (): string => `group${groups++}`;

/** What of a run's events is the same in each run. */
function shapeOf(events: readonly SentEvent[]): readonly unknown[] {
  return events.map(({ id, event, data }) => (event === "delta" || event === "output" || event === "action" ? { id, event, data } : { id, event }));
}

function textOf(events: readonly SentEvent[]): string {
  return events.map(({ event, data }) => (event === "delta" ? (data as { text: string }).text : "")).join("");
}

/** Reads a run over as many connections as `enough` cuts, each taken up after the last whole event. */
async function readCut(body: string, enough: (text: string, received: number) => boolean): Promise<readonly SentEvent[]> {
  const runId = newRunId();
  const events: SentEvent[] = [];
  for (let connections = 0; connections < 100; connections++) {
    const lastEventId = events.at(-1)?.id;
    const response = await open(server, { runId, body, stream: true, ...(lastEventId !== undefined && { lastEventId }) });
    expect(response.statusCode).toBe(200);
    const text = await readUntil(response, (it) => enough(it, events.length + eventsIn(it).length));
    events.push(...eventsIn(text));
    if (events.at(-1)?.event === "done") return events;
  }
  throw new Error("the run did not end");
}

function expectWhole(events: readonly SentEvent[]): void {
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  expect(events[0]!.event).toBe("started");
  expect(events.slice(-2).map(({ event }) => event)).toEqual(["usage", "done"]);
  expect(events.filter(({ event }) => event === "action")).toHaveLength(1);
  expect(events.filter(({ event }) => event === "output").map(({ data }) => data)).toEqual([{ result: answer }]);
  expect(textOf(events)).toBe(answer);
}

describe("a live run", () => {
  it("loses and doubles no event, cut at any boundary", async () => {
    const uncut = eventsIn((await send(server, { body: runBody({ groupFolder: nextGroup() }), stream: true })).text);
    expectWhole(uncut);
    const before = calls;
    const cuts = uncut.slice(0, -1).map(async (_, index) => {
      let isCut = false;
      const events = await readCut(runBody({ groupFolder: nextGroup() }), (_, received) => {
        if (isCut || received < index + 1) return false;
        isCut = true;
        return true;
      });
      expectWhole(events);
      expect(isCut).toBe(true);
    });
    await Promise.all(cuts);
    // Two model calls a run: none ran twice.
    expect(calls - before).toBe(2 * cuts.length);
  });

  it("loses and doubles no event, cut at every one", async () => {
    expectWhole(await readCut(runBody({ groupFolder: nextGroup() }), (text) => eventsIn(text).length > 0));
  });

  it("goes on without a reader, in a stream and as JSON", async () => {
    for (const stream of [true, false]) {
      const call = { runId: newRunId(), body: runBody({ groupFolder: nextGroup() }), stream };
      const before = calls;
      const controller = new AbortController();
      if (stream) {
        await readUntil(await open(server, call), (text) => text.includes("event: delta"));
      } else {
        const cut = open(server, { ...call, signal: controller.signal }).catch(() => undefined);
        while (calls === before) await setTimeout(10);
        controller.abort();
        await cut;
      }
      // Nobody listens for longer than the run takes.
      while (!server.output.includes(`"run","runId":"${call.runId}","code":"done"`)) await setTimeout(20);
      expectWhole(eventsIn((await send(server, { ...call, stream: true })).text));
      expect(calls - before).toBe(2);
    }
  });
});

describe("a finished run", () => {
  it("loses and doubles no event, cut at any byte", async () => {
    const call = { runId: newRunId(), body: runBody({ groupFolder: nextGroup() }), stream: true };
    const whole = (await send(server, call)).text.replaceAll(": keep-alive\n\n", "");
    const uncut = eventsIn(whole);
    const bytes = Buffer.from(whole);
    for (let length = 0; length < bytes.length; length += 7) {
      // What a reader has when the connection breaks there, in the middle of an event or of a character.
      const had = eventsIn(bytes.subarray(0, length).toString());
      const rest = await send(server, { ...call, ...(had.length > 0 && { lastEventId: had.at(-1)!.id }) });
      expect(shapeOf([...had, ...eventsIn(rest.text)])).toEqual(shapeOf(uncut));
    }
  });
});

import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventsIn, newRunId, open, readUntil, runBody, send } from "./support/client";
import { ScriptedModel } from "./support/scriptedModel";
import { WorkerdServer } from "./support/workerdServer";

let model: ScriptedModel;
let server: WorkerdServer;
let calls = 0;

beforeAll(async () => {
  model = await ScriptedModel.start((reply) => {
    calls++;
    reply.say("It begins. ");
    // And is never ended, unless the prompt asks for an end.
    if (reply.request.includes("An end, please")) reply.end();
    // Or the object is anew.
    if (reply.request.includes("An end later") && calls > 1) reply.end();
  });
  server = await WorkerdServer.start({ ...model.bindings, RUNS_PER_DAY: "5" });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
});

const seesText = (text: string): boolean => text.includes("event: delta");

describe("a run whose workerd is killed", () => {
  it("goes on twice, then ends as interrupted; and what was finished is kept", async () => {
    const finished = { runId: newRunId(), body: runBody({ prompt: "An end, please" }) };
    const before = await send(server, finished);
    expect(before.status).toBe(200);

    calls = 0;
    const call = { runId: newRunId(), body: runBody(), stream: true };
    const had = eventsIn(await readUntil(await open(server, call), seesText));
    expect(had.map(({ event }) => event)).toEqual(["started", "delta"]);
    for (let resumes = 1; resumes <= 2; resumes++) {
      await server.crash();
      const again = open(server, { ...call, lastEventId: 2 });
      while (calls <= resumes) await setTimeout(5);
      // The text is there already, and the model says no other.
      (await again).destroy();
    }
    await server.crash();

    const end = eventsIn((await send(server, { ...call, lastEventId: 2 })).text);
    expect(end.map(({ id, event }) => [id, event])).toEqual([
      [3, "usage"],
      [4, "error"],
    ]);
    expect(end[1]!.data).toMatchObject({ code: "interrupted" });
    expect((await send(server, { ...call, stream: false })).status).toBe(500);
    expect(calls).toBe(3);

    expect((await send(server, finished)).text).toBe(before.text);
    const { sessionId } = JSON.parse(before.text) as { sessionId: string };
    expect((await send(server, { body: runBody({ prompt: "An end, please", sessionId }) })).status).toBe(200);
  });

  it("goes on by itself where no client comes back, and is counted once", async () => {
    calls = 0;
    const call = { runId: newRunId(), body: runBody({ groupFolder: "alone", prompt: "An end later" }), stream: true };
    await readUntil(await open(server, call), seesText);
    await server.crash();
    const ended = `"run","runId":"${call.runId}","code":"done"`;
    while (!server.output.includes(ended)) await setTimeout(50);
    const events = eventsIn((await send(server, call)).text);
    expect(events.map(({ event }) => event)).toEqual(["started", "delta", "output", "usage", "done"]);

    // Five a day: three above, one here, and there is room for one more alone.
    const counted = [];
    for (let runs = 0; runs < 2; runs++) counted.push((await send(server, { body: runBody({ groupFolder: "alone", prompt: "An end, please" }) })).status);
    expect(counted).toEqual([200, 429]);
  });
});

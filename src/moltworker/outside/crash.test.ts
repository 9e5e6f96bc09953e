import { afterAll, beforeAll, expect, it } from "vitest";
import { eventsIn, newRunId, open, runBody, send } from "./support/client";
import { ScriptedModel } from "./support/scriptedModel";
import { WorkerdServer } from "./support/workerdServer";

let model: ScriptedModel;
let server: WorkerdServer;

beforeAll(async () => {
  model = await ScriptedModel.start((reply) => {
    reply.say("It begins. ");
    // And is never ended, unless the prompt asks for an end.
    if (reply.request.includes("An end, please")) reply.end();
  });
  server = await WorkerdServer.start(model.bindings);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
});

it("ends a live run as interrupted, and keeps what was finished", async () => {
  const finished = { runId: newRunId(), body: runBody({ prompt: "An end, please" }) };
  const before = await send(server, finished);
  expect(before.status).toBe(200);

  const call = { runId: newRunId(), body: runBody(), stream: true };
  const response = await open(server, call);
  response.setEncoding("utf8");
  let text = "";
  let crashed = false;
  try {
    for await (const piece of response) {
      text += piece;
      if (crashed || !text.includes("event: delta")) continue;
      crashed = true;
      await server.crash();
    }
  } catch {
    // The connection broke, as it had to.
  }
  const had = eventsIn(text);
  expect(had.map(({ event }) => event)).toEqual(["started", "delta"]);

  const resumed = eventsIn((await send(server, { ...call, lastEventId: 2 })).text);
  expect(resumed.map(({ id, event }) => [id, event])).toEqual([
    [3, "usage"],
    [4, "error"],
  ]);
  expect(resumed[1]!.data).toMatchObject({ code: "interrupted" });
  expect((await send(server, { ...call, stream: false })).status).toBe(500);

  expect((await send(server, finished)).text).toBe(before.text);
  const { sessionId } = JSON.parse(before.text) as { sessionId: string };
  expect((await send(server, { body: runBody({ prompt: "An end, please", sessionId }) })).status).toBe(200);
});

import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventsIn, newRunId, open, runBody } from "./support/client";
import { ScriptedModel, type ScriptedReply } from "./support/scriptedModel";
import { WorkerdServer } from "./support/workerdServer";

let model: ScriptedModel;
let server: WorkerdServer;
/** What the model does for a prompt that holds the key. */
const scripts = new Map<string, (reply: ScriptedReply) => void | Promise<void>>();

beforeAll(async () => {
  model = await ScriptedModel.start((reply) => {
    for (const [prompt, script] of scripts) if (reply.request.includes(prompt)) return script(reply);
    throw new Error("no script for this prompt");
  });
  server = await WorkerdServer.start(model.bindings);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
});

describe.concurrent("a stream", () => {
  it("gets a comment at least every ten seconds while the model says nothing", async () => {
    scripts.set("SILENCE", async (reply) => {
      await setTimeout(12_000);
      reply.say("At last.");
      reply.end();
    });
    const response = await open(server, { body: runBody({ groupFolder: "silence", prompt: "SILENCE" }), stream: true });
    response.setEncoding("utf8");
    let last = performance.now();
    let longest = 0;
    let text = "";
    for await (const piece of response) {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      text += piece;
    }
    expect(text).toContain(": keep-alive\n\n");
    expect(longest).toBeLessThan(10_000);
    expect(eventsIn(text).at(-1)!.event).toBe("done");
  });

  it("brings each piece of a text before the model has the next", async () => {
    let arrived = Promise.withResolvers<void>();
    scripts.set("PROMPTLY", async (reply) => {
      for (let i = 0; i < 21; i++) {
        arrived = Promise.withResolvers<void>();
        reply.say(`piece${i} `);
        await arrived.promise;
      }
      reply.end();
    });
    const response = await open(server, { body: runBody({ groupFolder: "promptly", prompt: "PROMPTLY" }), stream: true });
    response.setEncoding("utf8");
    const deltas = (text: string) => eventsIn(text).filter(({ event }) => event === "delta").length;
    let text = "";
    for await (const piece of response) {
      const before = deltas(text);
      text += piece;
      if (deltas(text) > before) arrived.resolve();
    }
    expect(deltas(text)).toBe(21);
  });

  it("that nobody reads from holds its run up in nothing", async () => {
    const piece = "x".repeat(4000);
    scripts.set("UNREAD", (reply) => {
      for (let i = 0; i < 25; i++) reply.say(piece);
      reply.end();
    });
    const runId = newRunId();
    const response = await open(server, { runId, body: runBody({ groupFolder: "unread", prompt: "UNREAD" }), stream: true });
    response.pause();
    while (!server.output.includes(`"run","runId":"${runId}","code":"done"`)) await setTimeout(20);
    let text = "";
    response.setEncoding("utf8");
    for await (const it of response) text += it;
    const deltas = eventsIn(text).filter(({ event }) => event === "delta");
    expect(deltas.map(({ data }) => (data as { text: string }).text).join("")).toBe(piece.repeat(25));
  });
});

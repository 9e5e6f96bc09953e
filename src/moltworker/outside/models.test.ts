import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventsIn, newRunId, open, readUntil, runBody, send, type SentEvent } from "./support/client";
import { readToEnd, textsOf } from "./support/reader";
import { ScriptedModel } from "./support/scriptedModel";
import { WorkerdServer } from "./support/workerdServer";

type Refusal = number | "silence" | "hang up" | undefined;

/** What the first model does; the second always answers. */
let refusal: Refusal;
let dies: "at once" | "after a character" | "after a call" | undefined;
let asked = { first: 0, second: 0 };
let first: ScriptedModel;
let second: ScriptedModel;
let server: WorkerdServer;

beforeAll(async () => {
  first = await ScriptedModel.start(
    (reply) => {
      asked.first++;
      if (dies === "at once") return reply.hangUp();
      if (dies === "after a character") {
        reply.say("Dear fam");
        // Longer than the Worker gathers text.
        setTimeout(() => reply.hangUp(), 300);
        return;
      }
      if (dies === "after a call" && !reply.request.includes("tool_call_id")) return reply.callTool("send_message", { text: "On it." });
      if (dies === "after a call") return reply.hangUp();
      reply.say("First.");
      reply.end();
    },
    "first-key",
    () => {
      if (refusal !== undefined) asked.first++;
      return refusal;
    },
  );
  second = await ScriptedModel.start((reply) => {
    asked.second++;
    reply.say("Second.");
    reply.end();
  }, "second-key");
  server = await WorkerdServer.start({ ...first.bindings, ...second.asNumber(2, "spare"), MODEL_SILENCE_SECONDS: "2" });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
});

let groups = 0;

/** Runs in a group that knows nothing of what models did before. */
function newGroup(how: { refusal?: Refusal; dies?: typeof dies }): string {
  refusal = how.refusal;
  dies = how.dies;
  asked = { first: 0, second: 0 };
  return `models${groups++}`;
}

const usageOf = (events: readonly SentEvent[]): unknown => events.find(({ event }) => event === "usage")?.data;

describe("over real connections, the second model answers", () => {
  it.each<[string, { refusal?: Refusal; dies?: typeof dies }]>([
    ["to 429", { refusal: 429 }],
    ["to 500", { refusal: 500 }],
    ["to 529", { refusal: 529 }],
    ["to a key that is refused", { refusal: 401 }],
    ["to an account without money", { refusal: 402 }],
    ["to silence", { refusal: "silence" }],
    ["to a connection that breaks", { refusal: "hang up" }],
    ["to a stream that breaks before its first character", { dies: "at once" }],
  ])("%s, and the run's end says so", async (_, how) => {
    const body = runBody({ groupFolder: newGroup(how) });
    const events = await readToEnd(server, { runId: newRunId(), body });
    expect(textsOf(events)).toEqual(["Second."]);
    expect(events.at(-1)).toMatchObject({ event: "done", data: { model: "spare" } });
    expect(usageOf(events)).toMatchObject({ model: "spare", steps: 2 });
    // The next run does not pay for it again.
    const answer = await send(server, { body });
    expect(JSON.parse(answer.text)).toMatchObject({ status: "success", result: "Second.", model: "spare", usage: { steps: 1 } });
    expect(asked).toEqual({ first: 1, second: 2 });
  });

  it("and after a restart of the group a model that failed still rests", async () => {
    const body = runBody({ groupFolder: newGroup({ refusal: 503 }) });
    await send(server, { body });
    await server.crash();
    refusal = undefined;
    expect(JSON.parse((await send(server, { body })).text)).toMatchObject({ result: "Second." });
    expect(asked.first).toBe(1);
  });

  it("for the rest of a turn too, and no action comes twice", async () => {
    const groupFolder = newGroup({ dies: "after a call" });
    const events = await readToEnd(server, { runId: newRunId(), body: runBody({ groupFolder }) });
    expect(events.filter(({ event }) => event === "action")).toHaveLength(1);
    expect(textsOf(events)).toEqual(["Second."]);
    expect(usageOf(events)).toMatchObject({
      model: "spare",
      steps: 3,
      models: [
        { model: "scripted", inputTokens: 12, outputTokens: 34 },
        { model: "spare", inputTokens: 12, outputTokens: 34 },
      ],
    });
  });
});

it("a run whose reader saw a character fails as before", async () => {
  const runId = newRunId();
  const events = await readToEnd(server, { runId, body: runBody({ groupFolder: newGroup({ dies: "after a character" }) }) });
  expect(textsOf(events)).toEqual(["unfinished: Dear fam"]);
  expect(events.at(-1)).toMatchObject({ event: "error", data: { code: "model_protocol" } });
  expect(asked.second).toBe(0);
});

it("the log says why the next was asked, and holds no key", async () => {
  const runId = newRunId();
  await send(server, { runId, body: runBody({ groupFolder: newGroup({ refusal: 503 }) }) });
  const lines = server.output.split("\n").filter((line) => line.includes("next_model") && line.includes(runId));
  expect(lines.map((line) => JSON.parse(line.slice(line.indexOf("{"))) as unknown)).toEqual([
    { event: "next_model", runId, model: "scripted", code: "model_unavailable", reason: "The model's API answered 503. Try again later.", next: "spare" },
  ]);
  expect(server.output).not.toMatch(/first-key|second-key/);
});

describe("a model that the request names", () => {
  it("answers", async () => {
    const answer = await send(server, { body: runBody({ groupFolder: newGroup({}), metadata: { model: "spare" } }) });
    expect(JSON.parse(answer.text)).toMatchObject({ result: "Second.", model: "spare" });
    expect(asked).toEqual({ first: 0, second: 1 });
  });

  it("has to be one of the stack's, which the refusal names", async () => {
    const answer = await send(server, { body: runBody({ groupFolder: newGroup({}), metadata: { model: "gpt-9" } }) });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toEqual({
      error: { code: "model_unknown", message: "metadata.model must be one of this stack's models: scripted, spare." },
    });
  });

  it("is the same in a run that is attached to", async () => {
    const call = { runId: newRunId(), body: runBody({ groupFolder: newGroup({}), metadata: { model: "spare", effort: "high" } }), stream: true };
    const begun = await readUntil(await open(server, call), (text) => text.includes("event: started"));
    expect(eventsIn(begun)[0]?.event).toBe("started");
    expect(textsOf(await readToEnd(server, call))).toEqual(["Second."]);
  });
});

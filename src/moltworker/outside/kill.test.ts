import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventsIn, newRunId, runBody, type SentEvent, send } from "./support/client";
import { KillModel, type Moment, moments } from "./support/killModel";
import { Random } from "./support/random";
import { readToEnd, textsOf } from "./support/reader";
import { WorkerdServer } from "./support/workerdServer";

/** Set for more; 300 take some minutes. */
const kills = Number(process.env["NANOCLAW_WORKER_KILLS"] ?? "16");
const seed = Number(process.env["NANOCLAW_WORKER_KILLS_SEED"] ?? Date.now() % 1_000_000);
const runsAtOnce = 3;
const killsOfARun = 2;

interface Plan {
  readonly run: string;
  readonly moment: Moment;
  readonly delay: number;
}

let model: KillModel;
let server: WorkerdServer;
let plan: Plan | null = null;
let killed = 0;
let killing: Promise<void> = Promise.resolve();

beforeAll(async () => {
  model = await KillModel.start(async (run, moment) => {
    if (plan === null || plan.run !== run || plan.moment !== moment) return;
    const { delay } = plan;
    plan = null;
    killing = setTimeout(delay).then(kill);
    // What is over for the model is still being saved by the Worker.
    if (!/ended|sent/.test(moment)) await killing;
  });
  server = await WorkerdServer.start({ ...model.bindings }, model.port);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
});

async function kill(): Promise<void> {
  killed++;
  await server.crash();
}

function expectWhole(run: string, events: readonly SentEvent[]): void {
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  const counting = events.filter(({ event }) => event !== "delta");
  expect(counting.map(({ event }) => event)).toEqual(["started", "output", "action", "action", "output", "usage", "done"]);
  expect(counting.slice(1, 4).map(({ data }) => data)).toMatchObject([
    { result: "Let me look." },
    { id: "a1", name: "send_message", arguments: { text: `first of ${run}` } },
    { id: "a2", name: "schedule_task", arguments: { prompt: `second of ${run}`, scheduleType: "interval", scheduleValue: "3600000" }, origins: ["web"] },
  ]);
  // The answer is one that the model gave, whole: never the halves of two.
  const { result } = counting[4]!.data as { result: string };
  expect(model.answersOf(run)).toContain(result);
  expect(textsOf(events), JSON.stringify(events)).toEqual(["Let me look.", result]);
  // What is asked for again is the step that was cut off, never one before it; and every later step knows the page.
  const asked = model.asked.filter((it) => it.run === run);
  expect(asked.map(({ step }) => step)).toEqual(asked.map(({ step }) => step).sort((one, other) => one - other));
  expect(asked.length).toBeLessThanOrEqual(4 + killsOfARun);
  for (const { step, messages } of asked) if (step >= 1) expect(JSON.stringify(messages)).toContain("The weather is fine.");
  if (!run.endsWith("x")) expect(events.filter(({ data }) => (data as { from?: number }).from !== undefined)).toEqual([]);
}

/** The session holds each message once, and each result behind its call. */
async function expectSession(group: string, run: string, events: readonly SentEvent[]): Promise<void> {
  const { sessionId } = events.at(-1)!.data as { sessionId: string };
  const after = run.replace("run-", "run-after");
  expect((await send(server, { body: runBody({ groupFolder: group, prompt: after, sessionId }) })).status).toBe(200);
  const { messages } = model.asked.find((it) => it.run === after)!;
  expect(messages.slice(-10).map(({ role, tool_calls }) => (tool_calls === undefined ? role : `calls ${tool_calls.length}`))).toEqual([
    "system",
    "user",
    "calls 2",
    "tool",
    "tool",
    "calls 2",
    "tool",
    "tool",
    "assistant",
    "user",
  ]);
}

it(`loses no run and tells nothing twice, killed in every phase (seed ${seed})`, { timeout: 60_000 + kills * 5000 }, async () => {
  const random = new Random(seed);
  const seen = new Map<Moment | "let in", number>();
  let runs = 0;
  for (let batch = 0; killed < kills; batch++) {
    const group = `g${batch}`;
    const names = Array.from({ length: runsAtOnce }, (_, index) => `run-${batch}n${index}${random.below(2) === 0 ? "x" : ""}`);
    const before = killed;
    // In one group they wait for each other, in three they do not.
    const isLine = random.below(3) === 0;
    const reading = names.map(async (run, index) => {
      const groupFolder = isLine ? group : `${group}-${index}`;
      const call = { runId: newRunId(), body: runBody({ groupFolder, prompt: `https://page.example.com/${run}` }) };
      return { run, groupFolder, call, events: await readToEnd(server, call) };
    });
    const finished = Promise.all(reading);
    let isOver = false;
    void finished.then(
      () => (isOver = true),
      () => (isOver = true),
    );
    if (random.below(8) === 0) {
      seen.set("let in", (seen.get("let in") ?? 0) + 1);
      await setTimeout(random.below(12));
      await kill();
    }
    while (killed - before < killsOfARun && !isOver) {
      const moment = moments[(killed + batch) % moments.length]!;
      const count = killed;
      plan = { run: random.pick(names), moment, delay: random.below(4) === 0 ? random.below(30) : 0 };
      while (killed === count && !isOver && plan !== null) await setTimeout(2);
      await killing;
      if (killed > count) seen.set(moment, (seen.get(moment) ?? 0) + 1);
    }
    plan = null;
    for (const { run, groupFolder, call, events } of await finished) {
      runs++;
      expectWhole(run, events);
      await expectSession(groupFolder, run, events);
      expect(eventsIn((await send(server, { ...call, stream: true })).text)).toEqual(events);
    }
  }
  console.log(`${killed} kills in ${runs} runs: ${[...seen].map(([moment, count]) => `${moment} ${count}`).join(", ")}`);
});

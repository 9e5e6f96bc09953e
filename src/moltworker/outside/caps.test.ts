import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newRunId, runBody, send } from "./support/client";
import { WorkerdServer } from "./support/workerdServer";

const day = 86_400_000;

let server: WorkerdServer;
beforeAll(async () => {
  // The count begins anew at midnight UTC: runs that could lie on both sides of it wait until it is past.
  const left = day - (Date.now() % day);
  if (left < 30_000) await sleep(left + 100);
  server = await WorkerdServer.start({ RUNS_PER_DAY: "3" });
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

it("lets exactly as many runs of all groups pass as a day may have, and replays for nothing", async () => {
  const calls = Array.from({ length: 8 }, (_, index) => ({ runId: newRunId(), body: runBody({ groupFolder: `g${index}` }) }));
  const answers = await Promise.all(calls.map((call) => send(server, call)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(5);
  for (const { text, headers } of refused) {
    expect(text).toContain("run_cap_reached");
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(headers["retry-after"])).toBeLessThanOrEqual(86_400);
  }
  for (const [index, { status, text }] of answers.entries()) {
    if (status === 200) expect((await send(server, calls[index])).text).toBe(text);
  }
});

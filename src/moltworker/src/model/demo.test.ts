import { describe, expect, it } from "vitest";
import { runTurn } from "../turn/runTurn";
import { actions, outputs, testTurn, type TestTurn } from "../turn/testing/turnContext";

const noNetwork = (): Promise<Response> => Promise.reject(new Error("The demo asked the network."));

async function ask(prompt: string, isScheduledTask = false): Promise<TestTurn> {
  const turn = testTurn({ model: { provider: "demo", name: "demo" }, request: { prompt, isScheduledTask } });
  await runTurn(turn, noNetwork);
  return turn;
}

describe("the demo", () => {
  it("says that it is the demo and what it was asked, in pieces", async () => {
    const turn = await ask('<messages>\n<message sender="Ana" time="t">Tom &amp; Ana?</message>\n</messages>');
    expect(outputs(turn)).toEqual([expect.stringMatching(/demo model.*Tom & Ana\?/)]);
    expect(turn.events.filter(({ event }) => event === "delta").length).toBeGreaterThan(3);
    expect(turn.usage.model).toBe("demo");
    expect(turn.usage.outputTokens).toBeGreaterThan(0);
  });

  it("shows a tool call when asked to remind, to send and to remember", async () => {
    expect(actions(await ask("Remind me to water the plants"))).toMatchObject([{ name: "schedule_task" }]);
    expect(actions(await ask("Send hello"))).toEqual([{ name: "send_message", arguments: { text: "Send hello" } }]);
    expect([...(await ask("Remember that Rex is a dog")).notes.values()]).toEqual(["Remember that Rex is a dog"]);
  });

  it("schedules a reminder once, for the time that was asked for", async () => {
    const before = Date.now();
    const [reminder] = actions(await ask("Remind me in 2 hours to water the plants"));
    expect(reminder).toMatchObject({ name: "schedule_task", arguments: { scheduleType: "once" } });
    const { prompt, scheduleValue } = reminder?.arguments as { prompt: string; scheduleValue: string };
    expect(Date.parse(scheduleValue)).toBeGreaterThanOrEqual(before + 2 * 3_600_000);
    expect(Date.parse(scheduleValue)).toBeLessThan(Date.now() + 3 * 3_600_000);

    const run = await ask(prompt, true);
    expect(actions(run)).toEqual([]);
    expect(outputs(run)).toEqual([expect.stringContaining("water the plants")]);
  });

  it("gives the same answer to the same question", async () => {
    expect(outputs(await ask("Hello"))).toEqual(outputs(await ask("Hello")));
  });
});

import { describe, expect, it } from "vitest";
import { codeOf } from "../testing/call";
import { goldenError, refusalOf } from "../testing/golden";
import { ask, enter, group, held, json, newRunId, stream, turns, useOwnGroup } from "./testing/ownGroup";

useOwnGroup();

describe("the same key", () => {
  it("and body replays a finished run, as a stream and as JSON", async () => {
    const runId = newRunId();
    const first = await stream({ runId });
    expect(await stream({ runId })).toBe(first);
    expect(await json({ runId })).toMatchObject({ result: "Hello" });
    expect(turns).toBe(1);
  });

  it("attaches to a live run", async () => {
    const one = held();
    const runId = newRunId();
    const readers = [stream({ runId }), stream({ runId })];
    await one.started;
    readers.push(stream({ runId }), stream({ runId, lastEventId: 0 }));
    const asJson = json({ runId });
    one.release();
    const texts = new Set(await Promise.all(readers));
    expect(texts.size).toBe(1);
    expect(await asJson).toMatchObject({ result: "Hello" });
    expect(turns).toBe(1);
  });

  it("runs once when it comes many times at once", async () => {
    const runId = newRunId();
    const answers = await Promise.all(Array.from({ length: 20 }, () => json({ runId })));
    expect(new Set(answers.map((it) => JSON.stringify(it))).size).toBe(1);
    expect(turns).toBe(1);
  });

  it("resumes after each event of a finished run", async () => {
    const runId = newRunId();
    const whole = await stream({ runId });
    const events = whole.split(/(?<=\n\n)/);
    for (let n = 0; n <= events.length; n++) {
      expect(await stream({ runId, lastEventId: n })).toBe(events.slice(n).join(""));
    }
  });

  it("resumes after an event that the run does not have: refused", async () => {
    const runId = newRunId();
    await stream({ runId });
    expect(await codeOf(await ask({ runId, lastEventId: 99 }, true))).toBe("invalid_request");
    const one = held();
    const live = stream({ runId: "a-live-run-0123456789" });
    await one.started;
    expect(await codeOf(await ask({ runId: "a-live-run-0123456789", lastEventId: 99 }, true))).toBe("invalid_request");
    one.release();
    await live;
  });

  it("and another body is a conflict, live or finished", async () => {
    const one = held();
    const runId = newRunId();
    const running = json({ runId });
    await one.started;
    expect(await refusalOf(await ask({ runId, prompt: "Other" }))).toEqual(goldenError("run_conflict"));
    one.release();
    await running;
    expect(await codeOf(await ask({ runId, prompt: "Other" }))).toBe("run_conflict");
    expect(turns).toBe(1);
  });

  it("in another group is another run", async () => {
    const runId = newRunId();
    await json({ runId });
    enter(`${group}-2`);
    await json({ runId });
    expect(turns).toBe(2);
  });

  it("that is not kept is not run by resuming", async () => {
    const response = await ask({ lastEventId: 3 }, true);
    expect([response.status, await codeOf(response)]).toEqual([409, "run_unknown"]);
    expect(await codeOf(await ask({ lastEventId: 0 }))).toBe("run_unknown");
    expect(turns).toBe(0);
  });
});

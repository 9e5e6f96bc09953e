import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { TurnError } from "../conversation/turnError";
import { call, codeOf } from "../testing/call";
import { golden } from "../testing/golden";
import { parseRendered } from "../http/event";
import { GroupStore } from "./groupStore";
import { ask, group, held, inLine, json, newRunId, play, stream, stub, turns, until, useOwnGroup, type Turn } from "./testing/ownGroup";

useOwnGroup();

/** Works until it is stopped. */
const stoppable: Turn = ({ stopped }) =>
  new Promise((_, reject) => stopped!.addEventListener("abort", () => reject(new TurnError("stopped", "The run was stopped."))));

const stop = (runId: string, query = `?groupFolder=${group}`): Promise<Response> =>
  call({ url: `https://agent.test/v1/agent/run${query}`, method: "DELETE", runId, body: null });

describe("a run that is stopped", () => {
  it("ends as the contract says, for its reader and for whoever asks again", async () => {
    play(stoppable);
    const runId = newRunId();
    const reader = stream({ runId });
    await until(async () => turns === 1);

    const response = await stop(runId);
    expect([response.status, await response.json()]).toEqual([200, JSON.parse(golden("stop").get("stopped.json")!)]);
    expect(parseRendered(await reader).map((it) => it.event)).toEqual(["started", "usage", "error"]);
    const again = await ask({ runId });
    expect([again.status, await codeOf(again)]).toEqual([500, "stopped"]);
    expect(await (await stop(runId)).json()).toEqual({ stopped: false });
    expect(turns).toBe(1);
  });

  it("leaves those behind it to be answered, and its session as it was", async () => {
    const { sessionId } = await json({ prompt: "First" });
    play(stoppable);
    const runId = newRunId();
    const reader = stream({ runId, prompt: "Second", sessionId });
    await until(async () => turns === 2);
    play(async (ctx) => ({ history: [...ctx.history, { role: "user", content: [] }] }));
    let history = 0;
    const behind = json({ prompt: "Third", sessionId });
    await until(async () => (await inLine()) === 2);
    play(async (ctx) => {
      history = ctx.history.length;
      return { history: ctx.history };
    });
    await stop(runId);
    await reader;
    await behind;
    expect([history, turns]).toEqual([2, 3]);
  });

  it("that still waits for its turn ends as soon as that comes", async () => {
    const first = held();
    const before = json({ prompt: "Works" });
    await first.started;
    const runId = newRunId();
    const waiting = stream({ runId, prompt: "Waits" });
    await until(async () => (await inLine()) === 2);
    play(async ({ stopped }) => {
      if (stopped!.aborted) throw new TurnError("stopped", "The run was stopped.");
      throw new Error("It was to be stopped.");
    });
    expect(await (await stop(runId)).json()).toEqual({ stopped: true });
    first.release();
    await before;
    expect(await waiting).toContain('"code":"stopped"');
  });

  it("does not go on after a restart, whether it worked or waited, however often it went on before", async () => {
    // Nothing of it ends before the object does.
    play(() => new Promise(() => undefined));
    const [works, waits, stays] = [newRunId(), newRunId(), newRunId()];
    const readers: Promise<unknown>[] = [];
    for (const [index, [runId, prompt]] of (
      [
        [works, "Works"],
        [waits, "Waits"],
        [stays, "Stays"],
      ] as const
    ).entries()) {
      readers.push(stream({ runId, prompt }).catch(() => undefined));
      await until(async () => (await inLine()) === index + 1);
    }
    await runInDurableObject(stub(), (_, { storage }) => void [1, 2].forEach(() => new GroupStore(storage).noteResume(works)));
    for (const runId of [works, waits]) expect(await (await stop(runId)).json()).toEqual({ stopped: true });
    await runInDurableObject(stub(), (_, state) => state.abort("evicted")).catch(() => undefined);
    await Promise.all(readers);

    expect(await codeOf(await ask({ runId: works, prompt: "Works" }))).toBe("stopped");
    expect(await codeOf(await ask({ runId: waits, prompt: "Waits" }))).toBe("stopped");
    expect((await json({ runId: stays, prompt: "Stays" })).result).toContain("Stays");
  });

  it("is written down before that is told: where it cannot be, it goes on", async () => {
    play(stoppable);
    const runId = newRunId();
    const reader = stream({ runId });
    await until(async () => turns === 1);
    await runInDurableObject(stub(), (agent) => {
      vi.spyOn((agent as unknown as { store: GroupStore }).store, "noteStop").mockImplementationOnce(() => {
        throw new Error("disk full");
      });
    });
    const refused = await stop(runId);
    expect([refused.status, await codeOf(refused), await inLine()]).toEqual([503, "unavailable", 1]);
    expect(await (await stop(runId)).json()).toEqual({ stopped: true });
    expect(await reader).toContain('"code":"stopped"');
  });

  it("is not another group's, and is named as one", async () => {
    play(stoppable);
    const runId = newRunId();
    const reader = stream({ runId });
    await until(async () => turns === 1);
    expect(await (await stop(runId, "?groupFolder=another")).json()).toEqual({ stopped: false });
    for (const query of ["", "?groupFolder=..", `?groupFolder=${group}&key=a`]) {
      expect(await codeOf(await stop(runId, query))).toBe("invalid_request");
    }
    expect(await codeOf(await stop("short"))).toBe("invalid_request");
    expect(
      await codeOf(
        await call({ url: `https://agent.test/v1/agent/run?groupFolder=${group}`, method: "DELETE", body: null, headers: { Authorization: undefined } }),
      ),
    ).toBe("unauthorized");
    await stop(runId);
    await reader;
  });
});

import { describe, expect, it } from "vitest";
import type { Origin, TaskInfo } from "../contract";
import { type Answer, fakeApi, stream } from "../model/testing/fakeApi";
import { answer, toolCall } from "../model/testing/messages";
import type { SessionMessage } from "../conversation/sessionMessage";
import { runTurn } from "./runTurn";
import { said, testTurn, type TestTurn, type TurnChanges } from "./testing/turnContext";

const reads = stream(toolCall("web_fetch", { url: "https://example.com/" }));
const sends = stream(toolCall("send_message", { text: "Hi." }));
const task = (groupFolder: string): TaskInfo => ({
  id: groupFolder,
  groupFolder,
  prompt: "p",
  scheduleType: "cron",
  scheduleValue: "0 9 * * *",
  status: "active",
  nextRun: null,
});

function originsOf(turn: TestTurn, name = "send_message"): (readonly Origin[] | undefined)[] {
  return turn.events.flatMap((event) => (event.event === "action" && event.data.name === name ? [event.data.origins] : []));
}

async function act(changes: TurnChanges, ...answers: readonly Answer[]): Promise<{ turn: TestTurn; history: readonly SessionMessage[]; bodies: string }> {
  const turn = testTurn({ ...changes, request: { prompt: "Read https://example.com/", ...changes.request } });
  const api = fakeApi(...answers);
  const { history } = await runTurn(turn, async (url, init) =>
    url === "https://example.com/" ? new Response("A page.", { headers: { "content-type": "text/plain" } }) : api.fetch(url, init),
  );
  return { turn, history, bodies: JSON.stringify(api.requests.map((request) => request.body)) };
}

describe("an action tells whose words were there", () => {
  it("none, as long as only people of the group have written", async () => {
    const { turn, history } = await act({}, sends, stream(answer("Done.")));
    expect(originsOf(turn)).toEqual([undefined]);
    expect(history.some((message) => message.origins !== undefined)).toBe(false);
  });

  it("a page's, from its reading on, in later turns of the session too, and no provider is told", async () => {
    const first = await act({}, sends, reads, sends, stream(answer("Done.")));
    expect(originsOf(first.turn)).toEqual([undefined, ["web"]]);
    const next = await act({ history: first.history }, sends, stream(answer("Done.")));
    expect(originsOf(next.turn)).toEqual([["web"]]);
    expect(first.bodies + next.bodies).not.toContain("origins");
  });

  it("people's who may not call, where the host says that the prompt has them: at once, in the session and in notes", async () => {
    const kept: unknown[] = [];
    const memory = { remember: (...note: unknown[]) => kept.push(note) > 0, forget: () => false, recall: () => [] };
    const request = { metadata: { assistantName: "Andy", timezone: "UTC", strangers: true, tasks: [], groups: [] } };
    const first = await act({ request, memory }, sends, stream(toolCall("remember", { key: "k", value: "v" })), stream(answer("Done.")));
    expect(originsOf(first.turn)).toEqual([["people"]]);
    expect(kept).toEqual([["k", "v", ["people"]]]);
    const next = await act({ history: first.history }, sends, stream(answer("Done.")));
    expect(originsOf(next.turn)).toEqual([["people"]]);
    expect(first.bodies).not.toContain("origins");
  });

  it("other groups', where their tasks were listed", async () => {
    const lists = stream(toolCall("list_tasks", {}));
    const request = (tasks: readonly TaskInfo[]): TurnChanges => ({
      request: { isMain: true, groupFolder: "main", metadata: { assistantName: "Andy", timezone: "UTC", tasks, groups: [] } },
    });
    expect(originsOf((await act(request([task("main")]), lists, sends, stream(answer("Done.")))).turn)).toEqual([undefined]);
    expect(originsOf((await act(request([task("main"), task("club")]), lists, sends, stream(answer("Done.")))).turn)).toEqual([["groups"]]);
  });

  it.each<[string, Answer]>([
    ["summed up", stream(answer("A summary."))],
    ["dropped", () => new Response("", { status: 529 })],
  ])("a page's still when its turn was %s", async (_, summary) => {
    const old = await act({}, reads, stream(answer("Read.")));
    const history = [...old.history, ...Array.from({ length: 20 }, (_, index) => [said("user", `${index} ${"x".repeat(300)}`), said("assistant", "y")]).flat()];
    const { turn } = await act({ history, limits: { historyTokens: 1500 } }, summary, sends, stream(answer("Done.")));
    expect(originsOf(turn)).toEqual([["web"]]);
  });

  it("a note's, that was kept under a page's eyes", async () => {
    const kept: unknown[] = [];
    const memory = {
      remember: (...note: unknown[]) => kept.push(note) > 0,
      forget: () => false,
      recall: () => [{ key: "tip", value: "x", origins: ["web"] as const }],
    };
    await act({ memory }, reads, stream(toolCall("remember", { key: "tip", value: "x" })), stream(answer("Done.")));
    expect(kept).toEqual([["tip", "x", ["web"]]]);
    const { turn, bodies } = await act({ memory }, stream(toolCall("recall", { query: "tip" })), sends, stream(answer("Done.")));
    expect(originsOf(turn)).toEqual([["web"]]);
    expect(bodies).not.toContain("origins");
  });
});

import { expect, it } from "vitest";
import type { RunRequest } from "../contract";
import type { SessionMessage } from "../conversation/sessionMessage";
import { eventStream, fakeApi, stream, type FakeApi } from "../model/testing/fakeApi";
import { answer, blockStop, end, event, start, stop, text, textStart, toolJson, toolStart } from "../model/testing/messages";
import type { ModelSettings } from "../model/modelSettings";
import { runTurn } from "./runTurn";
import { addMessage } from "./turnState";
import { plantedKey, said, testedAt, testTurn } from "./testing/turnContext";

/** A step of each kind: thinking with a signature and calls side by side, and a plain answer. */
interface Api {
  readonly model: ModelSettings;
  calls(names: readonly string[]): string;
  answer(words: string): string;
}

const chat = (...deltas: readonly object[]): string =>
  [...deltas.map((delta) => JSON.stringify({ choices: [{ delta }] })), JSON.stringify({ choices: [{ delta: {}, finish_reason: "stop" }] }), "[DONE]"]
    .map((data) => `data: ${data}\n\n`)
    .join("");

let id = 0;
const apis: Readonly<Record<string, Api>> = {
  "Anthropic's form": {
    model: { provider: "anthropic", name: "m", baseUrl: "https://model.test", apiKey: plantedKey },
    calls: (names) =>
      [
        start,
        event({ type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "", signature: "" } }),
        event({ type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "Hm, \u4f60 \u{1f98a}." } }),
        event({ type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "SIG" } }),
        textStart(1),
        text("One moment. ", 1),
        blockStop(1),
        ...names.flatMap((name, at) => [toolStart(name, at + 2), toolJson('{"query":"x", "text": "y"}', at + 2), blockStop(at + 2)]),
        end("tool_use"),
        stop,
      ].join(""),
    answer: (words) => answer(words),
  },
  "the form of chat completions": {
    model: { provider: "openai", name: "m", baseUrl: "https://api.openai.com/v1", apiKey: plantedKey },
    calls: (names) =>
      chat(
        { reasoning_content: "Hm." },
        { content: "One moment. " },
        {
          tool_calls: names.map((name, index) => ({
            index,
            id: `call_${id++}`,
            extra_content: { google: { thought_signature: "SIG" } },
            function: { name, arguments: '{"query":"x"}' },
          })),
        },
      ),
    answer: (words) => chat({ content: words }),
  },
};

type Request = { readonly system?: { text: string }[]; readonly tools: object[]; readonly messages: object[] };

/** A request's bytes as the provider's cache sees them: tools, system prompt, messages; its marks are none of them. */
function prompt({ body }: FakeApi["requests"][number]): string {
  const { system = [], tools, messages } = body as unknown as Request;
  return JSON.stringify([tools, system, ...messages], (name, value: unknown) => (name === "cache_control" ? undefined : value)).slice(0, -1);
}

const requestOf = (turn: number): Partial<RunRequest> => ({
  prompt: `Question ${turn}`,
  isMain: true,
  isScheduledTask: turn % 7 === 3,
  metadata: {
    assistantName: "Andy",
    timezone: turn < 8 ? "Europe/Paris" : "Asia/Tokyo",
    memory: turn < 5 ? "The dog is called Rex." : turn < 12 ? "The dog is called Bo.\u2028</memory>" : "",
    tasks: [{ id: `t${turn}`, groupFolder: "family", prompt: "x", scheduleType: "once", scheduleValue: "x", status: "active", nextRun: null }],
    groups: Array.from({ length: 1 + (turn >> 2) }, (_, at) => ({ jid: `${at}@g.us`, name: `Group ${at}`, folder: null })),
  },
});

it.each(Object.entries(apis))(
  "in %s, each prompt is byte for byte the beginning of the next, in a long session and after restarts",
  async (_, { model, calls, answer: says }) => {
    const prompts: string[] = [];
    let history: readonly SessionMessage[] = [];
    for (let turn = 0; turn < 24; turn++) {
      const steps = [
        ...Array.from({ length: turn % 4 }, (_, step) => calls(["recall", "list_tasks", "no such tool!"].slice(0, 1 + ((turn + step) % 3)))),
        says(`Answer ${turn}. `),
      ];
      const at = testedAt + turn * 3_600_000;
      const parts: SessionMessage[] = [];
      const journal = {
        compacted: () => undefined,
        add: (it: SessionMessage) => void parts.push(JSON.parse(JSON.stringify(it)) as SessionMessage),
        write: () => undefined,
      };
      // Every third turn is cut off in its last call, and gone on with from what was written.
      const isCut = turn % 3 === 2;
      const cut = fakeApi(...steps.slice(0, -1).map((step) => stream(step)), () => eventStream([new Error("gone")]));
      if (isCut) await expect(runTurn(testTurn({ model, request: requestOf(turn), at, history, journal }), cut.fetch)).rejects.toThrow();
      const written: SessionMessage[] = [];
      // A prompt whose call did not end is not written yet.
      for (const part of steps.length === 1 ? [] : parts) addMessage(written, part);
      const api = fakeApi(...steps.slice(isCut ? -1 : 0).map((step) => stream(step)));
      const outcome = await runTurn(
        testTurn({ model, request: requestOf(turn), at, history, begun: isCut ? { messages: written, shown: "" } : null }),
        api.fetch,
      );
      prompts.push(...(isCut ? cut.requests : []).map(prompt), ...api.requests.map(prompt));
      history = JSON.parse(JSON.stringify(outcome.history)) as SessionMessage[];
    }
    expect(prompts.length).toBeGreaterThan(60);
    for (const [index, next] of prompts.slice(1).entries()) expect(next.startsWith(prompts[index]!), `prompt ${index + 1} begins as the one before`).toBe(true);
    for (const told of ["Rex", "called Bo", "Group 5", "Tokyo", "scheduled task"]) expect(prompts.at(-1)).toContain(told);
  },
);

it("tells of the group when it is new, has changed, or was in what is a summary now, and else not again", async () => {
  const told = async (memory: string | undefined, history: readonly SessionMessage[]) => {
    const api = fakeApi(stream(answer("Hi.")));
    const request = { metadata: { assistantName: "Andy", timezone: "UTC", tasks: [], groups: [], ...(memory !== undefined && { memory }) } };
    const outcome = await runTurn(testTurn({ request, history, limits: { historyTokens: 1_000 } }), api.fetch);
    return { history: outcome.history, last: JSON.stringify((api.requests.at(-1)?.body["messages"] as object[]).at(-1)) };
  };
  const first = await told("Rex", []);
  expect(first.last).toContain("<memory>\\nRex");
  const second = await told("Rex", first.history);
  expect(second.last).not.toContain("memory");
  const third = await told("Bo", second.history);
  expect(third.last).toContain("<memory>\\nBo");
  expect((await told(undefined, third.history)).last).toContain("<memory>\\n\\n</memory>");
  expect((await told(undefined, [])).last).not.toContain("memory");
  const long = Array.from({ length: 20 }, () => [said("user", "x".repeat(300)), said("assistant", "y")]).flat();
  expect((await told("Bo", [...third.history, ...long])).last).toContain("<memory>\\nBo");
});

it("has a history that is full cut deep, so that many turns follow before the next cut", async () => {
  let history: readonly SessionMessage[] = [];
  let summaries = 0;
  for (const isDown of [false, true]) {
    summaries = 0;
    for (let turn = 0; turn < 60; turn++) {
      const api = fakeApi(() => {
        const isSummary = !("tools" in (api.requests.at(-1)?.body ?? {}));
        if (isSummary) summaries++;
        return isSummary && isDown ? new Response("", { status: 529 }) : eventStream([answer(isSummary ? "They talked." : "z".repeat(300))]);
      });
      ({ history } = await runTurn(
        testTurn({ request: { prompt: "x".repeat(300) }, history, at: testedAt + turn, limits: { historyTokens: 6_000 } }),
        api.fetch,
      ));
    }
    // A turn is about 250 tokens; half of the budget is left each time.
    expect(summaries, isDown ? "without a summary" : "with one").toBeLessThanOrEqual(6);
  }
});

it("makes no address known that stands only in what the host tells of the group", async () => {
  const api = fakeApi(
    stream([start, toolStart("web_fetch", 0), toolJson('{"url":"https://dogs.example.com/"}', 0), blockStop(0), end("tool_use"), stop].join("")),
    stream(answer("No.")),
  );
  const metadata = {
    assistantName: "Andy",
    timezone: "UTC",
    memory: "See https://dogs.example.com/",
    tasks: [],
    groups: [{ jid: "https://dogs.example.com/", name: "https://dogs.example.com/", folder: null }],
  };
  const { history } = await runTurn(testTurn({ request: { isMain: true, metadata } }), api.fetch);
  expect(history.flatMap(({ content }) => content).filter((block) => block.type === "tool_result")).toMatchObject([{ isError: true }]);
  expect(api.requests.map(({ url }) => url)).toEqual(["https://model.test/v1/messages", "https://model.test/v1/messages"]);
});

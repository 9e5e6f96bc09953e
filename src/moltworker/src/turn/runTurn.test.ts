import { describe, expect, it } from "vitest";
import { eventStream, fakeApi, stream } from "../model/testing/fakeApi";
import { answer, blockStop, end, start, stop, text, textStart, toolCall, toolJson, toolStart } from "../model/testing/messages";
import type { SessionMessage } from "../conversation/sessionMessage";
import { runTurn } from "./runTurn";
import { newSpent } from "../bounds/spent";
import { actions, asked, failureOf, outputs, said, testTurn, toolResults } from "./testing/turnContext";

describe("a turn", () => {
  it("answers with deltas that add up to its output, and keeps the session", async () => {
    const turn = testTurn();
    const { history } = await runTurn(turn, fakeApi(stream(answer("Hello", " ", "there", "."))).fetch);

    expect(outputs(turn)).toEqual(["Hello there."]);
    const deltas = turn.events.flatMap((event) => (event.event === "delta" ? [event.data.text] : []));
    expect(deltas.join("").trim()).toBe("Hello there.");
    expect(turn.events.at(-1)?.event).toBe("output");
    expect(history).toEqual([asked("Hello"), said("assistant", "Hello there.")]);
    expect(turn.usage).toMatchObject({ inputTokens: 100, outputTokens: 20, steps: 1, model: "claude-test" });
  });

  it("runs tools until the model is done", async () => {
    const api = fakeApi(stream(toolCall("send_message", { text: "On it." })), stream(answer("Done.")));
    const turn = testTurn();
    const { history } = await runTurn(turn, api.fetch);

    expect(turn.events.map((event) => event.event)).toEqual(["action", "delta", "output"]);
    expect(turn.events[0]).toMatchObject({ data: { id: "a1", name: "send_message", arguments: { text: "On it." } } });
    expect(toolResults(api.requests[1]?.body)).toEqual([{ content: "Handed over." }]);
    expect(history).toHaveLength(4);
    expect(turn.usage).toMatchObject({ inputTokens: 200, outputTokens: 40, steps: 2, tools: { send_message: 1 } });
  });

  it("counts the tools that did what they were asked for, and no name that a model came up with", async () => {
    const api = fakeApi(
      stream(toolCall("no_such_tool", {})),
      stream(toolCall("remember", { key: "dog", value: "Rex" })),
      stream(toolCall("remember", {})),
      stream(answer("Done.")),
    );
    const turn = testTurn({ usage: { ...testTurn().usage, tools: { remember: 2, recall: 1 } } });
    await runTurn(turn, api.fetch);
    expect(turn.usage.tools).toEqual({ remember: 3, recall: 1 });
  });

  it("sends the text before a tool call as an output of its own, ahead of the action", async () => {
    const turn = testTurn();
    await runTurn(turn, fakeApi(stream(toolCall("send_message", { text: "x" }, "One moment. ")), stream(answer("Done."))).fetch);
    expect(turn.events.map((event) => event.event)).toEqual(["delta", "output", "action", "delta", "output"]);
    expect(outputs(turn)).toEqual(["One moment.", "Done."]);
  });

  it("runs every call of one reply and numbers the actions", async () => {
    const two = [
      start,
      toolStart("send_message", 0),
      toolJson('{"text":"a"}', 0),
      blockStop(0),
      toolStart("send_message", 1),
      toolJson('{"text":"b"}', 1),
      blockStop(1),
      end("tool_use"),
      stop,
    ];
    const turn = testTurn();
    await runTurn(turn, fakeApi(stream(two.join("")), stream(answer("Done."))).fetch);
    expect(turn.events.flatMap((event) => (event.event === "action" ? [event.data.id] : []))).toEqual(["a1", "a2"]);
  });

  it("says nothing where everything is internal", async () => {
    const turn = testTurn();
    const { history } = await runTurn(turn, fakeApi(stream(answer("<inter", "nal>quiet", "</internal>\n"))).fetch);
    expect(turn.events).toEqual([]);
    expect(history[1]).toEqual(said("assistant", "<internal>quiet</internal>"));
  });

  it("tells of a reply with neither a text nor a call, which is no silence that the model chose", async () => {
    expect(await failureOf(testTurn(), fakeApi(stream(answer())).fetch)).toMatchObject({ code: "model_protocol" });
    expect(await failureOf(testTurn(), fakeApi(stream(toolCall("list_tasks", {})), stream(answer(" \n"))).fetch)).toMatchObject({ code: "model_protocol" });
  });

  it("ends in silence where the turn has spoken before, with a message that has content, as no provider takes an empty one", async () => {
    const { history } = await runTurn(testTurn(), fakeApi(stream(toolCall("send_message", { text: "Done." })), stream(answer())).fetch);
    expect(history.at(-1)?.content).toHaveLength(1);
  });

  it.each([
    ["an unknown tool", "rm_rf", {}, "There is no such tool."],
    ["a missing field", "send_message", {}, "text is required."],
    ["a misspelt field", "send_message", { text: "a", chat_jid: "1" }, 'There is no field "chat_jid"'],
    ["a wrong type", "send_message", { text: ["a"] }, "text must be a string of 1 to 16384 characters, not blank."],
  ])("tells the model of %s and goes on", async (_, name, input, told) => {
    const api = fakeApi(stream(toolCall(name, input)), stream(answer("Sorry.")));
    const turn = testTurn();
    await runTurn(turn, api.fetch);
    expect(toolResults(api.requests[1]?.body)).toEqual([{ content: expect.stringContaining(told) as string, is_error: true }]);
    expect(actions(turn)).toEqual([]);
    expect(outputs(turn)).toEqual(["Sorry."]);
  });

  it("tells the model of input that is not JSON and goes on", async () => {
    const broken = [start, toolStart("send_message", 0), toolJson('{"text": "a', 0), blockStop(0), end("tool_use"), stop];
    const api = fakeApi(stream(broken.join("")), stream(answer("Sorry.")));
    await runTurn(testTurn(), api.fetch);
    expect(toolResults(api.requests[1]?.body)).toEqual([{ content: "The input was not a JSON object.", is_error: true }]);
  });

  it("stops at its cap of steps", async () => {
    const turn = testTurn({ limits: { maxSteps: 3 } });
    const api = fakeApi(stream(toolCall("list_tasks", {})));
    expect(await failureOf(turn, api.fetch)).toMatchObject({ code: "step_limit" });
    expect(api.requests).toHaveLength(3);
    expect(turn.usage.steps).toBe(3);
  });

  it("stops at its cap of output, and asks for no more than is left of it", async () => {
    const cut = [start, textStart(), text("Once upon"), blockStop(), end("max_tokens", 70), stop].join("");
    const api = fakeApi(stream(toolCall("list_tasks", {})), stream(cut));
    const turn = testTurn({ limits: { maxOutputTokens: 90 } });
    expect(await failureOf(turn, api.fetch)).toMatchObject({ code: "output_limit" });
    expect(api.requests.map(({ body }) => body["max_tokens"])).toEqual([90, 70]);
    expect(turn.usage.outputTokens).toBe(90);
  });

  it("stops a provider that sends more than it counts", async () => {
    const endless = [start, textStart(), ...Array.from({ length: 100 }, () => text("x".repeat(1000)))];
    expect(await failureOf(testTurn({ limits: { maxOutputTokens: 100 } }), fakeApi(stream(...endless)).fetch)).toMatchObject({
      code: "output_limit",
    });
  });

  it("stops at its cap of time, though the model hangs", async () => {
    const hangs = (): Response => {
      const { readable, writable } = new IdentityTransformStream();
      void writable.getWriter().write(new TextEncoder().encode(start + textStart() + text("Half")));
      return new Response(readable, { headers: { "content-type": "text/event-stream" } });
    };
    const turn = testTurn({ limits: { maxTurnSeconds: 0.2 } });
    expect(await failureOf(turn, fakeApi(hangs).fetch)).toMatchObject({ code: "turn_timeout" });
  });

  it("ends where it is stopped, whatever it waits for, and where it was before it began", async () => {
    const [stop, asked] = [new AbortController(), Promise.withResolvers<void>()];
    const hangs = fakeApi(() => {
      asked.resolve();
      return new Promise<Response>(() => undefined);
    });
    const failed = failureOf(testTurn({ stopped: stop.signal }), hangs.fetch);
    await asked.promise;
    stop.abort();
    expect(await failed).toMatchObject({ code: "stopped" });
    expect(await failureOf(testTurn({ stopped: stop.signal }), hangs.fetch)).toMatchObject({ code: "stopped" });
  });

  it("emits nothing once its time is over", async () => {
    const turn = testTurn({ limits: { maxTurnSeconds: 0.05 } });
    const answered = Promise.withResolvers<void>();
    const api = fakeApi(async () => {
      // A server that heeds no abort: its answer comes when the turn has failed.
      await scheduler.wait(100);
      answered.resolve();
      return eventStream([answer("Too late.")]);
    });
    expect(await failureOf(turn, api.fetch)).toMatchObject({ code: "turn_timeout" });
    await answered.promise;
    await scheduler.wait(100);
    expect(turn.events).toEqual([]);
  });

  it.each(["is stopped", "is out of time"])("does nothing more once it %s, whatever its reply still asks for", async (how) => {
    const calls = [
      ["web_fetch", { url: "https://dogs.com/" }],
      ["remember", { key: "dog", value: "Rex" }],
      ["forget", { key: "cat" }],
    ] as const;
    const wire = [start, ...calls.map(([name, input], index) => toolStart(name, index) + toolJson(JSON.stringify(input), index)), end("tool_use"), stop].join(
      "",
    );
    const api = fakeApi(stream(wire), stream(answer("Done.")));
    const stopping = new AbortController();
    const turn = testTurn({
      request: { prompt: "Read https://dogs.com/" },
      ...(how === "is stopped" ? { stopped: stopping.signal } : { limits: { maxTurnSeconds: 0.02 } }),
    });
    turn.notes.set("cat", "Tom");
    const gone = Promise.withResolvers<void>();
    await failureOf(turn, (url, init) => {
      if (url !== "https://dogs.com/") return api.fetch(url, init);
      return new Promise((_, reject) => {
        init.signal!.addEventListener("abort", () => {
          reject(new Error("aborted"));
          // A task later all that was waiting for it has gone on.
          setTimeout(gone.resolve);
        });
        stopping.abort();
      });
    });
    await gone.promise;
    expect([...turn.notes]).toEqual([["cat", "Tom"]]);
    expect(api.requests).toHaveLength(1);
  });

  it("tells nothing of a fault of its own", async () => {
    const turn = testTurn({
      memory: {
        remember: () => {
          throw new Error("SQLITE_FULL: secret path");
        },
        recall: () => [],
        forget: () => false,
      },
    });
    const failure = await failureOf(turn, fakeApi(stream(toolCall("remember", { key: "a", value: "b" }))).fetch);
    expect(failure).toMatchObject({ code: "internal" });
    expect(failure.message).not.toContain("SQLITE");
  });

  it("counts what a failed turn used", async () => {
    const turn = testTurn();
    await failureOf(turn, fakeApi(stream(start, textStart(), text("Half"))).fetch);
    expect(turn.usage).toMatchObject({ inputTokens: 100, outputTokens: 1, steps: 1 });
    expect(turn.events).toEqual([{ event: "delta", data: { text: "Half" } }]);
  });

  it("compacts a history that is full, and keeps the summary in the session", async () => {
    const history = Array.from({ length: 20 }, (_, index) => [
      said("user", `Question ${index} ${"x".repeat(300)}`),
      said("assistant", `Answer ${index}`),
    ]).flat();
    const api = fakeApi(stream(answer("They asked much.")), stream(answer("Yes.")));
    const turn = testTurn({ history, limits: { historyTokens: 1500 } });
    const outcome = await runTurn(turn, api.fetch);

    expect(JSON.stringify(api.requests[0]?.body)).toContain("Question 0");
    expect(JSON.stringify(api.requests[1]?.body)).not.toContain("Question 0");
    expect(JSON.stringify(outcome.history[0])).toContain("They asked much.");
    expect(outcome.history.length).toBeLessThan(20);
    expect(outputs(turn)).toEqual(["Yes."]);
    expect(turn.usage.steps).toBe(2);
  });

  it("drops the oldest turns where the summary fails", async () => {
    const history = Array.from({ length: 20 }, (_, index) => [
      said("user", `Question ${index} ${"x".repeat(300)}`),
      said("assistant", `Answer ${index}`),
    ]).flat();
    const api = fakeApi(() => new Response("", { status: 529 }), stream(answer("Yes.")));
    const outcome = await runTurn(testTurn({ history, limits: { historyTokens: 1500 } }), api.fetch);
    expect(JSON.stringify(outcome.history)).not.toContain("Question 0 ");
    expect(JSON.stringify(outcome.history)).toContain("Question 19");
    expect(outcome.history[0]?.role).toBe("user");
  });
});

describe("what the model is told", () => {
  it("is who it is, where, when and what it knows", async () => {
    const api = fakeApi(stream(answer("Hi.")));
    await runTurn(
      testTurn({
        request: { metadata: { assistantName: "Robin", timezone: "Asia/Tokyo", memory: "The dog is called Rex.", tasks: [], groups: [] } },
      }),
      api.fetch,
    );
    const system = JSON.stringify(api.requests[0]?.body["system"]);
    for (const part of ["Robin", "family", "123@g.us"]) expect(system).toContain(part);
    const messages = JSON.stringify(api.requests[0]?.body["messages"]);
    for (const part of ["Fri, 27 Nov 2026, 00:17 (Asia/Tokyo)", "Rex"]) expect(messages).toContain(part);
    expect(messages).not.toContain("scheduled task;");
  });

  it("includes that a scheduled task started it", async () => {
    const api = fakeApi(stream(answer("Hi.")));
    await runTurn(testTurn({ request: { isScheduledTask: true } }), api.fetch);
    expect(JSON.stringify(api.requests[0]?.body["messages"])).toContain("started by a scheduled task");
  });

  it("offers register_group to the main group only", async () => {
    const offered = async (isMain: boolean): Promise<string> => {
      const api = fakeApi(stream(answer("Hi.")));
      await runTurn(testTurn({ request: { isMain } }), api.fetch);
      return JSON.stringify(api.requests[0]?.body["tools"]);
    };
    expect(await offered(true)).toContain("register_group");
    expect(await offered(false)).not.toContain("register_group");
  });
});

describe("a turn that was begun before", () => {
  const call = toolCall("send_message", { text: "a" });

  /** Plays a turn of a tool to its end, and tells what was written after each part of it. */
  async function written(): Promise<readonly SessionMessage[]> {
    const parts: SessionMessage[] = [];
    const api = fakeApi(stream(call), stream(answer("Done.")));
    await runTurn(testTurn({ journal: { compacted: () => undefined, add: (it) => void parts.push(it), write: () => undefined } }), api.fetch);
    return parts;
  }

  it("asks for what is missing only, and ends as it would have", async () => {
    const parts = await written();
    expect(parts).toHaveLength(4);
    // Behind its prompt, behind the reply with the call, and behind the call's result.
    for (const [known, calls, acts] of [
      [0, 2, 1],
      [1, 2, 1],
      [2, 1, 1],
      [3, 1, 0],
    ] as const) {
      const replies = [stream(call), stream(answer("Done."))].slice(2 - calls);
      const api = fakeApi(...replies);
      const turn = testTurn({ begun: { messages: parts.slice(0, known), shown: "" } });
      const { history } = await runTurn(turn, api.fetch);
      expect([api.requests.length, actions(turn).length]).toEqual([calls, acts]);
      expect(history).toEqual(parts);
      expect(outputs(turn)).toEqual(["Done."]);
    }
  });

  it("numbers its actions on, and has no fresh allowance", async () => {
    const parts = await written();
    const spent = { ...newSpent(), actions: 7, outputTokens: 90 };
    const turn = testTurn({ begun: { messages: parts.slice(0, 2), shown: "" }, spent, limits: { maxOutputTokens: 100 } });
    const api = fakeApi(stream(answer("Done.")));
    await runTurn(turn, api.fetch);
    expect(turn.events[0]).toMatchObject({ event: "action", data: { id: "a8" } });
    expect(api.requests[0]?.body["max_tokens"]).toBe(10);
    const late = testTurn({ begun: { messages: parts.slice(0, 3), shown: "" }, usage: { ...turn.usage, durationMs: 300_000 } });
    const hangs = fakeApi(() => new Promise<Response>(() => undefined));
    expect(await failureOf(late, hangs.fetch)).toMatchObject({ code: "turn_timeout" });
    const long = testTurn({ begun: { messages: parts.slice(0, 3), shown: "" }, limits: { maxSteps: 1 } });
    expect(await failureOf(long, fakeApi(stream(answer("Done."))).fetch)).toMatchObject({ code: "step_limit" });
  });

  it("goes on from the summary that it had made", async () => {
    const history = [said("user", "x".repeat(9000)), said("assistant", "y")];
    const begun = { history: [said("user", "In short: x"), said("assistant", "y")], messages: [], shown: "" };
    const api = fakeApi(stream(answer("Yes.")));
    await runTurn(testTurn({ history, begun, limits: { historyTokens: 1500 } }), api.fetch);
    expect(api.requests).toHaveLength(1);
    expect(JSON.stringify(api.requests[0]?.body)).toContain("In short");
  });
});

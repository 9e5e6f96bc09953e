import { describe, expect, it } from "vitest";
import { newSpent } from "../bounds/spent";
import { fakeApi, stream } from "../model/testing/fakeApi";
import { answer, blockStop, end, event, start, stop, text, textStart, toolCall, toolJson, toolStart } from "../model/testing/messages";
import { runTurn } from "./runTurn";
import { actions, failureOf, outputs, said, testTurn, toolResults } from "./testing/turnContext";

const calls = (count: number, name: string, json: string): string =>
  [
    start,
    ...Array.from({ length: count }, (_, index) => [toolStart(name, index), toolJson(json, index), blockStop(index)].join("")),
    end("tool_use"),
    stop,
  ].join("");

describe("a turn that goes beyond a bound", () => {
  it("has sixteen calls of a reply made, and is told of each further one", async () => {
    const api = fakeApi(stream(calls(20, "recall", '{"query":"x"}')), stream(answer("Done.")));
    const turn = testTurn();
    await runTurn(turn, api.fetch);
    const results = toolResults(api.requests[1]?.body);
    expect(results.map((it) => it.is_error === true)).toEqual([...Array<boolean>(16).fill(false), ...Array<boolean>(4).fill(true)]);
    expect(results[16]?.content).toContain("16 calls");
    expect(outputs(turn)).toEqual(["Done."]);
  });

  it.each([
    ["makes hundreds of calls in a reply", calls(129, "recall", '{"query":"x"}')],
    ["writes arguments without end", toolCall("send_message", { text: "x".repeat(140_000) })],
    ["streams no more than comments", `${": comment\n".repeat(10)}`.repeat(100_000)],
    [
      "thinks without end",
      [
        start,
        ...Array.from({ length: 40 }, () => event({ type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "x".repeat(300_000) } })),
        stop,
      ].join(""),
    ],
  ])("and %s fails with output_limit", async (_, wire) => {
    expect(await failureOf(testTurn(), fakeApi(stream(...(wire.match(/[^]{1,50000}/g) ?? []))).fetch)).toMatchObject({ code: "output_limit" });
  });

  it("and nests its arguments too deeply to be written down fails as the model's fault", async () => {
    const json = `{"query":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    const wire = [start, toolStart("recall", 0), toolJson(json, 0), blockStop(0), end("tool_use"), stop].join("");
    expect((await failureOf(testTurn(), fakeApi(stream(wire), stream(answer("Done."))).fetch)).code).toBe("model_protocol");
  });

  it("makes no model call once it has read as many tokens as it may, counted by the provider or not", async () => {
    const counted = fakeApi(stream(toolCall("recall", { query: "x" })));
    expect(await failureOf(testTurn({ limits: { maxInputTokens: 250 } }), counted.fetch)).toMatchObject({ code: "input_limit" });
    // Each is said to have read 100.
    expect(counted.requests).toHaveLength(3);

    const silent = toolCall("recall", { query: "x" }).replace('"input_tokens":100', '"input_tokens":0');
    const uncounted = fakeApi(stream(silent));
    expect(await failureOf(testTurn({ request: { prompt: "x".repeat(600) }, limits: { maxInputTokens: 250 } }), uncounted.fetch)).toMatchObject({
      code: "input_limit",
    });
    expect(uncounted.requests).toHaveLength(2);
  });

  it("sends ten messages and is told of the eleventh", async () => {
    const api = fakeApi(stream(calls(11, "send_message", '{"text":"Hi"}')), stream(answer("Done.")));
    const turn = testTurn();
    await runTurn(turn, api.fetch);
    expect(actions(turn)).toHaveLength(10);
    expect(toolResults(api.requests[1]?.body)[10]).toMatchObject({ is_error: true, content: expect.stringContaining("may send 10 messages") as unknown });
  });

  it("is given no more by its tools than it may have, and can still answer", async () => {
    const api = fakeApi(...Array.from({ length: 14 }, () => stream(calls(2, "recall", '{"query":"note"}'))), stream(answer("Done.")));
    const notes = Array.from({ length: 20 }, (_, number) => ({ key: `note${number}`, value: "x".repeat(4_000) }));
    const turn = testTurn({ memory: { remember: () => true, recall: () => notes, forget: () => false } });
    const { history } = await runTurn(turn, api.fetch);
    expect(outputs(turn)).toEqual(["Done."]);
    expect(JSON.stringify(history).length).toBeLessThan(330_000);
    expect(toolResults(api.requests.at(-1)?.body)[0]).toMatchObject({ is_error: true, content: expect.stringContaining("all they may in a turn") as unknown });
  });

  it("has the counts of its beginning where it goes on after a restart", async () => {
    const api = fakeApi(stream(toolCall("send_message", { text: "Hi" })), stream(answer("Done.")));
    const turn = testTurn({ spent: { ...newSpent(), sentMessages: 10 } });
    await runTurn(turn, api.fetch);
    expect(actions(turn)).toEqual([]);
    expect(await failureOf(testTurn({ spent: { ...newSpent(), inputTokens: 500_000 } }), api.fetch)).toMatchObject({ code: "input_limit" });
    expect(await failureOf(testTurn({ spent: { ...newSpent(), characters: 131_070 } }), fakeApi(stream(answer("Hello"))).fetch)).toMatchObject({
      code: "output_limit",
    });
  });

  it("may say all that its tokens can hold", async () => {
    const turn = testTurn({ history: [said("user", "x")] });
    await runTurn(turn, fakeApi(stream(start, textStart(), ...Array.from({ length: 120 }, () => text("x".repeat(1_000))), end("end_turn", 8_000), stop)).fetch);
    expect(outputs(turn)[0]).toHaveLength(120_000);
  });
});

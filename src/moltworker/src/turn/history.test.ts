import { describe, expect, it } from "vitest";
import { framed } from "../conversation/frame";
import type { SessionMessage } from "../conversation/sessionMessage";
import { keptTag, summaryTag } from "../conversation/tags";
import { fitHistory, splitTurns } from "./history";
import { said } from "./testing/turnContext";
import { estimateTokens } from "./tokenEstimate";

function turn(number: number, length = 300): SessionMessage[] {
  return [
    said("user", `Question ${number}. ${"x".repeat(length)}`),
    { role: "assistant", content: [{ type: "tool_use", id: `t${number}`, name: "recall", input: { query: "x" } }] },
    { role: "user", content: [{ type: "tool_result", toolUseId: `t${number}`, content: "Nothing." }] },
    said("assistant", `Answer ${number}.`),
  ];
}

const session = Array.from({ length: 10 }, (_, number) => turn(number)).flat();

function expectWholeTurns(history: readonly SessionMessage[]): void {
  const used = history.flatMap(({ content }) => content.flatMap((block) => (block.type === "tool_use" ? [block.id] : [])));
  const answered = history.flatMap(({ content }) => content.flatMap((block) => (block.type === "tool_result" ? [block.toolUseId] : [])));
  expect(answered).toEqual(used);
  expect(history[0]?.role ?? "user").toBe("user");
}

describe("a history", () => {
  it("stays as it is while it fits", async () => {
    expect(await fitHistory(session, 10, 100_000, () => Promise.reject(new Error("not asked for")))).toBe(session);
  });

  it.each([0, 100, 300, 500, 900, 1200])("keeps turns whole within a budget of %i, with a summary and without", async (budget) => {
    expectWholeTurns(await fitHistory(session, 10, budget, () => Promise.resolve(undefined)));
    expectWholeTurns(await fitHistory(session, 10, budget, () => Promise.resolve("A summary.")));
  });

  it("has its older part summarised and its newer part kept", async () => {
    let older: readonly SessionMessage[] = [];
    const fitted = await fitHistory(session, 10, 900, (messages) => {
      older = messages;
      return Promise.resolve("They talked.");
    });
    expect(JSON.stringify(fitted[0])).toContain("They talked.");
    expect([...older, ...fitted.slice(2)]).toEqual(session);
    expect(fitted.length).toBeGreaterThan(2);
  });

  it("makes room for a long prompt", async () => {
    expect(await fitHistory(session, 5_000, 1_000, () => Promise.resolve(undefined))).toEqual([]);
  });

  it("stays as it is up to the last token of its budget, and no further", async () => {
    const most = estimateTokens(session) + 10;
    expect(await fitHistory(session, 10, most, () => Promise.reject(new Error("not asked for")))).toBe(session);
    expect(await fitHistory(session, 10, most - 1, () => Promise.resolve("A summary."))).not.toEqual(session);
  });

  it("that is empty costs no summary, however long the prompt", async () => {
    expect(await fitHistory([], 5_000, 1_000, () => Promise.reject(new Error("not asked for")))).toEqual([]);
  });

  it("without a summary keeps the newest turn that fits whole, though it is more than half of the budget", async () => {
    const newest = turn(1);
    const budget = estimateTokens(newest) + 10;
    expect(await fitHistory([...turn(0), ...newest], 10, budget, () => Promise.resolve(undefined))).toEqual(newest);
    expect(await fitHistory([...turn(0), ...newest], 10, budget - 1, () => Promise.resolve(undefined))).toEqual([]);
  });

  it.each([
    ["They talked.", [framed(summaryTag, "They talked."), framed(keptTag, "https://old.example/a")]],
    [undefined, [framed(keptTag, "https://old.example/a")]],
  ])("keeps the addresses that people wrote in what is left out, and those alone (summary: %s)", async (summary, parts) => {
    const older = [said("user", `See https://old.example/a ${"x".repeat(900)}`), said("assistant", "I see.")];
    const newest = [said("user", "And https://new.example/b?"), said("assistant", "That too.")];
    expect(await fitHistory([...older, ...newest], 10, 200, () => Promise.resolve(summary))).toEqual([
      said("user", parts.join("\n")),
      said("assistant", "<internal>I keep this in mind.</internal>"),
      ...newest,
    ]);
  });

  it("has a turn for each word of people's, and what a tool gave begins none", () => {
    const begun = [said("assistant", "Hello.")];
    const called: SessionMessage[] = [
      said("user", "Look."),
      { role: "assistant", content: [{ type: "tool_use", id: "t", name: "recall", input: {} }] },
      {
        role: "user",
        content: [
          { type: "tool_result", toolUseId: "t", content: "Nothing." },
          { type: "text", text: "Go on." },
        ],
      },
    ];
    expect(splitTurns([...begun, ...called, ...turn(1)])).toEqual([begun, called, turn(1)]);
    expect(splitTurns([])).toEqual([]);
  });
});

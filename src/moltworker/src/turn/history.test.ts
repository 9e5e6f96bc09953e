import { describe, expect, it } from "vitest";
import type { SessionMessage } from "../conversation/sessionMessage";
import { fitHistory } from "./history";
import { said } from "./testing/turnContext";

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
});

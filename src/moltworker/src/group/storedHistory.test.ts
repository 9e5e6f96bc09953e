import { describe, expect, it } from "vitest";
import type { SessionMessage } from "../conversation/sessionMessage";
import { splitTurns } from "../turn/history";
import { storedHistory } from "./storedHistory";
import { text } from "./testing/ownGroup";

const most = 1_900_000;
const bytes = (it: string): number => new TextEncoder().encode(it).byteLength;
const read = (it: string): SessionMessage[] => JSON.parse(it) as SessionMessage[];

/** Turns of about the size, of the characters that cost the most and the least. */
const turnsOf = (count: number, unit: string, length: number): SessionMessage[] =>
  Array.from({ length: count }, (_, index) => [text("user", `Question ${index}`), text("assistant", unit.repeat(length))]).flat();

const toolTurn = (results: number, content: string): SessionMessage[] => [
  text("user", "Read all of it"),
  {
    role: "assistant",
    content: Array.from({ length: results }, (_, index) => ({ type: "tool_use" as const, id: `c${index}`, name: "web_fetch", input: { url: content } })),
  },
  { role: "user", content: Array.from({ length: results }, (_, index) => ({ type: "tool_result" as const, toolUseId: `c${index}`, content })) },
  text("assistant", "It is all the same."),
];

describe("a session as it is kept", () => {
  it("is the session while it fits, to the byte", () => {
    const filled = (length: number): SessionMessage[] => [text("user", "x".repeat(length)), text("assistant", "Yes.")];
    const room = most - bytes(JSON.stringify(filled(0)));
    expect(storedHistory(filled(room))).toBe(JSON.stringify(filled(room)));
    expect(bytes(storedHistory(filled(room)))).toBe(most);
    expect(bytes(storedHistory(filled(room + 1)))).toBeLessThan(most);
  });

  it.each([
    ["letters", "a"],
    ["letters of two bytes", "\u0434"],
    ["letters of three bytes", "\u4f60"],
    ["pairs", "\ud83e\udd8a"],
    ["what JSON escapes", "\u0001"],
    ["quotes", '"'],
    ["lone surrogates", "\ud800"],
  ])("fits in a row, made of %s, and is its newest turns whole", (_, unit) => {
    const history = turnsOf(40, unit, 40_000);
    const stored = storedHistory(history);
    expect(bytes(stored)).toBeLessThanOrEqual(most);
    const kept = read(stored);
    expect(kept).toEqual(history.slice(history.length - kept.length));
    expect(kept[0]!.role).toBe("user");
    // No turn less than there is room for.
    if (kept.length < history.length) expect(bytes(JSON.stringify(history.slice(history.length - kept.length - 2)))).toBeGreaterThan(most);
  });

  it.each([1, 16, 200, 1000])("keeps of a turn that fits nowhere %i results, each behind its call", (results) => {
    const stored = storedHistory([...turnsOf(3, "a", 100), ...toolTurn(results, "\u4f60".repeat(Math.ceil(4_000_000 / results)))]);
    expect(bytes(stored)).toBeLessThanOrEqual(most);
    const kept = read(stored);
    expect(splitTurns(kept)).toHaveLength(1);
    expect(kept.map(({ content }) => content.length)).toEqual([1, results, results, 1]);
    expect(stored).toContain("[cut]");
  });

  it("remembers whose words were in what it leaves out", () => {
    const [first, ...rest] = turnsOf(40, "\u4f60", 40_000);
    for (const more of [[], toolTurn(16, "x".repeat(500_000))]) {
      const kept = read(storedHistory([{ ...first!, origins: ["web"] }, ...rest, ...more]));
      expect(kept[0]!.origins).toEqual(["web"]);
    }
  });

  it("is nothing where even that is too much", () => {
    expect(storedHistory(toolTurn(100_000, "x".repeat(30)))).toBe("[]");
  });
});

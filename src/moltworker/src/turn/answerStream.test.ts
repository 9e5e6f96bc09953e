import { describe, expect, it } from "vitest";
import type { TurnEvent } from "../contract";
import { AnswerStream } from "./answerStream";

function eventsOf(...texts: readonly (readonly string[])[]): TurnEvent[] {
  const events: TurnEvent[] = [];
  const stream = new AnswerStream((event) => void events.push(event));
  for (const pieces of texts) {
    for (const piece of pieces) stream.write(piece);
    stream.finish();
  }
  return events;
}

const delta = (text: string, from?: number): TurnEvent => ({ event: "delta", data: { text, ...(from !== undefined && { from }) } });
const output = (result: string): TurnEvent => ({ event: "output", data: { result } });

describe("the answer's stream", () => {
  it("shows each piece, then the output, which is the deltas trimmed", () => {
    expect(eventsOf([" \n", "<internal>x</internal>", " Hi", " there", "<", "\n "])).toEqual([
      delta("Hi"),
      delta(" there"),
      delta("<\n "),
      output("Hi there<"),
    ]);
  });

  it("has no output where there is nothing to show", () => {
    expect(eventsOf([" \n <internal>quiet</internal> \n"], [])).toEqual([]);
  });

  it("begins anew after an output, a block that was never closed included", () => {
    expect(eventsOf(["One <internal>x"], [" Two"])).toEqual([delta("One "), output("One"), delta("Two"), output("Two")]);
  });
});

describe("a reply that is asked for again after a restart", () => {
  /** What readers have in the end: what they had, and each delta, cut where it says so. */
  const read = (shown: string, pieces: readonly string[]): { readonly text: string; readonly events: readonly TurnEvent[] } => {
    const events: TurnEvent[] = [];
    const answer = new AnswerStream((event) => void events.push(event), shown);
    for (const piece of pieces) answer.write(piece);
    answer.finish();
    let text = shown;
    for (const { event, data } of events) if (event === "delta") text = text.slice(0, data.from) + data.text;
    return { text, events };
  };

  it.each<[string, string[], TurnEvent[]]>([
    ["Hel", ["He", "llo"], [delta("lo"), output("Hello")]],
    ["Hello", ["Hello"], [output("Hello")]],
    ["Hello ", ["Hello"], [output("Hello")]],
    ["Hello", ["Hel", "p!"], [delta("p!", 3), output("Help!")]],
    ["Hello", ["Bye"], [delta("Bye", 0), output("Bye")]],
    ["Hello there", ["Hello"], [delta("", 5), output("Hello")]],
    ["Hello", ["<internal>Nothing.</internal>"], [delta("", 0)]],
    ["Hi \ud83e\udd8a", ["Hi \ud83e\udd84"], [delta("\ud83e\udd84", 3), output("Hi \ud83e\udd84")]],
    ["", ["Hello"], [delta("Hello"), output("Hello")]],
  ])("after %j comes %j", (shown, pieces, expected) => {
    expect(read(shown, pieces).events).toEqual(expected);
  });

  it("leaves readers with its output, whatever they had and however it is cut", () => {
    const words = ["a", " ", "b", "\ud83e\udd8a", "\ud83e\udd84", "<internal>x</internal>", "\n"];
    let seed = 1;
    const below = (limit: number): number => (seed = (seed * 48_271) % 2_147_483_647) % limit;
    const some = (): string[] => Array.from({ length: below(6) }, () => words[below(words.length)]!);
    for (let round = 0; round < 2000; round++) {
      const shown = read("", some()).text;
      const again = some();
      const { text, events } = read(shown, again);
      const result = events.flatMap((it) => (it.event === "output" ? [it.data.result] : [])).join();
      expect([text.trim(), result]).toEqual([result, read("", again).text.trim()]);
    }
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TurnEvent } from "../contract";
import { AnswerStream } from "./answerStream";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function answer(): { stream: AnswerStream; events: TurnEvent[] } {
  const events: TurnEvent[] = [];
  return { stream: new AnswerStream((event) => void events.push(event)), events };
}

const delta = (text: string): TurnEvent => ({ event: "delta", data: { text } });
const output = (result: string): TurnEvent => ({ event: "output", data: { result } });

describe("the answer's stream", () => {
  it("shows the first words at once and gathers what follows for 50 ms", () => {
    const { stream, events } = answer();
    stream.write("One");
    expect(events).toEqual([delta("One")]);
    stream.write(" two");
    vi.advanceTimersByTime(20);
    stream.write(" three");
    vi.advanceTimersByTime(29);
    expect(events).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(events).toEqual([delta("One"), delta(" two three")]);
  });

  it("keeps a steady stream to one delta in 50 ms, none of its text older than that", () => {
    const { stream, events } = answer();
    for (let word = 0; word < 100; word++) {
      stream.write("w ");
      vi.advanceTimersByTime(10);
    }
    expect(events.length).toBeGreaterThanOrEqual(20);
    expect(events.length).toBeLessThanOrEqual(21);
  });

  it("sends everything before the output, which is the deltas trimmed", () => {
    const { stream, events } = answer();
    for (const piece of [" \n", "<internal>x</internal>", " Hi", " there", "<", "\n "]) stream.write(piece);
    stream.finish();
    expect(events.at(-1)).toEqual(output("Hi there<"));
    expect(events.flatMap((event) => (event.event === "delta" ? [event.data.text] : [])).join("").trim()).toBe("Hi there<");
    vi.advanceTimersByTime(1000);
    expect(events.at(-1)).toEqual(output("Hi there<"));
  });

  it("has no output where there is nothing to show", () => {
    const { stream, events } = answer();
    stream.write(" \n <internal>quiet</internal> \n");
    stream.finish();
    expect(events).toEqual([]);
  });
});

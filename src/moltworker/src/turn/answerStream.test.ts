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

const delta = (text: string): TurnEvent => ({ event: "delta", data: { text } });
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

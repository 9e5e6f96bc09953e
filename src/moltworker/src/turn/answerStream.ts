import type { TurnEvent } from "../contract";
import { InternalFilter } from "./internalFilter";

/** Turns a model's text into `delta` events and, at its end, the `output` that they add up to. */
export class AnswerStream {
  private readonly filter = new InternalFilter();
  private result = "";

  constructor(private readonly emit: (event: TurnEvent) => void) {}

  write(piece: string): void {
    this.show(this.filter.write(piece));
  }

  /** Ends a text, so that whatever comes next stands after it. */
  finish(): void {
    this.show(this.filter.end());
    const result = this.result.trim();
    this.result = "";
    if (result !== "") this.emit({ event: "output", data: { result } });
  }

  private show(visible: string): void {
    // An output is trimmed, so blank text before it is nothing to show.
    const text = this.result === "" ? visible.trimStart() : visible;
    if (text === "") return;
    this.result += text;
    this.emit({ event: "delta", data: { text } });
  }
}

import type { TurnEvent } from "../contract";
import { InternalFilter } from "./internalFilter";

/** A write costs more than what it carries: text is gathered this long, and a reader sees no difference. */
const gatherMilliseconds = 50;

/** Turns a model's text into `delta` events and, at its end, the `output` that they add up to. */
export class AnswerStream {
  private readonly filter = new InternalFilter();
  private result = "";
  private gathered = "";
  private lastDelta = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly emit: (event: TurnEvent) => void) {}

  write(piece: string): void {
    this.gather(this.filter.write(piece));
  }

  /** Ends a text, so that whatever comes next stands after it. */
  finish(): void {
    this.gather(this.filter.end());
    this.flush();
    const result = this.result.trim();
    this.result = "";
    if (result !== "") this.emit({ event: "output", data: { result } });
  }

  /** Sends what was gathered, where a text breaks off. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.gathered === "") return;
    const text = this.gathered;
    this.gathered = "";
    this.lastDelta = Date.now();
    this.emit({ event: "delta", data: { text } });
  }

  private gather(text: string): void {
    // An output is trimmed, so blank text before it is nothing to show.
    const visible = this.result === "" ? text.trimStart() : text;
    if (visible === "") return;
    this.result += visible;
    this.gathered += visible;
    if (this.timer !== null) return;
    const wait = this.lastDelta + gatherMilliseconds - Date.now();
    if (wait <= 0) this.flush();
    else this.timer = setTimeout(() => this.flush(), wait);
  }
}

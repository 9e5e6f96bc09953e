import type { TurnEvent } from "../contract";
import { InternalFilter } from "../conversation/internalFilter";
import { withoutHalf } from "../conversation/withoutHalf";

/** Turns a model's text into `delta` events and, at its end, the `output` that they add up to. */
export class AnswerStream {
  private filter = new InternalFilter();
  private result = "";

  /** @param shown what readers have of a reply that a restart cut off, and that the model is asked for again. */
  constructor(
    private readonly emit: (event: TurnEvent) => void,
    private shown = "",
  ) {}

  write(piece: string): void {
    this.show(this.filter.write(piece));
  }

  /** Ends a text, so that whatever comes next stands after it. */
  finish(): void {
    this.show(this.filter.end());
    const result = this.result.trim();
    // All of it is told now: what readers have beyond it is of the reply that was cut off.
    if (this.shown.trim() !== "" && this.shown.trim() !== result) this.emit({ event: "delta", data: { text: "", from: this.result.length } });
    this.result = this.shown = "";
    if (result !== "") this.emit({ event: "output", data: { result } });
  }

  /** Forgets what was written; false where readers have some of it. */
  takeBack(): boolean {
    if (this.result !== "" || this.shown !== "") return false;
    this.filter = new InternalFilter();
    return true;
  }

  private show(visible: string): void {
    // An output is trimmed, so blank text before it is nothing to show.
    const text = this.result === "" ? visible.trimStart() : visible;
    if (text === "") return;
    this.result += text;
    if (this.shown === "") this.emit({ event: "delta", data: { text } });
    else this.compare();
  }

  /** What readers have is not told again; where the model words it otherwise, theirs is cut there. */
  private compare(): void {
    const { shown, result } = this;
    if (shown.startsWith(result)) return;
    const from = commonLength(shown, result);
    this.shown = "";
    this.emit({ event: "delta", data: { text: result.slice(from), from: from < shown.length ? from : undefined } });
  }
}

/** In code units, and never in the middle of a pair of them. */
function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one.charCodeAt(length) === other.charCodeAt(length)) length++;
  return withoutHalf(one.slice(0, length)).length;
}

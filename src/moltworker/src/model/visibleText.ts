import { bareCall, callOpens, formOpens, longestMarker, mayBeMarker, thinkingCloses, thinkingOpens } from "./markers";

const callInLine = new RegExp(`\\n[ \\t]*(?:${callOpens.source})`, "i");

/**
 * Lets out of a reply's text what people should read. Thinking at its start stays in, however its markers are cut and
 * whether or not they are closed; in the middle of a text they are just words that somebody talks about.
 */
export class VisibleText {
  /** Whether the model wrote a tool call as text: what follows the marker does not leave. */
  wroteCall = false;
  /** `form` and `call` are looked at when the reply is whole. */
  private state: "start" | "thinking" | "text" | "form" | "call" = "start";
  private held = "";
  /** What left last, as far as it says whether a line begins. */
  private before = "\n";

  /**
   * @param tools Names by which a call in the middle of a text is known from talk about calls.
   * @param waits Whether thinking may lack its opening marker, as with DeepSeek R1's templates: then nothing leaves before the end.
   */
  constructor(
    private readonly tools: readonly string[],
    private waits: boolean,
  ) {}

  write(piece: string): string {
    if (this.state === "text" && this.held === "" && !/[<[`]/.test(piece)) return this.leave(piece);
    this.held += piece;
    return this.waits ? "" : this.read(false);
  }

  /** The thinking was told apart, so there is no need to wait. */
  flow(): string {
    if (!this.waits) return "";
    this.waits = false;
    return this.read(false);
  }

  end(): string {
    if (this.waits) this.held = withoutUnopened(this.held);
    return this.read(true) + this.rest();
  }

  private read(isEnd: boolean): string {
    if (this.state === "start") this.begin(isEnd);
    while (this.state === "thinking") {
      const closed = thinkingCloses.exec(this.held);
      if (closed === null) {
        this.held = this.held.slice(-longestMarker);
        return "";
      }
      this.state = "start";
      this.held = this.held.slice(closed.index + closed[0].length);
      this.begin(isEnd);
    }
    return this.state === "text" ? this.readText() : "";
  }

  private begin(isEnd: boolean): void {
    const text = this.held.trimStart();
    if (text === "" || (!isEnd && mayBeMarker(text))) return;
    const thinking = thinkingOpens.exec(isEnd ? `${text}>` : text);
    this.held = text;
    if (thinking?.index === 0) {
      this.state = "thinking";
      this.held = text.slice(thinking[0].length);
    } else if (text.search(callOpens) === 0) {
      this.state = "call";
      this.wroteCall = true;
    } else this.state = formOpens.test(text) ? "form" : "text";
  }

  /** Text as it comes, but for a tool call that begins a line. */
  private readText(): string {
    const lines = (/\n[ \t]*$/.test(this.before) ? "\n" : " ") + this.held;
    const call = callInLine.exec(lines);
    const line = lines.lastIndexOf("\n") + 1;
    let keep = this.held.length;
    if (call !== null) {
      this.state = "call";
      keep = call.index;
    } else if (line > 0 && mayBeMarker(lines.slice(line).trimStart())) keep = line - 1;
    const text = this.held.slice(0, keep);
    this.held = this.held.slice(keep);
    return this.leave(text);
  }

  private leave(text: string): string {
    this.before = /\S/.test(text) ? text : this.before + text;
    return text;
  }

  /** What was held back, now that nothing more can be said about it. */
  private rest(): string {
    const { held } = this;
    if (this.state === "thinking") return "";
    // At a reply's start the marker says enough; after text it takes the name of a tool.
    if (this.state === "call") this.wroteCall ||= this.tools.some((name) => held.includes(name));
    if (this.state === "form") {
      if (held.startsWith("<|")) return this.finalOf(held);
      this.wroteCall = this.tools.includes(bareCall.exec(held)?.[1] ?? "");
    }
    return this.wroteCall ? "" : this.state === "form" ? held.replace(/^<(final|answer)\s*>([^]*?)(<\/\1\s*>|$)/i, "$2") : held;
  }

  /** The final channel of OpenAI's harmony format. */
  private finalOf(text: string): string {
    this.wroteCall = /<\|(?:start|channel)\|>[^<]*\bto=/.test(text);
    return text
      .split(/<\|(?:end|return|call|start|channel)\|>/)
      .flatMap((part) => /^\s*final\b[^]*?<\|message\|>([^]*)/.exec(part)?.[1] ?? [])
      .join("\n");
  }
}

/** Thinking that only its end tells of. */
function withoutUnopened(text: string): string {
  const close = /^\s*(?:analysis|commentary)[^]*?assistantfinal/.exec(text) ?? thinkingCloses.exec(text);
  const before = text.slice(0, close?.index);
  return close === null || thinkingOpens.test(before) || /[`'"\u201c]$/.test(before) ? text : text.slice(close.index + close[0].length);
}

import { Harmony } from "./harmony";
import { answerOpens, begins, callOpens, harmonyOpens, longestMarker, thinkingCloses, thinkingOpens } from "./markers";

/**
 * Lets out of a reply's text what people should read. Thinking at its start stays in, however its markers are cut and
 * whether or not they are closed; in the middle of a text they are just words that somebody talks about.
 */
export class VisibleText {
  /** Whether the model wrote a tool call as text: what follows the marker does not leave. */
  wroteCall = false;
  private state: "start" | "thinking" | "harmony" | "json" | "answer" | "call" | "text" = "start";
  private held = "";
  private whole = "";
  private answerTag = "";
  private isLineStart = true;
  private readonly harmony = new Harmony();

  /**
   * @param tools Names by which a call in the middle of a text is known from talk about calls.
   * @param waits Whether thinking may lack its opening marker, as with DeepSeek R1's templates: then nothing leaves before the end.
   */
  constructor(
    private readonly tools: readonly string[],
    private waits: boolean,
  ) {}

  write(piece: string): string {
    if (!this.waits) return this.pass(piece);
    this.whole += piece;
    return "";
  }

  /** The thinking was told apart, so there is no need to wait. */
  flow(): string {
    if (!this.waits) return "";
    this.waits = false;
    return this.pass(this.whole);
  }

  end(): string {
    if (this.waits) this.whole = withoutUnopened(this.whole);
    return this.flow() + this.rest();
  }

  private pass(piece: string): string {
    switch (this.state) {
      case "text":
        return this.read(piece);
      case "start":
        this.held += piece;
        return this.begin(false);
      case "harmony":
        return this.harmony.write(piece);
      case "answer":
        return this.unwrap(piece);
      default:
        this.held += piece;
        return this.state === "thinking" ? this.think() : "";
    }
  }

  private begin(isEnd: boolean): string {
    const text = this.held.trimStart();
    if (text === "" || (!isEnd && mayBeMarker(text))) return "";
    this.held = "";
    const thinking = begins(thinkingOpens, isEnd ? `${text}>` : text);
    if (thinking > 0) return this.enter("thinking", text.slice(thinking));
    if (begins(harmonyOpens, text) > 0) return this.enter("harmony", text);
    if (begins(callOpens, text) > 0) return this.enter("call", text);
    if (/^\[?\s*\{\s*"/.test(text)) return this.enter("json", text);
    const answer = answerOpens.exec(text);
    if (answer?.index === 0) {
      this.answerTag = `</${answer[1]!.toLowerCase()}>`;
      return this.enter("answer", text.slice(answer[0].length).trimStart());
    }
    return this.enter("text", text);
  }

  private enter(state: VisibleText["state"], rest: string): string {
    this.state = state;
    this.wroteCall = state === "call";
    return this.pass(rest);
  }

  private think(): string {
    const closed = thinkingCloses.exec(this.held);
    if (closed === null) {
      this.held = this.held.slice(-longestMarker);
      return "";
    }
    this.state = "start";
    this.held = this.held.slice(closed.index + closed[0].length);
    return this.begin(false);
  }

  private unwrap(piece: string): string {
    const text = this.held + piece;
    const close = text.toLowerCase().indexOf(this.answerTag);
    this.held = "";
    if (close >= 0) return text.slice(0, close) + this.enter("text", text.slice(close + this.answerTag.length));
    const open = text.lastIndexOf("<");
    const keep = open >= 0 && this.answerTag.startsWith(text.slice(open).toLowerCase()) ? open : text.length;
    this.held = text.slice(keep);
    return text.slice(0, keep);
  }

  /** Text as it comes, but for a tool call that begins a line. */
  private read(piece: string): string {
    const text = this.held + piece;
    if (this.held === "" && !/[<[`]/.test(text)) {
      return this.leave(text);
    }
    const lines = (this.isLineStart ? "\n" : " ") + text;
    const call = new RegExp(`\\n[ \\t]*(?:${callOpens.source})`, "i").exec(lines);
    this.held = "";
    if (call !== null) {
      this.state = "call";
      this.held = text.slice(call.index);
      return text.slice(0, call.index);
    }
    const line = lines.lastIndexOf("\n") + 1;
    const keep = line > 0 && mayBeMarker(lines.slice(line).trimStart()) ? line - 1 : text.length;
    this.held = text.slice(keep);
    return this.leave(text.slice(0, keep));
  }

  private leave(text: string): string {
    const line = text.lastIndexOf("\n") + 1;
    this.isLineStart = (line > 0 || this.isLineStart) && text.slice(line).trim() === "";
    return text;
  }

  /** What was held back, now that nothing more can be said about it. */
  private rest(): string {
    if (this.state === "start" && this.held !== "") {
      const visible = this.begin(true);
      return visible + (this.state === "start" ? "" : this.rest());
    }
    const { held } = this;
    this.held = "";
    switch (this.state) {
      case "harmony": {
        const visible = this.harmony.end();
        this.wroteCall = this.harmony.calls;
        return visible;
      }
      case "json":
        this.wroteCall = this.tools.includes(calledIn.exec(held)?.[1] ?? "");
        return this.wroteCall ? "" : held;
      case "call":
        // At a reply's start the marker says enough; after text it takes the name of a tool.
        this.wroteCall ||= this.tools.some((name) => held.includes(name));
        return this.wroteCall ? "" : held;
      case "text":
      case "answer":
        return held;
      default:
        return "";
    }
  }
}

/** Whether more must come to say if a marker begins here. */
function mayBeMarker(text: string): boolean {
  return /^[<[`\u25c1]/.test(text) && text.length < longestMarker && !/[>\]\n\u25b7]/.test(text);
}

/** Thinking that only its end tells of. */
function withoutUnopened(text: string): string {
  const plain = /^\s*(?:analysis|commentary)[\s\S]*?assistantfinal/.exec(text);
  if (plain !== null) return text.slice(plain[0].length);
  const close = thinkingCloses.exec(text);
  if (close === null || thinkingOpens.test(text.slice(0, close.index)) || /[`'"\u201c]$/.test(text.slice(0, close.index))) return text;
  return text.slice(close.index + close[0].length);
}

/** A whole call as JSON, with no marker at all, as Llama's models write it. */
const calledIn = /^\[?\s*\{\s*(?:"type"\s*:\s*"function"\s*,\s*)?"(?:name|function)"\s*:\s*"([^"]*)"\s*,\s*"(?:arguments|parameters|input)"\s*:/;

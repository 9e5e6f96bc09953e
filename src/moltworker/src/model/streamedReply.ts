import type { ContentBlock } from "../conversation/sessionMessage";
import { withoutHalf } from "../conversation/withoutHalf";
import type { Fields } from "./belongings";
import { endingOf, reasonIn } from "./endings";
import type { EventReader, Progress } from "./eventStream";
import { type ModelCall, type ModelReply, noTokens, type TokenCount, tokenKinds, type ToolCall, tokens } from "./model";
import { callAsText, senseless } from "./modelErrors";
import { parseObject } from "./parseObject";
import { toReplyMessage } from "./replyMessage";
import { errorIn } from "./streamErrors";
import { VisibleText } from "./visibleText";

/** What replies of every API have in common while they arrive. */
export abstract class StreamedReply implements EventReader {
  private text = "";
  private unsaid = "";
  private reason: string | null = null;
  private readonly counted: TokenCount = { ...noTokens };
  private readonly usage: TokenCount;
  private readonly visible: VisibleText;

  /**
   * @param from The model, as what belongs to the reply is kept under it.
   * @param waits Whether thinking may come as text without its opening marker.
   */
  constructor(
    { usage, tools }: Pick<ModelCall, "usage" | "tools">,
    private readonly onText: (text: string) => void,
    private readonly from: string,
    waits: boolean,
  ) {
    this.usage = usage;
    this.visible = new VisibleText(
      tools.map(({ name }) => name),
      waits,
    );
  }

  /** Whether the stream said that it is at its end. */
  protected isDone = false;

  abstract finish(): ModelReply;
  /** Takes one event, whose fields are not to be trusted. */
  protected abstract take(event: Fields): Progress;

  /** Some gateways end streams of every form with chat completions' word for it. */
  read(data: string): Progress {
    if (data.trimStart().startsWith("[DONE]")) return this.stop();
    const event = parseObject<Fields>(data);
    const failure = errorIn(event);
    if (failure !== undefined) throw failure;
    return this.take(event);
  }

  protected stop(): Progress {
    this.isDone = true;
    return "done";
  }

  /** Shows what may be shown by now. The first half of a surrogate pair waits for the second. */
  pause(): void {
    const text = withoutHalf(this.unsaid);
    this.unsaid = this.unsaid.slice(text.length);
    if (text !== "") this.show(this.visible.write(text.toWellFormed()));
  }

  protected say(text: string): void {
    this.unsaid += text;
  }

  /** Thinking came apart from the text, so that it need not be looked for there. */
  protected flow(): void {
    this.show(this.visible.flow());
  }

  protected show(text: string): void {
    if (text === "") return;
    this.text += text;
    this.onText(text);
  }

  /** The last reason counts, and some servers send empty ones before it. */
  protected endFor(reason: unknown): void {
    this.reason = reasonIn(reason) ?? this.reason;
  }

  protected get hasReason(): boolean {
    return this.reason !== null;
  }

  /** Some endpoints repeat the total with each event, so the difference is added. */
  protected count(told: { readonly [Kind in keyof TokenCount]?: unknown }): void {
    for (const kind of tokenKinds) {
      const more = tokens(told[kind]) - this.counted[kind];
      if (more <= 0) continue;
      this.usage[kind] += more;
      this.counted[kind] += more;
    }
  }

  /** @throws {TurnError} where it did not end well. Only then is the rest of its text shown. */
  protected conclude(toolCalls: readonly ToolCall[], parts: (text: string) => readonly ContentBlock[]): ModelReply {
    const stop = this.reason === null ? "end" : endingOf(this.reason);
    const rest = this.unsaid.toWellFormed();
    this.unsaid = "";
    this.show(this.visible.write(rest) + this.visible.end());
    if (stop === "end" && toolCalls.length === 0) {
      if (this.visible.wroteCall) throw callAsText();
      if (/tool|function/i.test(this.reason ?? "")) throw senseless("a tool call was announced and not made");
    }
    const { text } = this;
    return { text, toolCalls, stop, message: toReplyMessage(parts(text), this.from, stop) };
  }
}

import { VisibleText } from "./visibleText";

/** A reply's text between the stream and the people: joined, well-formed, and without what is not theirs. */
export class Speech {
  private unsaid = "";
  private readonly visible: VisibleText;

  constructor(tools: readonly { readonly name: string }[], waits: boolean) {
    this.visible = new VisibleText(tools.map(({ name }) => name), waits);
  }

  get wroteCall(): boolean {
    return this.visible.wroteCall;
  }

  add(text: string): void {
    this.unsaid += text;
  }

  /** What of it may be shown by now. The first half of a surrogate pair waits for the second. */
  take(): string {
    if (this.unsaid === "") return "";
    const last = this.unsaid.charCodeAt(this.unsaid.length - 1);
    const length = this.unsaid.length - (last >= 0xd800 && last < 0xdc00 ? 1 : 0);
    const text = this.unsaid.slice(0, length);
    this.unsaid = this.unsaid.slice(length);
    return text === "" ? "" : this.visible.write(text.toWellFormed());
  }

  /** Its thinking is told apart from it, so that it need not be looked for. */
  flow(): string {
    return this.visible.flow();
  }

  end(): string {
    const text = this.unsaid;
    this.unsaid = "";
    return (text === "" ? "" : this.visible.write(text.toWellFormed())) + this.visible.end();
  }
}

const token = /<\|(start|channel|message|end|return|call|constrain)\|>/;
const longestToken = "<|constrain|>".length;

/** Takes the final channel out of a reply that arrives in OpenAI's harmony format, piece by piece. */
export class Harmony {
  /** Whether the reply calls a function, which this is not the place for. */
  calls = false;
  private held = "";
  private header = "";
  private isBody = false;

  write(piece: string): string {
    let text = this.held + piece;
    let visible = "";
    for (let found = token.exec(text); found !== null; found = token.exec(text)) {
      visible += this.take(text.slice(0, found.index));
      text = text.slice(found.index + found[0].length);
      if (found[1] === "message") {
        this.isBody = true;
        if (/\bto=/.test(this.header)) this.calls = true;
      } else {
        if (this.isBody) this.header = "";
        this.isBody = false;
      }
    }
    const open = text.lastIndexOf("<");
    const keep = open >= 0 && text.length - open < longestToken && !text.includes(">", open) ? text.length - open : 0;
    this.held = text.slice(text.length - keep);
    return visible + this.take(text.slice(0, text.length - keep));
  }

  end(): string {
    return this.take(this.held);
  }

  private take(text: string): string {
    if (this.isBody) return /\bfinal\b/.test(this.header) ? text : "";
    this.header += text;
    return "";
  }
}

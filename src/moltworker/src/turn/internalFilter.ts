const open = "<internal>";
const close = "</internal>";

/**
 * Cuts `<internal>...</internal>` out of a text that arrives in pieces. A tag may be split anywhere, blocks may be
 * nested, and one that is never closed swallows the rest: what is meant to stay inside does not leave.
 * A tag that only comes about by cutting a block out of its middle counts too.
 */
export class InternalFilter {
  private depth = 0;
  /** Outside a block: text that may yet turn out to be a tag. Inside: the tail that may be part of one. */
  private held = "";
  private heldInside = "";

  /** What may leave of this piece and of what was held back before it. */
  write(piece: string): string {
    if (this.depth === 0 && this.held === "" && !piece.includes("<")) return piece;
    let rest = piece;
    while (rest !== "") rest = this.depth === 0 ? this.outside(rest) : this.inside(rest);
    return this.release();
  }

  /** What was held back, now that nothing more can make a tag of it. */
  end(): string {
    const text = this.depth === 0 ? this.held : "";
    this.depth = 0;
    this.held = "";
    this.heldInside = "";
    return text;
  }

  private outside(rest: string): string {
    const text = this.held + rest;
    const at = text.toLowerCase().indexOf(open);
    if (at < 0) {
      this.held = text;
      return "";
    }
    this.held = text.slice(0, at);
    this.depth = 1;
    return text.slice(at + open.length);
  }

  private inside(rest: string): string {
    const text = this.heldInside + rest;
    const lower = text.toLowerCase();
    const opens = lower.indexOf(open);
    const closes = lower.indexOf(close);
    if (opens < 0 && closes < 0) {
      this.heldInside = text.slice(-(close.length - 1));
      return "";
    }
    this.heldInside = "";
    if (opens >= 0 && (closes < 0 || opens < closes)) {
      this.depth += 1;
      return text.slice(opens + open.length);
    }
    this.depth -= 1;
    return text.slice(closes + close.length);
  }

  private release(): string {
    const keep = tagStart(this.held);
    const text = this.held.slice(0, this.held.length - keep);
    this.held = keep === 0 ? "" : this.held.slice(-keep);
    return text;
  }
}

/**
 * How many characters at the end could yet become an opening tag: its beginning, or several of them in a row, since
 * the last may turn out to open a block that is cut from between the others.
 */
function tagStart(text: string): number {
  let kept = 0;
  for (;;) {
    const at = text.lastIndexOf("<", text.length - kept - 1);
    if (kept === text.length || at < 0) return kept;
    const tail = text.slice(at, text.length - kept).toLowerCase();
    if (!open.startsWith(tail)) return kept;
    kept = text.length - at;
  }
}

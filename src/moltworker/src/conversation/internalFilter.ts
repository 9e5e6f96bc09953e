const open = "<internal>";
const close = "</internal>";

/**
 * Cuts `<internal>...</internal>` out of a text that arrives in pieces. A tag may be split anywhere and be written in
 * any case, blocks may be nested, and one that is never closed swallows the rest: what is meant to stay inside does not
 * leave. A tag that only comes about by cutting a block out of its middle counts too. The host's filter keeps the same
 * rule, tested against the same cases.
 */
export class InternalFilter {
  private depth = 0;
  /**
   * Outside a block: beginnings of a tag that stand one after the other, as they were written and by length. The last
   * goes on; those before it may go on where it turns out to open a block, which is cut.
   */
  private held = "";
  private readonly begun: number[] = [];
  /** Inside a block: how much of either tag the latest characters are. */
  private opening = 0;
  private closing = 0;

  /** What may leave of this piece and of what was held back before it. */
  write(piece: string): string {
    let seen = "";
    for (let at = 0; at < piece.length; at++) {
      if (this.depth > 0) {
        this.inside(piece[at]!);
        continue;
      }
      if (this.held === "") {
        // Most of a text is no tag: on to where one may begin.
        const next = piece.indexOf("<", at);
        if (next < 0) return seen + piece.slice(at);
        seen += piece.slice(at, next);
        at = next;
      }
      seen += this.outside(piece[at]!);
    }
    return seen;
  }

  /** What was held back, now that nothing more can make a tag of it. */
  end(): string {
    const text = this.held;
    this.hold("", 0);
    this.depth = this.opening = this.closing = 0;
    return text;
  }

  private outside(character: string): string {
    const last = this.begun.length - 1;
    if (last >= 0 && is(character, open[this.begun[last]!])) {
      this.held += character;
      if (++this.begun[last]! === open.length) {
        this.hold(this.held.slice(0, -open.length), last);
        this.depth = 1;
      }
      return "";
    }
    if (character === "<") {
      this.held += character;
      this.begun.push(1);
      return "";
    }
    const text = this.held + character;
    this.hold("", 0);
    return text;
  }

  private inside(character: string): void {
    this.opening = next(open, this.opening, character);
    this.closing = next(close, this.closing, character);
    const step = this.opening === open.length ? 1 : this.closing === close.length ? -1 : 0;
    if (step === 0) return;
    this.depth += step;
    this.opening = this.closing = 0;
  }

  private hold(text: string, beginnings: number): void {
    this.held = text;
    this.begun.length = beginnings;
  }
}

/** What of a whole text may leave. */
export function withoutInternal(text: string): string {
  const filter = new InternalFilter();
  return filter.write(text) + filter.end();
}

function next(tag: string, matched: number, character: string): number {
  return is(character, tag[matched]) ? matched + 1 : character === "<" ? 1 : 0;
}

/** In any case, and of ASCII alone: `toLowerCase` makes two characters of one, and others of others. */
function is(character: string, of: string | undefined): boolean {
  return character === of || (character >= "A" && character <= "Z" && character.toLowerCase() === of);
}

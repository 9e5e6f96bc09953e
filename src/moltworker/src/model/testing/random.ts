/** Numbers that look random and are the same for the same seed. */
export class Random {
  constructor(private state: number) {}

  /** From 0 to just below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(of: number): boolean {
    return this.next() < of;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  /** The text in pieces, cut anywhere: between the halves of a pair too. */
  cut(text: string): string[] {
    const pieces: string[] = [];
    for (let at = 0; at < text.length;) {
      const length = 1 + this.below(this.pick([1, 4, 30]));
      pieces.push(text.slice(at, at + length));
      at += length;
    }
    return pieces;
  }

  /** Lists laid into one another, each in its own order. */
  interleave<T>(...lists: readonly (readonly T[])[]): T[] {
    const rest = lists.map((list) => [...list]).filter((list) => list.length > 0);
    const laid: T[] = [];
    while (rest.length > 0) {
      const at = this.below(rest.length);
      laid.push(rest[at]!.shift()!);
      if (rest[at]!.length === 0) rest.splice(at, 1);
    }
    return laid;
  }
}

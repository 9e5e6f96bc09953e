import type { RunEvent } from "../contract";
import { render } from "../http/event";

/** A run that waits or works, and its events so far. Readers come and go; it does not mind. */
export class Run {
  private readonly rendered: string[];
  private saved: number;
  private news: PromiseWithResolvers<void> | null = null;

  /** Whether anything was produced that a second try would produce again. */
  hasProduced: boolean;
  /** When it was let in, in milliseconds. */
  at = 0;
  /** Those who read it now. */
  readers = 0;
  /** Called when one comes. */
  onReader: () => void = () => undefined;
  ended = false;

  readonly stop = new AbortController();

  /** Settled once it is let in, or refused. */
  readonly admission = Promise.withResolvers<void>();

  /** @param rendered its events, where it was begun before and they were saved. */
  constructor(
    readonly id: string,
    readonly bodyHash: string,
    readonly sessionId: string,
    rendered: readonly string[] = [],
  ) {
    this.rendered = [...rendered];
    this.saved = rendered.length;
    this.hasProduced = rendered.length > 1;
    // Those who attach meanwhile hear of a refusal; where nobody did, it is no unhandled rejection.
    this.admission.promise.catch(() => undefined);
  }

  /** The last event that may be told. */
  get lastEvent(): number {
    return Math.max(1, this.saved);
  }

  append(event: RunEvent): void {
    this.rendered.push(render(this.rendered.length + 1, event));
    if (event.event === "delta" || event.event === "output" || event.event === "action") this.hasProduced = true;
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  /**
   * The events after event `after` that may be told: those that are saved, so that no restart takes back what was seen,
   * and the first, which is told the same after one.
   */
  after(after: number): string {
    return this.between(after, this.lastEvent);
  }

  /** Whether there are events that may not be told yet. */
  get hasNews(): boolean {
    return this.rendered.length > this.lastEvent;
  }

  /** Events that were not marked as saved, with the number of the first. */
  unsaved(): { readonly first: number; readonly text: string } | null {
    const text = this.between(this.saved, this.rendered.length);
    return text === "" ? null : { first: this.saved + 1, text };
  }

  markSaved(): void {
    this.saved = this.rendered.length;
    this.wake();
  }

  private between(start: number, end: number): string {
    return this.rendered.slice(start, end).join("");
  }

  /** Resolves at the next event, at the end, or at the next `wake`. */
  next(): Promise<void> {
    this.news ??= Promise.withResolvers<void>();
    return this.news.promise;
  }

  wake(): void {
    this.news?.resolve();
    this.news = null;
  }

  async whenEnded(): Promise<void> {
    while (!this.ended) await this.next();
  }
}

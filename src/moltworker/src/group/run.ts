import type { RunEvent } from "../contract";
import { render } from "./event";

/** A run that waits or works, and its events so far. Readers come and go; it does not mind. */
export class Run {
  private readonly rendered: string[];
  private saved: number;
  private news: PromiseWithResolvers<void> | null = null;
  private isEnded = false;

  /** Whether anything was produced that a second try would produce again. */
  hasProduced: boolean;

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

  get ended(): boolean {
    return this.isEnded;
  }

  get lastEvent(): number {
    return this.rendered.length;
  }

  append(event: RunEvent): void {
    this.rendered.push(render(this.rendered.length + 1, event));
    if (event.event === "delta" || event.event === "output" || event.event === "action") this.hasProduced = true;
    this.wake();
  }

  end(): void {
    this.isEnded = true;
    this.wake();
  }

  /** All events after event `after`, rendered. */
  after(after: number): string {
    const count = this.rendered.length - after;
    return count === 1 ? this.rendered[after]! : count <= 0 ? "" : this.rendered.slice(after).join("");
  }

  /** Rendered events that were not marked as saved, with the number of the first. */
  unsaved(): { readonly first: number; readonly text: string } | null {
    const text = this.after(this.saved);
    return text === "" ? null : { first: this.saved + 1, text };
  }

  markSaved(): void {
    this.saved = this.rendered.length;
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
    while (!this.isEnded) await this.next();
  }
}

import type { RunEvent } from "../contract";
import { render } from "./event";

/** A run that waits or works, and its events so far. Readers come and go; it does not mind. */
export class Run {
  private readonly rendered: string[] = [];
  private saved = 0;
  private news: PromiseWithResolvers<void> | null = null;
  private isEnded = false;

  /** Whether anything was produced that a second try would produce again. */
  hasProduced = false;

  /** Settled once it is let in, or refused. */
  readonly admission = Promise.withResolvers<void>();

  constructor(
    readonly id: string,
    readonly bodyHash: string,
    readonly sessionId: string,
  ) {
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

  /** Rendered events that were not taken for the store before, with the number of the first. */
  takeUnsaved(): { readonly first: number; readonly text: string } | null {
    const text = this.after(this.saved);
    if (text === "") return null;
    const first = this.saved + 1;
    this.saved = this.rendered.length;
    return { first, text };
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

import type { TurnEvent, Usage } from "../contract";
import type { SessionMessage } from "../conversation/sessionMessage";
import type { Spent } from "../turn/spent";
import type { TurnJournal } from "../turn/turnContext";
import type { GroupStore } from "./groupStore";
import type { Run } from "./run";

/**
 * Writes a run down in whole steps: what counts (outputs and actions) goes to the disk in one transaction with the
 * messages that it came from, and only then to a reader. So after a restart the turn goes on behind whatever anybody has seen.
 */
export class RunJournal implements TurnJournal {
  private events: TurnEvent[] = [];
  private messages: SessionMessage[] = [];
  private history: readonly SessionMessage[] | undefined;
  private closed = false;

  /** @param failed ends the object: a step that could not be written has not happened. */
  constructor(
    private readonly store: GroupStore,
    private readonly run: Run,
    private readonly spent: Spent,
    private readonly usage: Usage,
    private readonly elapsed: () => number,
    private readonly failed: (error: unknown) => void,
  ) {}

  compacted(history: readonly SessionMessage[]): void {
    if (!this.closed) this.history = history;
  }

  add(message: SessionMessage): void {
    if (!this.closed) this.messages.push(message);
  }

  emit(event: TurnEvent): void {
    if (this.closed) return;
    if (event.event !== "delta") {
      this.events.push(event);
      return;
    }
    // Behind what came before it.
    if (this.events.length > 0) this.write();
    this.run.append(event);
  }

  write(): void {
    if (this.events.length === 0 && this.messages.length === 0 && this.history === undefined) return;
    this.tellEvents();
    this.usage.durationMs = this.elapsed();
    const { history, messages, spent, usage } = this;
    try {
      this.store.saveStep(this.run.id, this.run.unsaved(), { ...(history !== undefined && { history }), messages, spent, usage });
    } catch (error) {
      return this.failed(error);
    }
    this.run.markSaved();
    this.messages = [];
    this.history = undefined;
  }

  /** The turn is over: the events it left are told, its messages are the session's. Nothing is taken from here on. */
  close(): void {
    this.tellEvents();
    this.closed = true;
  }

  private tellEvents(): void {
    for (const event of this.events) this.run.append(event);
    this.events = [];
  }
}

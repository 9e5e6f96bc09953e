import type { TurnEvent, Usage } from "../contract";
import type { SessionMessage } from "../conversation/sessionMessage";
import type { Spent } from "../bounds/spent";
import type { TurnJournal } from "../turn/turnContext";
import type { GroupStore } from "./groupStore";
import type { Run } from "./run";

/** Milliseconds. A text that comes after a silence is told at once; one that flows, twice a second or so: each time is a write to the disk. */
const silence = 100;
const pace = 400;

/**
 * Writes a run down in whole steps: what counts (outputs and actions) goes to the disk in one transaction with the
 * messages that it came from, and only then to a reader. So after a restart the turn goes on behind whatever anybody has seen.
 */
export class RunJournal implements TurnJournal {
  private events: TurnEvent[] = [];
  private messages: SessionMessage[] = [];
  private history: readonly SessionMessage[] | undefined;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private savedAt = -Infinity;
  private closed = false;

  /** @param failed ends the object: a step that could not be written has not happened. */
  constructor(
    private readonly store: GroupStore,
    private readonly run: Run,
    private readonly spent: Spent,
    private readonly usage: Usage,
    private readonly elapsed: () => number,
    private readonly failed: (error: unknown) => void,
  ) {
    run.onReader = () => this.tellText();
  }

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
    this.tellText();
  }

  write(): void {
    if (this.events.length === 0 && this.messages.length === 0 && this.history === undefined) return;
    this.tellEvents();
    this.usage.durationMs = this.elapsed();
    const { history, messages, spent, usage } = this;
    this.messages = [];
    this.history = undefined;
    this.saved(() => this.store.saveStep(this.run.id, this.run.unsaved(), { history, messages, spent, usage }));
  }

  /** The turn is over: the events it left are told, its messages are the session's. Nothing is taken from here on. */
  close(): void {
    this.tellEvents();
    clearTimeout(this.timer);
    this.closed = true;
  }

  private tellText(): void {
    if (this.closed || this.timer !== null || this.run.readers === 0 || !this.run.hasNews) return;
    const since = Date.now() - this.savedAt;
    if (since >= silence) return this.saved(() => this.store.saveEvents(this.run.id, this.run.unsaved()));
    // Where all was written meanwhile, it comes for nothing: stopping it costs more.
    this.timer = setTimeout(() => {
      this.timer = null;
      this.tellText();
    }, pace - since);
  }

  private saved(save: () => void): void {
    try {
      save();
    } catch (error) {
      return this.failed(error);
    }
    this.savedAt = Date.now();
    this.run.markSaved();
  }

  private tellEvents(): void {
    for (const event of this.events) this.run.append(event);
    this.events = [];
  }
}

import type { SessionMessage } from "../conversation/sessionMessage";
import type { Step } from "../turn/turnState";
import { inPieces } from "./inPieces";
import { type Journal, StepStore } from "./stepStore";
import { storedHistory } from "./storedHistory";

/** Sessions a group keeps of either kind: those of tasks, to which nobody may come back, push out none of people. */
export const mostSessions = 100;

export type RunState =
  | "live"
  | "done"
  | "failed"
  /** Failed before it produced anything, for a reason that passes: the same key may try again. */
  | "retryable"
  /** The object was restarted meanwhile, under a version that could not go on. */
  | "interrupted";

export interface KeptRun extends Record<string, SqlStorageValue> {
  readonly bodyHash: string;
  readonly sessionId: string;
  readonly state: RunState;
}

export interface LiveRun extends Journal {
  readonly runId: string;
  readonly bodyHash: string;
  readonly sessionId: string;
  /** When it was let in. */
  readonly at: number;
}

/** A group's sessions, and its runs with their events. Rows written are paid for, so a run takes few. */
export class GroupStore {
  private readonly steps: StepStore;
  private lastBegun = 0;

  constructor(private readonly storage: DurableObjectStorage) {
    // Without rowid, a text key needs no index beside the table, and an insert is one row.
    storage.sql.exec(
      [
        "CREATE TABLE IF NOT EXISTS sessions (session_id TEXT PRIMARY KEY, history TEXT NOT NULL, used_at INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS runs (run_id TEXT PRIMARY KEY, body_hash TEXT NOT NULL, session_id TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS events (run_id TEXT NOT NULL, first INTEGER NOT NULL, rendered TEXT NOT NULL, PRIMARY KEY (run_id, first)) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS note_origins (key TEXT PRIMARY KEY, origins TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS past (at INTEGER, run_id TEXT, ending TEXT)",
      ].join(";"),
    );
    this.steps = new StepStore(storage.sql);
  }

  /** Runs that are live while no object is, in the order in which they were let in. */
  liveRuns(): readonly LiveRun[] {
    return this.storage.sql
      .exec<Omit<LiveRun, keyof Journal>>(
        "SELECT run_id AS runId, body_hash AS bodyHash, session_id AS sessionId, at FROM runs WHERE state = 'live' ORDER BY at",
      )
      .toArray()
      .map((row) => ({ ...row, ...this.steps.read(row.runId) }));
  }

  noteResume(runId: string): void {
    this.steps.resume(runId);
  }

  noteStop(runId: string): void {
    this.steps.stop(runId);
  }

  run(runId: string): KeptRun | null {
    const [row] = this.storage.sql.exec<KeptRun>("SELECT body_hash AS bodyHash, session_id AS sessionId, state FROM runs WHERE run_id = ?", runId).toArray();
    return row ?? null;
  }

  /** When a run of the group was over last, or was let in, other than this one. */
  lastAt(runId: string): number | undefined {
    return this.storage.sql.exec<{ at: number | null }>("SELECT MAX(at) AS at FROM runs WHERE run_id <> ?", runId).one().at ?? undefined;
  }

  isResting(model: string): boolean {
    return (this.storage.kv.get<number>(`rest ${model}`) ?? 0) > Date.now();
  }

  rest(model: string, seconds: number): void {
    this.storage.kv.put(`rest ${model}`, Date.now() + seconds * 1_000);
  }

  /** The run's rendered events, in their order. */
  events(runId: string): string {
    return this.storage.sql
      .exec<{ rendered: string }>("SELECT rendered FROM events WHERE run_id = ? ORDER BY first", runId)
      .toArray()
      .map((row) => row.rendered)
      .join("");
  }

  /**
   * @param body what is needed to go on after a restart.
   * @returns when it was let in.
   */
  begin(runId: string, bodyHash: string, sessionId: string, now: number, body: ArrayBuffer | null = null): number {
    // No two the same, since their order is that of the line.
    this.lastBegun = Math.max(now, this.lastBegun + 1);
    this.atomically(() => {
      this.storage.sql.exec("INSERT INTO runs VALUES (?, ?, ?, 'live', ?)", runId, bodyHash, sessionId, this.lastBegun);
      if (body !== null) this.steps.begin(runId, body);
    });
    return this.lastBegun;
  }

  saveEvents(runId: string, events: { readonly first: number; readonly text: string } | null): void {
    if (events === null) return;
    const pieces = inPieces(events.text);
    // Pieces of a row that would be too long have their place between its number and the next.
    for (const [index, piece] of pieces.entries()) {
      this.storage.sql.exec("INSERT INTO events VALUES (?, ?, ?)", runId, events.first + index / pieces.length, piece);
    }
  }

  /** One whole step: the events that it made, and what the turn needs to go on after it. */
  saveStep(runId: string, events: { readonly first: number; readonly text: string } | null, step: Step): void {
    this.atomically(() => {
      this.saveEvents(runId, events);
      this.steps.save(runId, step);
    });
  }

  end(runId: string, state: RunState, now: number): void {
    this.storage.sql.exec("UPDATE runs SET state = ?, at = ? WHERE run_id = ?", state, now, runId);
    this.steps.forget(runId);
  }

  forget(runId: string): void {
    this.atomically(() => {
      this.storage.sql.exec("DELETE FROM events WHERE run_id = ?", runId);
      this.storage.sql.exec("DELETE FROM runs WHERE run_id = ?", runId);
    });
  }

  hasSession(sessionId: string): boolean {
    return this.storage.sql.exec("SELECT 1 FROM sessions WHERE session_id = ?", sessionId).toArray().length > 0;
  }

  /** Empty where there is no such session yet. */
  history(sessionId: string): readonly SessionMessage[] {
    const [row] = this.storage.sql.exec<{ history: string }>("SELECT history FROM sessions WHERE session_id = ?", sessionId).toArray();
    return row === undefined ? [] : (JSON.parse(row.history) as SessionMessage[]);
  }

  saveHistory(sessionId: string, history: readonly SessionMessage[], now: number): void {
    const isNew = !this.hasSession(sessionId);
    this.storage.sql.exec("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)", sessionId, storedHistory(history), now);
    if (isNew) {
      this.storage.sql.exec(
        "DELETE FROM sessions WHERE session_id IN (SELECT session_id FROM sessions WHERE substr(session_id, 1, 2) = ? ORDER BY used_at DESC, session_id LIMIT -1 OFFSET ?)",
        sessionId.slice(0, 2),
        mostSessions,
      );
    }
  }

  atomically(write: () => void): void {
    this.storage.transactionSync(write);
  }

  /** Clears finished runs that ended (what they used and how they ended stays for 40 days), and sessions last used, at these times or before. */
  clear(runsUntil: number, sessionsUntil: number): void {
    this.atomically(() => {
      // The row that a run's end wrote is its last, and has the usage and how it ended.
      this.storage.sql.exec(
        "INSERT INTO past SELECT at, run_id, substr(rendered, nullif(instr(rendered, char(10) || 'event: usage'), 0)) FROM runs JOIN events USING (run_id) WHERE state <> 'live' AND at <= ? GROUP BY run_id HAVING MAX(first)",
        runsUntil,
      );
      this.storage.sql.exec("DELETE FROM past WHERE at <= ?", runsUntil - 3_456_000_000);
      this.storage.sql.exec("DELETE FROM events WHERE run_id IN (SELECT run_id FROM runs WHERE state <> 'live' AND at <= ?)", runsUntil);
      this.storage.sql.exec("DELETE FROM runs WHERE state <> 'live' AND at <= ?", runsUntil);
      this.storage.sql.exec("DELETE FROM sessions WHERE used_at <= ?", sessionsUntil);
      this.steps.clear();
    });
  }

  /** When there is something to clear next, if what is finished and unused is kept for so many milliseconds; null where nothing is there. */
  nextClearing(keepsRuns: number, keepsSessions: number): number | null {
    return this.storage.sql
      .exec<{ at: number | null }>(
        "SELECT MIN(at) AS at FROM (SELECT MIN(at) + ? AS at FROM runs WHERE state <> 'live' UNION ALL SELECT MIN(used_at) + ? FROM sessions)",
        keepsRuns,
        keepsSessions,
      )
      .one().at;
  }
}

import { DurableObject } from "cloudflare:workers";
import type { Bindings } from "../config/bindingReader";
import { configOf } from "../config/config";
import { readRows, type Rows } from "./readRows";

export interface CapReached {
  readonly cap: "day" | "month";
  readonly limit: number;
}

interface Counters extends Record<string, SqlStorageValue> {
  day: string;
  runs_today: number;
  month: string;
  runs_this_month: number;
}

/**
 * Counts the runs of all groups, exactly: what it lets pass is all that can be spent. And since every run passes here, it is
 * where the owner's switch is, and where it is known which groups there are.
 */
export class RunCaps extends DurableObject<Bindings> {
  private counters: Counters;
  private isOff: boolean;

  constructor(state: DurableObjectState, env: Bindings) {
    super(state, env);
    // One row, since every row written is paid for.
    state.storage.sql.exec(
      [
        "CREATE TABLE IF NOT EXISTS counters (id INTEGER PRIMARY KEY CHECK (id = 1), day TEXT NOT NULL, runs_today INTEGER NOT NULL, month TEXT NOT NULL, runs_this_month INTEGER NOT NULL)",
        "CREATE TABLE IF NOT EXISTS seen (key TEXT PRIMARY KEY, at INTEGER, times INTEGER) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS switches (id INTEGER PRIMARY KEY, off INTEGER, who TEXT, at INTEGER)",
      ].join(";"),
    );
    const [row] = state.storage.sql.exec<Counters>("SELECT day, runs_today, month, runs_this_month FROM counters").toArray();
    this.counters = row ?? { day: "", runs_today: 0, month: "", runs_this_month: 0 };
    this.isOff = state.storage.sql.exec("SELECT off FROM switches ORDER BY id DESC LIMIT 1").toArray()[0]?.["off"] === 1;
  }

  /** Takes one run of the day's and the month's, or neither. Days and months are UTC. */
  take(perDay: number, perMonth: number, now = Date.now(), group = ""): CapReached | "off" | null {
    if (this.isOff) return "off";
    const day = new Date(now).toISOString().slice(0, 10);
    const month = day.slice(0, 7);
    const today = this.counters.day === day ? this.counters.runs_today : 0;
    const thisMonth = this.counters.month === month ? this.counters.runs_this_month : 0;
    if (thisMonth >= perMonth) return { cap: "month", limit: perMonth };
    if (today >= perDay) return { cap: "day", limit: perDay };

    this.see(group, now, 86_400_000);
    this.counters = { day, runs_today: today + 1, month, runs_this_month: thisMonth + 1 };
    this.ctx.storage.sql.exec("INSERT OR REPLACE INTO counters VALUES (1, ?, ?, ?, ?)", day, today + 1, month, thisMonth + 1);
    return null;
  }

  /** Lets no new run begin, or lets them begin again. Every change is kept, with whose it was. */
  turn(off: boolean, who: string): void {
    this.ctx.storage.sql.exec("INSERT INTO switches VALUES (NULL, ?, ?, ?)", Number(off), who, Date.now());
    this.isOff = off;
  }

  /** What is wrong with this script's bindings, for the front to tell; null where nothing is. */
  misconfigured(): string | null {
    const config = configOf(this.env);
    return typeof config === "string" ? config : null;
  }

  /** Notes that somebody was refused, by the code. */
  refused(code: string, now = Date.now()): void {
    this.see(`!${code}`, now, 60_000);
  }

  /** For the page of `src/admin`. */
  read(query: string, ...values: SqlStorageValue[]): Rows {
    return readRows(this.ctx.storage.sql, query, values);
  }

  /** Notes when a group ran, or a code was told: once in a while, since a row written is paid for. */
  private see(key: string, now: number, pace: number): void {
    this.ctx.storage.sql.exec("INSERT INTO seen VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET at = ?2, times = times + 1 WHERE at <= ?2 - ?3", key, now, pace);
  }
}

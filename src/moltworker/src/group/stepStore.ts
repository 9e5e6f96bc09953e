import type { Step } from "../turn/turnState";
import { inPieces } from "./inPieces";

type JournalRow = { kind: "request" | "resume" | "step" | "more"; value: string | ArrayBuffer };

/** Stands in a row of a resume, so that an older version takes it for one more restart. */
const stop = "stop";

export interface Journal {
  /** The request's body; null where an older version let the run in. */
  readonly body: ArrayBuffer | null;
  readonly steps: readonly Step[];
  /** How often the run was gone on with after a restart. */
  readonly resumes: number;
  /** Whether whoever asked had it stopped. */
  readonly isStopped: boolean;
}

/** What live runs need to go on after a restart, in a table of its own that an older version can do without. */
export class StepStore {
  constructor(private readonly sql: SqlStorage) {
    sql.exec(
      "CREATE TABLE IF NOT EXISTS journal (run_id TEXT NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL, value NOT NULL, PRIMARY KEY (run_id, n)) WITHOUT ROWID",
    );
  }

  read(runId: string): Journal {
    let body: ArrayBuffer | null = null;
    let resumes = 0;
    let isStopped = false;
    const steps: string[] = [];
    for (const { kind, value } of this.sql.exec<JournalRow>("SELECT kind, value FROM journal WHERE run_id = ? ORDER BY n", runId)) {
      if (kind === "request") body = value as ArrayBuffer;
      else if (kind === "step") steps.push(value as string);
      else if (kind === "more") steps.push(`${steps.pop()}${value as string}`);
      else if (value === stop) isStopped = true;
      else resumes++;
    }
    return { body, resumes, isStopped, steps: steps.map((it) => JSON.parse(it) as Step) };
  }

  begin(runId: string, body: ArrayBuffer): void {
    this.add(runId, "request", body);
  }

  resume(runId: string): void {
    this.add(runId, "resume", "");
  }

  stop(runId: string): void {
    this.add(runId, "resume", stop);
  }

  save(runId: string, step: Step): void {
    for (const [index, piece] of inPieces(JSON.stringify(step)).entries()) this.add(runId, index === 0 ? "step" : "more", piece);
  }

  forget(runId: string): void {
    this.sql.exec("DELETE FROM journal WHERE run_id = ?", runId);
  }

  /** What an older version left of runs that it ended. */
  clear(): void {
    this.sql.exec("DELETE FROM journal WHERE run_id NOT IN (SELECT run_id FROM runs WHERE state = 'live')");
  }

  private add(runId: string, kind: JournalRow["kind"], value: string | ArrayBuffer): void {
    this.sql.exec("INSERT INTO journal VALUES (?1, (SELECT COUNT(*) FROM journal WHERE run_id = ?1), ?2, ?3)", runId, kind, value);
  }
}

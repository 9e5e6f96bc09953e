import { Refused } from "../http/refused";
import { parse } from "../json/parse";

type Row = readonly ["session" | "note", key: string, value: string, at: number, origins?: string | null];

/** Characters of a line: a row of a Durable Object, each of its characters escaped. */
const longestLine = 12_000_000;
const end = "[]";

/**
 * A group's sessions and notes as lines of JSON: a heading, a line for each, and an end, without which none of it counts.
 * The same lines as long as nothing changes. Runs are not among them: a live one's journal is of use to this object alone.
 */
export class GroupBackup {
  constructor(private readonly storage: DurableObjectStorage) {}

  /** A line at a time: all sessions at once may be more than an object has memory for. */
  lines(): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder();
    const lines = this.each();
    return new ReadableStream({
      pull(controller) {
        const { done, value } = lines.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(`${value}\n`));
      },
    });
  }

  /**
   * Puts what `lines` gave in the place of all that is there, or nothing.
   * @param force also where what is there is newer.
   */
  async restore(body: ReadableStream<Uint8Array>, force: boolean): Promise<void> {
    const { sql } = this.storage;
    // What a transaction must not wait for is gathered in a table of its own; what one left that was cut off is of no use.
    sql.exec("DROP TABLE IF EXISTS restored; CREATE TABLE restored (kind, key, value, at, origins, PRIMARY KEY (kind, key))");
    let newest = -1;
    let last = "";
    for await (const line of linesOf(body)) {
      if (last === "") newest = headingOf(line);
      else if (line !== end) sql.exec("INSERT INTO restored VALUES (?, ?, ?, ?, ?)", ...rowOf(line));
      last = line;
    }
    if (last !== end) throw new Refused({ code: "backup_cut_off" });
    this.storage.transactionSync(() => {
      if (!force && this.newest() > newest) throw new Refused({ code: "backup_older" });
      sql.exec(
        [
          "DELETE FROM sessions",
          "DELETE FROM notes",
          "DELETE FROM note_origins",
          "INSERT INTO sessions SELECT key, value, at FROM restored WHERE kind = 'session'",
          "INSERT INTO notes SELECT key, value, at FROM restored WHERE kind = 'note'",
          "INSERT INTO note_origins SELECT key, origins FROM restored WHERE origins IS NOT NULL",
          "DROP TABLE restored",
        ].join(";"),
      );
    });
  }

  private newest(): number {
    return this.storage.sql
      .exec<{ at: number }>("SELECT COALESCE(MAX(at), 0) AS at FROM (SELECT MAX(used_at) AS at FROM sessions UNION ALL SELECT MAX(at) FROM notes)")
      .one().at;
  }

  private *each(): Generator<string> {
    const { sql } = this.storage;
    yield JSON.stringify({ version: 1, newest: this.newest() });
    for (let after = ""; ;) {
      const [row] = sql.exec("SELECT 'session', session_id, history, used_at FROM sessions WHERE session_id > ? ORDER BY session_id LIMIT 1", after).raw();
      if (row === undefined) break;
      after = row[1] as string;
      yield JSON.stringify(row);
    }
    for (const row of [...sql.exec("SELECT 'note', key, value, at, origins FROM notes LEFT JOIN note_origins USING (key) ORDER BY key").raw()])
      yield JSON.stringify(row);
    yield end;
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let text = "";
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const lines = (text + piece).split("\n");
    text = lines.pop()!;
    if (text.length > longestLine) break;
    yield* lines;
  }
  if (text !== "") throw new Refused({ code: "backup_cut_off" });
}

function headingOf(line: string): number {
  const { version, newest } = (parse(line) ?? {}) as { readonly version?: unknown; readonly newest?: unknown };
  if (version !== 1 || typeof newest !== "number") throw new Refused({ code: "backup_unknown_heading" });
  return newest;
}

function rowOf(line: string): Row {
  const row = parse(line);
  const [kind, key, value, at, origins = null] = (Array.isArray(row) ? row : []) as unknown as Row;
  const isRight = typeof key === "string" && typeof value === "string" && typeof at === "number" && (origins === null || typeof origins === "string");
  if (!isRight || (kind === "session" ? !Array.isArray(parse(value)) : (kind as string) !== "note")) throw new Refused({ code: "backup_unknown_line" });
  return [kind, key, value, at, origins];
}

import type { Origin } from "../contract";
import type { GroupMemory, Note } from "../conversation/groupMemory";

/** Notes a group may have, and their characters in all, so that its object stays small and a search cheap. */
export const mostNotes = 500;
export const mostNoteCharacters = 524_288;
const mostRecalled = 20;

type Row = { key: string; value: string; at: number; origins: string | null };

/** A note as the person hears of it: with the time when it was kept, ISO 8601. */
export interface KeptNote extends Note {
  readonly at: string;
}

/** What the agent keeps about its group, in the group's database. */
export class GroupNotes implements GroupMemory {
  constructor(private readonly sql: SqlStorage) {}

  remember(key: string, value: string, origins: readonly Origin[] = []): boolean {
    // Not by SQLite's LENGTH, which ends at a NUL and takes a pair of surrogates for one.
    const others = this.rows().filter((it) => it.key !== key);
    const characters = others.reduce((sum, it) => sum + it.key.length + it.value.length, key.length + value.length);
    if (others.length >= mostNotes || characters > mostNoteCharacters) return false;
    this.sql.exec("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", key, value, Date.now());
    this.sql.exec("DELETE FROM note_origins WHERE key = ?", key);
    if (origins.length > 0) this.sql.exec("INSERT INTO note_origins VALUES (?, ?)", key, origins.join(" "));
    return true;
  }

  /** The notes that hold most of the query's words, the newest first among equals; without a word, the newest. */
  recall(query: string): readonly Note[] {
    const words = new Set(query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
    return this.rows()
      .map(({ at: _, ...note }) => ({ note, found: countFound(words, `${note.key} ${note.value}`.toLowerCase()) }))
      .filter(({ found }) => words.size === 0 || found > 0)
      .sort((a, b) => b.found - a.found)
      .slice(0, mostRecalled)
      .map(({ note }) => note);
  }

  /** All of them, the newest first. */
  list(): readonly KeptNote[] {
    return this.rows().map((it) => ({ ...it, at: new Date(it.at).toISOString() }));
  }

  forget(key: string): boolean {
    this.sql.exec("DELETE FROM note_origins WHERE key = ?", key);
    return this.sql.exec("DELETE FROM notes WHERE key = ? RETURNING 1 AS gone", key).toArray().length > 0;
  }

  /** @returns how many there were. */
  forgetAll(): number {
    this.sql.exec("DELETE FROM note_origins");
    return this.sql.exec("DELETE FROM notes RETURNING 1 AS gone").toArray().length;
  }

  private rows(): (Note & { readonly at: number })[] {
    return this.sql
      .exec<Row>("SELECT key, value, at, origins FROM notes LEFT JOIN note_origins USING (key) ORDER BY at DESC, key")
      .toArray()
      .map((row) => ({ ...row, origins: row.origins?.split(" ") as Origin[] | undefined }));
  }
}

function countFound(words: ReadonlySet<string>, text: string): number {
  let found = 0;
  for (const word of words) if (text.includes(word)) found++;
  return found;
}

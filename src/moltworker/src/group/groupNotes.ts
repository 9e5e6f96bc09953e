import type { Origin } from "../contract";
import type { GroupMemory, Note } from "../conversation/groupMemory";

/** Notes a group may have, and their characters in all, so that its object stays small and a search cheap. */
export const mostNotes = 500;
export const mostNoteCharacters = 524_288;
const mostRecalled = 20;

type Row = { key: string; value: string; origins: string | null };

/** What the agent keeps about its group, in the group's database. */
export class GroupNotes implements GroupMemory {
  constructor(private readonly sql: SqlStorage) {}

  remember(key: string, value: string, origins: readonly Origin[] = []): boolean {
    const others = this.sql
      .exec<{ notes: number; characters: number | null }>("SELECT COUNT(*) AS notes, SUM(LENGTH(key) + LENGTH(value)) AS characters FROM notes WHERE key <> ?", key)
      .one();
    if (others.notes >= mostNotes || (others.characters ?? 0) + key.length + value.length > mostNoteCharacters) return false;
    this.sql.exec("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", key, value, Date.now());
    this.sql.exec("DELETE FROM note_origins WHERE key = ?", key);
    if (origins.length > 0) this.sql.exec("INSERT INTO note_origins VALUES (?, ?)", key, origins.join(" "));
    return true;
  }

  /** The notes that hold most of the query's words, the newest first among equals; without a word, the newest. */
  recall(query: string): readonly Note[] {
    const words = new Set(query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
    const notes = this.sql
      .exec<Row>("SELECT key, value, origins FROM notes LEFT JOIN note_origins USING (key) ORDER BY at DESC")
      .toArray()
      .map(({ key, value, origins }): Note => ({ key, value, ...(origins === null ? {} : { origins: origins.split(" ") as Origin[] }) }));
    if (words.size === 0) return notes.slice(0, mostRecalled);
    return notes
      .map((note) => ({ note, found: countFound(words, `${note.key} ${note.value}`.toLowerCase()) }))
      .filter(({ found }) => found > 0)
      .sort((a, b) => b.found - a.found)
      .slice(0, mostRecalled)
      .map(({ note }) => note);
  }

  forget(key: string): boolean {
    this.sql.exec("DELETE FROM note_origins WHERE key = ?", key);
    return this.sql.exec("DELETE FROM notes WHERE key = ? RETURNING 1 AS gone", key).toArray().length > 0;
  }
}

function countFound(words: ReadonlySet<string>, text: string): number {
  let found = 0;
  for (const word of words) if (text.includes(word)) found++;
  return found;
}

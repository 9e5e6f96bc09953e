import type { GroupMemory } from "../conversation/groupMemory";

/** Notes a group may have, so that its object stays small. */
const mostNotes = 500;
const mostRecalled = 20;

type Note = { key: string; value: string };

/** What the agent keeps about its group, in the group's database. */
export class GroupNotes implements GroupMemory {
  constructor(private readonly sql: SqlStorage) {}

  remember(key: string, value: string): void {
    const known = this.sql.exec("SELECT 1 FROM notes WHERE key = ?", key).toArray().length > 0;
    if (!known && this.sql.exec<{ notes: number }>("SELECT COUNT(*) AS notes FROM notes").one().notes >= mostNotes) {
      throw new Error(`The group has ${mostNotes} notes already: replace one of them.`);
    }
    this.sql.exec("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", key, value, Date.now());
  }

  /** The notes that hold most of the query's words, the newest first among equals; without a word, the newest. */
  recall(query: string): readonly Note[] {
    const words = new Set(query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
    const notes = this.sql.exec<Note>("SELECT key, value FROM notes ORDER BY at DESC").toArray();
    if (words.size === 0) return notes.slice(0, mostRecalled);
    return notes
      .map((note) => ({ note, found: countFound(words, `${note.key} ${note.value}`.toLowerCase()) }))
      .filter(({ found }) => found > 0)
      .sort((a, b) => b.found - a.found)
      .slice(0, mostRecalled)
      .map(({ note }) => note);
  }
}

function countFound(words: ReadonlySet<string>, text: string): number {
  let found = 0;
  for (const word of words) if (text.includes(word)) found++;
  return found;
}

import { isObject } from "../json/isObject";

export type Fields = Record<string, unknown>;

/** Fields that are added to, piece by piece. All else is said anew. */
const growing = /^(?:reasoning|text|summary|thinking|data|partial_json)/;

/** Puts together what belongs to a reply beside its text and its calls, as its provider streams it. */
export function merge(into: Fields, pieces: Readonly<Fields>): void {
  for (const [name, piece] of Object.entries(pieces)) {
    const own = into[name];
    if (piece === null || piece === undefined) continue;
    if (Array.isArray(piece)) into[name] = piece.reduce(mergeEntry, Array.isArray(own) ? own : []);
    else if (isObject(piece) && isObject(own)) Object.assign(own, piece);
    else into[name] = growing.test(name) && typeof own === "string" ? `${own}${String(piece)}` : piece;
  }
}

/** An entry goes on with the one of its index or id, else with the last, until that is signed. */
function mergeEntry(entries: unknown[], piece: unknown): unknown[] {
  if (!isObject(piece)) return entries;
  const key = piece["index"] ?? piece["id"];
  const last = entries.at(-1);
  const own = key === undefined ? [last] : entries;
  const found = own.find((it) => isObject(it) && it["type"] === piece["type"] && (key === undefined ? !it["signature"] : (it["index"] ?? it["id"]) === key));
  if (found !== undefined) merge(found as Fields, piece);
  else {
    // A copy, and its lists too, since pieces are added to them.
    const entry: Fields = {};
    merge(entry, piece);
    entries.push(entry);
  }
  return entries;
}

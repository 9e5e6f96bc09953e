import { isObject } from "../json/isObject";
import { own } from "../json/own";
import { word } from "../json/word";
import { tooMuch } from "./modelErrors";

export type Fields = Record<string, unknown>;

/** Fields that are added to, piece by piece. All else is said anew. */
const growing = /^(?:reasoning|text|summary|thinking|data|partial_json)/;

/** Entries of one list: each piece is looked for among them. */
const mostEntries = 1_000;

/** Puts together what belongs to a reply beside its text and its calls, as its provider streams it. */
export function merge(into: Fields, pieces: Readonly<Fields>): void {
  for (const [name, piece] of Object.entries(pieces)) {
    const kept = own(into, name);
    if (piece === null || piece === undefined) continue;
    if (Array.isArray(piece)) into[name] = piece.reduce(mergeEntry, Array.isArray(kept) ? kept : []);
    else if (isObject(piece) && isObject(kept)) Object.assign(kept, piece);
    else into[name] = growing.test(name) && typeof kept === "string" ? kept + word(piece) : piece;
  }
}

/** An entry goes on with the one of its index or id, else with the last, until that is signed. */
function mergeEntry(entries: unknown[], piece: unknown): unknown[] {
  if (!isObject(piece)) return entries;
  const key = piece["index"] ?? piece["id"];
  const among = key === undefined ? entries.slice(-1) : entries;
  let entry = among.find((it) => isObject(it) && it["type"] === piece["type"] && (key === undefined ? !it["signature"] : (it["index"] ?? it["id"]) === key));
  if (entry === undefined) {
    if (entries.length === mostEntries) throw tooMuch();
    // A copy, and its lists too, since pieces are added to them.
    entries.push((entry = {}));
  }
  merge(entry as Fields, piece);
  return entries;
}

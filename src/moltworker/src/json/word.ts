/** A text or a number of somebody's JSON as text, and nothing for all else: an object may be made so that `String` throws. */
export function word(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

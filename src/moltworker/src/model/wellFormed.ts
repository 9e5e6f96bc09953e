/** A half of a surrogate pair, as JSON writes it; an even number of backslashes before it is text of its own. */
const loneHalf = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/** JSON with every half of a surrogate pair replaced: APIs refuse a body that has one. */
export function toWellFormedJson(value: unknown): string {
  const json = JSON.stringify(value);
  // A whole pair is written as it is, so that an escape is a half that lost the other one.
  return json.includes("\\ud") ? json.replace(loneHalf, "$1\ufffd") : json;
}

/** A copy of the value, with well-formed texts and names throughout. */
export function toWellFormedValue<T>(value: T): T {
  return JSON.parse(toWellFormedJson(value)) as T;
}

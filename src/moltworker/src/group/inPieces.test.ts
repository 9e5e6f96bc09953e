import { expect, it } from "vitest";
import { inPieces } from "./inPieces";

it.each([
  ["", [""]],
  ["abcd", ["abcd"]],
  ["abcde", ["abcd", "e"]],
  ["abc\ud83e\udd8ade", ["abc", "\ud83e\udd8ade"]],
  ["abcd\ud83e\udd8ad", ["abcd", "\ud83e\udd8ad"]],
])("%j is cut between characters", (text, expected) => {
  expect(inPieces(text, 4)).toEqual(expected);
  expect(inPieces(text, 4).join("")).toBe(text);
});

// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { Backoff, ordinaryWaits } from "./backoff.js";

test("Waits double from one second to one minute, less up to a half", () => {
  const longest = new Backoff(ordinaryWaits, () => 1);
  assert.deepEqual(Array.from({ length: 8 }, () => longest.next()), [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  const shortest = new Backoff(ordinaryWaits, () => 0);
  assert.deepEqual(Array.from({ length: 8 }, () => shortest.next()), [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  longest.reset();
  assert.equal(longest.next(), 1000);
});

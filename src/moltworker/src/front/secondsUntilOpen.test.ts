import { expect, it } from "vitest";
import { secondsUntilOpen } from "./secondsUntilOpen";

it.each([
  ["day", "2026-03-05T23:00:00Z", 3600],
  ["day", "2026-03-05T23:59:59.999Z", 1],
  ["day", "2026-03-05T00:00:00Z", 86_400],
  ["day", "2026-12-31T12:00:00Z", 12 * 3600],
  ["day", "2028-02-28T12:00:00Z", 12 * 3600],
  ["month", "2026-12-31T12:00:00Z", 12 * 3600],
  ["month", "2026-01-31T23:59:00Z", 60],
  ["month", "2026-02-01T00:00:00Z", 28 * 86_400],
] as const)("a cap of a %s that is reached at %s opens again in %i s", (cap, now, seconds) => {
  expect(secondsUntilOpen(cap, Date.parse(now))).toBe(seconds);
});

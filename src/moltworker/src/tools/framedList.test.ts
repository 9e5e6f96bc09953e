import { expect, it } from "vitest";
import { framedList } from "./framedList";

it("shows every item that there is room for, though one before it has none", () => {
  const odd = { value: "\u0001".repeat(4_096) };
  expect(framedList("notes", [{ value: "one" }, odd, { value: "two" }])).toBe(
    '<notes>\n{"value":"one"}\n{"value":"two"}\n</notes>\n1 more there was no room for.',
  );
});

it("shows no more than there is room for, once escaped", () => {
  for (const unit of ["x", "<", "&", '"', "\u2028", "🙂"]) {
    const told = framedList(
      "notes",
      Array.from({ length: 100 }, () => ({ value: unit.repeat(1_000) })),
    );
    expect(told.length, unit).toBeLessThan(24_100);
    expect(told.length, unit).toBeGreaterThan(17_000);
  }
});

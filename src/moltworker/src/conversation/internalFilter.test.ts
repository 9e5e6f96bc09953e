import { describe, expect, it } from "vitest";
import { golden } from "../testing/golden";
import { InternalFilter, withoutInternal } from "./internalFilter";

interface Case {
  readonly what: string;
  readonly text: string;
  readonly seen: string;
}

const cases = JSON.parse(golden("internal").get("cases.json")!) as Case[];

function filtered(pieces: readonly string[]): string {
  const filter = new InternalFilter();
  return pieces.map((piece) => filter.write(piece)).join("") + filter.end();
}

describe("the filter of internal blocks", () => {
  it.each(cases.map(({ what, text, seen }) => [what, text, seen] as const))("%s", (_, text, seen) => {
    expect(withoutInternal(text)).toBe(seen);
    expect(reference(text)).toBe(seen);
    expect(filtered(text.split(""))).toBe(seen);
    for (let first = 0; first <= text.length; first++) {
      for (let second = first; second <= text.length; second++) {
        const pieces = [text.slice(0, first), text.slice(first, second), text.slice(second)];
        expect(filtered(pieces), JSON.stringify(pieces)).toBe(seen);
      }
    }
  });

  it("cuts any text in any pieces as the slow rule says", () => {
    const parts = ["<internal>", "</internal>", "<", "</", "<in", "<inter", "nal>", "ternal>", "</inter", ">", "<INTERNAL>", "i", "İ", "x"];
    let seed = 1;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 5_000; round++) {
      const text = Array.from({ length: random(12) }, () => parts[random(parts.length)]).join("");
      const size = 1 + random(5);
      expect(filtered(text.match(new RegExp(`.{1,${size}}`, "gs")) ?? []), text).toBe(reference(text));
    }
  });

  it("holds back no more than could become a tag", () => {
    const filter = new InternalFilter();
    expect(filter.write("Hello <")).toBe("Hello ");
    expect(filter.write("int")).toBe("");
    expect(filter.write("o")).toBe("<into");
  });
});

/** The first opening tag and all up to the end of its block go, until there is none. */
function reference(text: string): string {
  for (;;) {
    const opening = find(text, "<internal>", 0);
    if (opening < 0) return text;
    let at = opening + 10;
    for (let depth = 1; depth > 0;) {
      const opens = find(text, "<internal>", at);
      const closes = find(text, "</internal>", at);
      if (closes < 0) return text.slice(0, opening);
      const nests = opens >= 0 && opens < closes;
      depth += nests ? 1 : -1;
      at = nests ? opens + 10 : closes + 11;
    }
    text = text.slice(0, opening) + text.slice(at);
  }
}

function find(text: string, tag: string, from: number): number {
  for (let at = from; at + tag.length <= text.length; at++) {
    if (text.slice(at, at + tag.length).replace(/[A-Z]/g, (letter) => letter.toLowerCase()) === tag) return at;
  }
  return -1;
}

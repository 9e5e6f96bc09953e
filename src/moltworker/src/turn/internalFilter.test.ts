import { describe, expect, it } from "vitest";
import { InternalFilter } from "./internalFilter";

function filtered(pieces: readonly string[]): string {
  const filter = new InternalFilter();
  return pieces.map((piece) => filter.write(piece)).join("") + filter.end();
}

describe("the filter of internal blocks", () => {
  const cases: [string, string, string][] = [
    ["nothing to cut", "Hello <b>there</b>.", "Hello <b>there</b>."],
    ["a block", "A<internal>secret</internal>B", "AB"],
    ["a block over lines", "A<internal>\nsec\nret\n</internal>B", "AB"],
    ["two blocks", "A<internal>secret</internal>B<internal>secret</internal>C", "ABC"],
    ["capital letters", "A<Internal>secret</INTERNAL>B", "AB"],
    ["a block that is never closed", "A<internal>secret", "A"],
    ["a closing tag that is cut", "A<internal>secret</internal", "A"],
    ["nested blocks", "A<internal>secret<internal>secret</internal>secret</internal>B", "AB"],
    ["look-alikes inside", "A<internal>secret<inter</intern</internals>secret</internal>B", "AB"],
    ["look-alikes outside", "A<internals>B<intern>C<<internal", "A<internals>B<intern>C<<internal"],
    ["a tag after a broken tag", "A<inter<internal>secret</internal>B", "A<interB"],
    ["a tag made by cutting a block out of it", "A<inter<internal>secret</internal>nal>secret</internal>B", "AB"],
    ["a closing tag alone", "A</internal>B", "A</internal>B"],
  ];

  it.each(cases)("%s", (_, text, expected) => {
    expect(filtered([text])).toBe(expected);
    expect(filtered([...text])).toBe(expected);
    for (let first = 0; first <= text.length; first++) {
      for (let second = first; second <= text.length; second++) {
        const pieces = [text.slice(0, first), text.slice(first, second), text.slice(second)];
        expect(filtered(pieces), JSON.stringify(pieces)).toBe(expected);
      }
    }
  });

  it("holds back no more than could become a tag", () => {
    const filter = new InternalFilter();
    expect(filter.write("Hello <")).toBe("Hello ");
    expect(filter.write("int")).toBe("");
    expect(filter.write("o")).toBe("<into");
  });
});

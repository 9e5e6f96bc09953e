import { describe, expect, it } from "vitest";

/**
 * The Worker's rooms, from the ground up, and what each leans on. A room leans on rooms above itself in this table only, so that none
 * leans on itself in a circle. `contract` is the file of that name.
 */
const rooms: readonly (readonly [room: string, leansOn: string])[] = [
  ["contract", ""],
  ["json", ""],
  ["bounds", ""],
  ["http", "contract"],
  ["conversation", "contract"],
  ["request", "contract http json"],
  ["auth", "http json"],
  ["model", "bounds contract conversation http json"],
  ["config", "model"],
  ["caps", "config http"],
  ["tools", "bounds contract conversation http json model"],
  ["turn", "bounds contract conversation model tools"],
  ["backup", "http json"],
  ["group", "backup bounds caps config contract conversation http json model turn"],
  ["front", "auth backup caps config contract group http request"],
  ["admin", "auth caps config conversation group http json"],
  ["index", "caps group http"],
];

const sources = import.meta.glob<string>("./**/*.ts", { query: "?raw", import: "default", eager: true });

const roomOf = (path: string): string => /^\.\/([^/.]+)/.exec(path)![1]!;
const isOfTests = (path: string): boolean => /\.test\.ts$|\/testing\//.test(path);
/** What a source imports, as `./room/file`. */
function importsOf(path: string): readonly string[] {
  const relative = [...sources[path]!.matchAll(/\bfrom "(\.[^"]+)"/g)].map(([, it]) => it!);
  return relative.map((it) => `.${new URL(it, `https://src${path.slice(1)}`).pathname}`);
}

const product = Object.keys(sources).filter((path) => !isOfTests(path) && !path.endsWith(".d.ts"));

describe("the rooms of the Worker", () => {
  it("are those of the table", () => {
    expect([...new Set(product.map(roomOf))].sort()).toEqual(rooms.map(([room]) => room).sort());
  });

  it.each(rooms)("%s leans on what the table says, no more and no less", (room, leansOn) => {
    const imported = product
      .filter((path) => roomOf(path) === room)
      .flatMap(importsOf)
      .map(roomOf);
    expect(
      [...new Set(imported)]
        .filter((it) => it !== room)
        .sort()
        .join(" "),
    ).toBe(leansOn);
  });

  it("lean on those before them", () => {
    for (const [index, [, leansOn]] of rooms.entries()) {
      const before = rooms.slice(0, index).map(([room]) => room);
      expect(leansOn.split(" ").filter((it) => it !== "" && !before.includes(it))).toEqual([]);
    }
  });

  it("hold nothing of the tests': whoever is of the tests may lean on every room, and no room on them", () => {
    expect(product.filter((path) => importsOf(path).some((it) => isOfTests(`${it}.ts`) || roomOf(it) === "testing"))).toEqual([]);
  });
});

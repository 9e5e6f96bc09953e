import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import type { GroupAgent } from "./groupAgent";
import { GroupNotes } from "./groupNotes";

function withNotes(name: string, act: (notes: GroupNotes) => void): Promise<void> {
  const { GROUPS } = env as unknown as { GROUPS: DurableObjectNamespace<GroupAgent> };
  return runInDurableObject(GROUPS.getByName(name), (_, state) => act(new GroupNotes(state.storage.sql)));
}

it("recalls by the words of a question, the best first", () =>
  withNotes("recall", (notes) => {
    notes.remember("dog", "Rex likes walks");
    notes.remember("cat", "Tom likes sleep");
    notes.remember("café", "Élan, rue du Bac");
    expect(notes.recall("REX walks").map((it) => it.key)).toEqual(["dog"]);
    expect(notes.recall("who likes sleep").map((it) => it.key)).toEqual(["cat", "dog"]);
    expect(notes.recall("élan").map((it) => it.key)).toEqual(["café"]);
    expect(notes.recall("%_'\"; DROP TABLE notes").map((it) => it.key)).toEqual([]);
    expect(notes.recall(" ? ")).toHaveLength(3);
  }));

it("replaces what was kept under the same key", () =>
  withNotes("replace", (notes) => {
    notes.remember("dog", "Rex");
    notes.remember("dog", "Max");
    expect(notes.recall("dog")).toEqual([{ key: "dog", value: "Max" }]);
  }));

it("tells whose words were there when it was kept, until it is kept again without or forgotten", () =>
  withNotes("origins", (notes) => {
    notes.remember("tip", "Send it all to me", ["web", "groups"]);
    notes.remember("tea", "Green");
    expect(notes.recall("tip")).toEqual([{ key: "tip", value: "Send it all to me", origins: ["web", "groups"] }]);
    expect(notes.recall("tea")).toEqual([{ key: "tea", value: "Green" }]);
    notes.remember("tip", "None");
    expect(notes.recall("tip")).toEqual([{ key: "tip", value: "None" }]);
    notes.remember("tip", "Send it", ["web"]);
    notes.forget("tip");
    notes.remember("tip", "Again");
    expect(notes.recall("tip")).toEqual([{ key: "tip", value: "Again" }]);
  }));

it("takes 500 notes and not the 501st, loses nothing, and has room again once one is forgotten", () =>
  withNotes("full", (notes) => {
    for (let i = 0; i < 500; i++) expect(notes.remember(`key${i}`, "x")).toBe(true);
    expect(notes.remember("one more", "x")).toBe(false);
    expect(notes.remember("key1", "changed")).toBe(true);
    expect(notes.recall("key1 changed")[0]).toEqual({ key: "key1", value: "changed" });
    expect(notes.forget("key2")).toBe(true);
    expect(notes.forget("key2")).toBe(false);
    expect(notes.remember("one more", "x")).toBe(true);
  }));

it.each(["\0", "🙂", "\u4f60", "x"])("counts a text of %j by the contract's characters, as any other", (unit) =>
  withNotes(`counted ${unit.length}${unit.charCodeAt(0)}`, (notes) => {
    const value = unit.repeat(4_096 / unit.length);
    let kept = 0;
    while (kept < 200 && notes.remember(`key${kept}`, value)) kept++;
    expect(kept).toBe(127);
  }),
);

it("takes half a mebibyte of characters and no more", () =>
  withNotes("heavy", (notes) => {
    const value = "ж".repeat(4_096);
    let kept = 0;
    while (notes.remember(`key${kept}`, value)) kept++;
    expect(kept).toBe(127);
    expect(notes.remember("key3", value)).toBe(true);
    expect(notes.remember("short", "x")).toBe(true);
  }));

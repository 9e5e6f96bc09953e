import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { privateNames } from "../scripts/privateNames.mjs";
import { variants } from "../scripts/variants.mjs";

const root = join(import.meta.dirname, "..");
const shortened = privateNames();

/** Every name in the golden examples, which hold all that is sent in either direction. */
function namesOfContract(): Set<string> {
  const folder = join(root, "../../tests/contract");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
  return new Set(files.flatMap((it) => [...readFileSync(join(it.parentPath, it.name), "utf8").matchAll(/"(\w+)"/g)].map(([, name]) => name!)));
}

it("shortens no name that is sent, that the platform calls, or that a table or a kept step has", () => {
  const sent = namesOfContract();
  expect(sent).toContain("isScheduledTask");
  const called = ["GroupAgent", "RunCaps", "fetch", "alarm", "take", "turn", "ctx", "env", "storage", "sql", "exec", "getByName", "limit"];
  const kept = ["messages", "history", "spent", "usage", "role", "content", "toolUseId", "webReadsOfHost", "durationMs", "run_id", "session_id", "runs_today"];
  expect(shortened.filter((name) => sent.has(name) || called.includes(name) || kept.includes(name))).toEqual([]);
});

/** A word of each provider's form, by which a bundle that carries it is known. */
const signs: Readonly<Record<string, string>> = { demo: "demo model", anthropic: "anthropic-version", openai: "chat/completions", "workers-ai": "deepseek-r1" };

describe.each(variants)("the bundle $name", ({ name, providers }) => {
  const worker = readFileSync(join(root, "dist", `worker.${name}.js`), "utf8");

  it("shortens the others", () => {
    expect(shortened.length).toBeGreaterThan(50);
    const left = new Set(worker.match(/\w+/g));
    expect(shortened.filter((it) => left.has(it))).toEqual([]);
  });

  it("carries its providers and no other", () => {
    const carried = Object.entries(signs).filter(([, sign]) => worker.includes(sign));
    expect(carried.map(([provider]) => provider).sort()).toEqual([...providers].sort());
  });

  it("keeps what the declared Durable Objects are called", () => {
    const manifest = JSON.parse(readFileSync(join(root, "dist", "manifest.json"), "utf8")) as { durableObjects: { className: string }[] };
    for (const { className } of manifest.durableObjects) expect(worker).toMatch(new RegExp(`export ?\\{[^}]*\\b${className}\\b`));
  });
});

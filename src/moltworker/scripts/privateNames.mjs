import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./node.mjs";

const member = /^  (?:(?:private|protected|readonly|abstract|override|async|get|static) )*\*?(\w+)(?:<.*>)?(?:\(| ?[:=;])/gm;
const parameter = /^ +(?:private|protected) (?:readonly )?(\w+):/gm;

/**
 * The names that only the Worker's own classes have, so that the bundle may shorten them: each is declared as a member,
 * and stands nowhere else but behind a dot. A key, a local, a quoted word, or a word of the platform's types is left as it is,
 * and with it all that is sent, stored or called from outside.
 */
export function privateNames() {
  const sources = sourceFiles(join(root, "src")).map((file) => readFileSync(file, "utf8").replace(/^\s*(?:\/\*\*|\*|\/\/).*$/gm, ""));
  const classes = sources.filter((text) => /\bclass \w+/.test(text)).map(withoutInterfaces);
  const declared = new Set([member, parameter].flatMap((pattern) => classes.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name))));
  const elsewhere = wordsOf(sources.map((text) => text.replace(member, "").replace(parameter, "").replace(/(?<!\.)\.\s*\w+/g, "")).join("\n"));
  const platform = wordsOf(readFileSync(join(root, "node_modules", "@cloudflare", "workers-types", "index.d.ts"), "utf8"));
  return [...declared].filter((name) => !elsewhere.has(name) && !platform.has(name) && !language.has(name)).sort();
}

/** What the language's own objects are asked for. */
const language = new Set(
  Object.getOwnPropertyNames(globalThis).flatMap((name) => [name, ...namesOf(globalThis[name]), ...namesOf(globalThis[name]?.prototype)]),
);

function namesOf(value) {
  return value === null || (typeof value !== "object" && typeof value !== "function") ? [] : Object.getOwnPropertyNames(value);
}

function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((it) => {
    if (it.isDirectory()) return it.name === "testing" ? [] : sourceFiles(join(folder, it.name));
    return /(?<!\.test|\.d)\.ts$/.test(it.name) ? [join(folder, it.name)] : [];
  });
}

/** Neither an interface nor a table of keys has members of a class. */
function withoutInterfaces(text) {
  return text.replace(/^(?:export )?(?:interface |const \w+ = \{$)[^]*?^}/gm, "");
}

function wordsOf(text) {
  return new Set(text.match(/\w+/g));
}

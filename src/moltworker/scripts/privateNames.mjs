import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./node.mjs";

const member = /^  (?:(?:private|protected|readonly|abstract|override|async|get|static) )*\*?(\w+)(?:<.*>)?(?:\(| ?[:=;])/gm;
const field = /^  (?:readonly )?(\w+)\??[:(]/gm;
const parameter = /^ +(?:private|protected) (?:readonly )?(\w+):/gm;

/** What scripts of their own, the front and the admin Worker, call of the objects. */
const calledFromOutside = ["forget", "misconfigured", "notes", "read", "refused", "stop", "turn"];

/** Of these no JSON, no row, no message and no binding is made: their fields are the Worker's own. */
const ownInterfaces = [
  "AccessSettings",
  "Config",
  "DemoAnswer",
  "Dialect",
  "FrontConfig",
  "Journal",
  "KeptRun",
  "LiveRun",
  "MessagesDialect",
  "ModelCall",
  "ModelReply",
  "ModelRests",
  "ModelSettings",
  "Progress",
  "RunHeaders",
  "StreamRequest",
  "Tool",
  "ToolDefinition",
  "ToolScope",
  "TurnContext",
  "TurnJournal",
];

/**
 * The names that only the Worker has, so that the bundle may shorten them: members of its classes that stand nowhere else but
 * behind a dot, and fields of its own interfaces. A field of any other interface, a key of a table, a word in a text, or a word
 * of the platform's types is left as it is, and with it all that is sent, stored or called from outside.
 */
export function privateNames() {
  const sources = sourceFiles(join(root, "src")).map((file) => readFileSync(file, "utf8").replace(/^\s*(?:\/\*\*|\*|\/\/).*$/gm, ""));
  const classes = sources.flatMap((text) => text.match(/^(?:export )?(?:default )?(?:abstract )?class [^]*?^}/gm) ?? []);
  const members = new Set([member, parameter].flatMap((pattern) => classes.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name))));
  const elsewhere = wordsOf(
    sources
      .map((text) =>
        text
          .replace(member, "")
          .replace(parameter, "")
          .replace(/(?<!\.)\.\s*\w+/g, ""),
      )
      .join("\n"),
  );
  const platform = wordsOf(readFileSync(join(root, "node_modules", "@cloudflare", "workers-types", "index.d.ts"), "utf8"));

  const all = sources.join("\n");
  const interfaces = [...all.matchAll(/^(?:export )?interface (\w+)[^]*?^}/gm)].map(([text, name]) => ({
    isOwn: ownInterfaces.includes(name),
    names: [...text.matchAll(field)].map(([, it]) => it),
  }));
  const fieldsOf = (isOwn) => interfaces.flatMap((it) => (it.isOwn === isOwn ? it.names : []));
  const texts = wordsOf(
    all
      .replace(/^import .*|\$\{[^{}]*\}/gm, "")
      .match(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n]|\\.)*`|`\n[^`]*`/g)
      .join(" "),
  );
  const tables = new Set([...all.matchAll(/^(?:export )?const \w+[^\n]*\{$[^]*?^}/gm)].flatMap(([text]) => [...text.matchAll(field)].map(([, name]) => name)));
  const sent = new Set(fieldsOf(false));
  const fields = fieldsOf(true).filter((name) => !sent.has(name) && !texts.has(name) && !tables.has(name));
  return [...new Set([...[...members].filter((name) => !elsewhere.has(name)), ...fields])]
    .filter((name) => !platform.has(name) && !language.has(name) && !calledFromOutside.includes(name))
    .sort();
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
    if (it.isDirectory()) return it.name === "testing" || it.name === "admin" ? [] : sourceFiles(join(folder, it.name));
    return /(?<!\.test|\.d)\.ts$/.test(it.name) ? [join(folder, it.name)] : [];
  });
}

function wordsOf(text) {
  return new Set(text.match(/\w+/g));
}

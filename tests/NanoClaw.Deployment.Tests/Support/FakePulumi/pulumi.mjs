// Stands in for the Pulumi CLI: the same words, answers and errors, as far as the commands under test need them. Its folder is the
// account: calls.jsonl has every call with what it read, stacks/NAME.json each stack's outputs, settings and state, faults.json
// what is to go wrong, hook.json who does the deploying.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const valued = new Set(["--stack", "--color", "--parent", "--secrets-provider", "--message", "--config-file", "--target"]);
const words = args.filter((arg, at) => !arg.startsWith("-") && !valued.has(args[at - 1]));
const named = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const has = (name) => args.includes(name);
const step = ["stack", "config"].includes(words[0]) ? words.slice(0, 2).join(" ") : words[0];
const stack = named("--stack");

process.on("SIGINT", () => {
  note({ signal: "SIGINT", step });
  // As the real one: what it is at is finished, then it ends.
  setTimeout(() => fail("update canceled"), 100);
});

try {
  await main();
} catch (error) {
  fail(error.message);
}

async function main() {
  const reads = step === "config set" && words.length < 4;
  const input = reads ? readFileSync(0, "utf8") : "";
  note({ step, args, input });
  await misbehave("before");
  const answer = {
    version,
    whoami,
    preview,
    up,
    "stack output": output,
    "stack export": exported,
    "stack init": init,
    "config get": get,
    "config set": set,
    import: imported,
    refresh: imported,
  }[step];
  if (answer === undefined) throw new Error(`unknown command "${words.join(" ")}" for "pulumi"`);
  await answer(input);
  await misbehave("after");
}

function version() {
  console.log("v3.200.0");
}

function whoami() {
  const { user = "ada", url = "file:///home/ada" } = read("login.json") ?? {};
  if (user === "") throw new Error("PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions");
  console.log(JSON.stringify({ user, url }));
}

function output() {
  const shown = Object.entries(load().outputs ?? {}).map(([name, value]) => [
    name,
    isSecret(value) ? (has("--show-secrets") ? value.secret : "[secret]") : value,
  ]);
  console.log(JSON.stringify(Object.fromEntries(shown), null, 2));
}

function exported() {
  const resources = (load().resources ?? []).map((it) => ({ ...it, outputs: has("--show-secrets") ? reveal(it.outputs) : it.outputs }));
  console.log(JSON.stringify({ version: 3, deployment: { manifest: {}, resources } }, null, 4));
}

function init() {
  if (existsSync(fileOf(stack))) throw new Error(`stack '${stack}' already exists`);
  save({ outputs: {}, config: {} });
  // A stack whose secrets have a passphrase keeps its salt in the settings file, which is written anew for it.
  const { salt } = read("login.json") ?? {};
  const file = join(process.cwd(), `Pulumi.${stack}.yaml`);
  if (salt !== undefined)
    writeFileSync(
      file,
      `encryptionsalt: ${salt}\n${(existsSync(file) ? readFileSync(file, "utf8") : "").replace(/^ *#.*\n/gm, "").replace(/: ([0-9]+)$/gm, ': "$1"')}`,
    );
}

function get() {
  const name = keyOf(words[2]);
  const value = load().config?.[name];
  if (value === undefined) throw new Error(`configuration key '${words[2]}' not found for stack '${stack}'`);
  console.log(value);
}

function set(input) {
  const name = keyOf(words[2]);
  const value = words[3] ?? input.replace(/\r?\n$/, "");
  save({ ...load(), config: { ...load().config, [name]: value } });
  const file = named("--config-file") ?? join(process.cwd(), `Pulumi.${stack}.yaml`);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "config:\n";
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.trimStart().startsWith(`${name}:`));
  const entry = has("--secret")
    ? [`  ${name}:`, `    secure: v1:${Buffer.from(String(value.length)).toString("base64")}`]
    : [`  ${name}: ${JSON.stringify(value)}`];
  if (at >= 0) lines.splice(at, lines[at + 1]?.trimStart().startsWith("secure:") ? 2 : 1, ...entry);
  else lines.splice(lines.findIndex((line) => line.startsWith("config:")) + 1, 0, ...entry);
  writeFileSync(file, lines.join("\n"));
}

async function preview() {
  const { steps = [] } = (await ask("preview")) ?? load();
  const full = steps.map(({ op, type, name }) => ({ op, urn: `urn:pulumi:${stack}::nanoclaw::nanoclaw:index:Part$${type}::${name}` }));
  const changes = full.filter((it) => it.op !== "same").length;
  if (has("--json"))
    console.log(JSON.stringify({ config: {}, steps: full, diagnostics: [], duration: 1, changeSummary: { same: full.length - changes } }, null, 2));
  else console.log(`Previewing update (${stack})\n\nResources:\n    ${changes} changes`);
  if (has("--expect-no-changes") && changes > 0) throw new Error("no changes were expected but changes were proposed");
}

async function up() {
  console.log(`Updating (${stack})`);
  const target = named("--target");
  if (target !== undefined)
    save({ ...load(), resources: [...(load().resources ?? []).filter((it) => it.urn !== target), { urn: target, type: target.split("::")[2] }] });
  const answer = await ask("up");
  if (answer !== undefined) save({ ...load(), ...answer });
  console.log("\nResources:\n    1 updated");
}

async function imported() {
  await ask(step);
  if (step !== "import") return;
  const [, type, name, id] = words;
  const parent = named("--parent")?.split("=")[1];
  const { resources = [] } = load();
  if (!resources.some((it) => it.urn === parent)) throw new Error(`could not find parent ${parent}`);
  if (resources.some((it) => it.id === id.split("/").at(-1))) throw new Error(`resource ${id} is already in the state`);
  save({ ...load(), resources: [...resources, { urn: `${parent.split("::").slice(0, 3).join("::")}$${type}::${name}`, type, id: id.split("/").at(-1) }] });
}

/** What deploys: a server of the test, which answers with the stack as it then is. */
async function ask(what) {
  const hook = read("hook.json");
  load();
  if (hook === undefined) return undefined;
  const file = join(process.cwd(), `Pulumi.${stack}.yaml`);
  const settings = existsSync(file) ? readFileSync(file, "utf8") : "";
  const response = await fetch(hook.url, { method: "POST", body: JSON.stringify({ step: what, stack, args, settings }) });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text === "" ? undefined : JSON.parse(text);
}

/** faults.json: { "up": { "at": "before" | "after", "message": "...", "hang": true, "times": 1 } } */
async function misbehave(at) {
  const faults = read("faults.json") ?? {};
  const fault = faults[step];
  if (fault === undefined || (fault.at ?? "before") !== at || fault.times === 0) return;
  if (fault.times !== undefined) write("faults.json", { ...faults, [step]: { ...fault, times: fault.times - 1 } });
  if (fault.hang) {
    note({ hangs: step, at });
    await new Promise((end) => setTimeout(end, 3_600_000));
  }
  throw new Error(fault.message ?? "it was told to fail");
}

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(255);
}

function load() {
  const found = read(join("stacks", `${stack}.json`));
  if (found === undefined && step !== "stack init") throw new Error(`no stack named '${stack}' found`);
  return found ?? {};
}

function save(value) {
  mkdirSync(join(folder, "stacks"), { recursive: true });
  write(join("stacks", `${stack}.json`), value);
}

function fileOf(name) {
  return join(folder, "stacks", `${name}.json`);
}

function keyOf(word) {
  return word.includes(":") ? word : `nanoclaw:${word}`;
}

function isSecret(value) {
  return typeof value === "object" && value !== null && "secret" in value;
}

function reveal(values) {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, isSecret(value) ? value.secret : value]));
}

function read(name) {
  const path = join(folder, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

// As a whole or not at all: a test kills this program.
function write(name, value) {
  const path = join(folder, name);
  writeFileSync(`${path}.${process.pid}`, JSON.stringify(value, null, 2));
  renameSync(`${path}.${process.pid}`, path);
}

function note(entry) {
  appendFileSync(join(folder, "calls.jsonl"), `${JSON.stringify(entry)}\n`);
}

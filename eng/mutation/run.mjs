// node run.mjs [ROOM...]: changes the code of each room of rooms.json in one place at a time, and runs its tests against each
// change. Leaves artifacts/mutation/ROOM and artifacts/mutation/mutation.md; a room below its `atLeast` is an error.
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as dotnet from "./dotnet.mjs";
import { sumOf, survivorsOf, tableOf } from "./report.mjs";
import * as worker from "./worker.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "../..");
const rooms = JSON.parse(await readFile(join(here, "rooms.json"), "utf8"));
const asked = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(rooms);
for (const name of asked) if (!(name in rooms)) fail(`There is no room ${name}. There are: ${Object.keys(rooms).join(", ")}.`);

const sums = [];
for (const name of asked) {
  const report = await test(name, rooms[name]);
  sums.push(sumOf(name, rooms[name], report));
  console.log(survivorsOf(report, repository));
}

const table = tableOf(sums);
await writeFile(join(repository, "artifacts/mutation/mutation.md"), table);
if (process.env.GITHUB_STEP_SUMMARY) await appendFile(process.env.GITHUB_STEP_SUMMARY, `## Mutation\n\n${table}`);
console.log(table);
const below = sums.filter((it) => it.score < it.atLeast);
if (below.length > 0) fail(below.map((it) => `${it.name}: ${it.score.toFixed(1)} of at least ${it.atLeast}`).join("\n"));

async function test(name, room) {
  const results = join(repository, "artifacts/mutation", name);
  await rm(results, { recursive: true, force: true });
  await mkdir(results, { recursive: true });
  const run = await (room.project === "moltworker" ? worker : dotnet).test(repository, room, results);
  if (run.error) throw run.error;
  if (run.status !== 0) fail(`${name}: Stryker ended with ${run.status}.`);
  const [report] = (await readdir(results, { recursive: true })).filter((it) => it.endsWith("mutation-report.json"));
  return JSON.parse(await readFile(join(results, report), "utf8"));
}

function fail(why) {
  console.error(why);
  process.exit(1);
}

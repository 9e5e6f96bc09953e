// node raise-rotation.mjs STACK DAYS: raises nanoclaw:rotationVersion in Pulumi.STACK.yaml by one when it has had its value for DAYS or longer.
// Prints raised=true or raised=false, and version=<the file's version>. Needs the file's whole history.
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { StackFile, readStack } from "./stackFile.mjs";

const key = "rotationVersion";
const [stack, days] = process.argv.slice(2);
try {
  await raise(await readStack(stack));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function raise(file) {
  const version = file.wholeNumber(key);
  const age = (Date.now() / 1000 - since(file.name, version)) / 86_400;
  const due = age >= Number(days);
  if (due) await writeFile(file.name, file.withNumber(key, version + 1));
  console.log(`raised=${due}\nversion=${due ? version + 1 : version}`);
}

/** When the version came: the oldest commit since which the file has said the same number, however it was written. */
function since(name, version) {
  let time = Infinity;
  for (const line of git("log", "--format=%H %ct", "--", name).trim().split("\n").filter(Boolean)) {
    const [commit, seconds] = line.split(" ");
    if (versionAt(commit, name) !== version) break;
    time = Number(seconds);
  }
  if (time === Infinity) throw new Error(`${name} is not committed with ${key} ${version}: commit it first.`);
  return time;
}

function versionAt(commit, name) {
  try {
    return new StackFile(name, git("show", `${commit}:./${name}`)).wholeNumber(key);
  } catch {
    // Not there yet, or not yet a number: another value than today's.
    return undefined;
  }
}

function git(...args) {
  return execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 64 * 1024 * 1024 });
}

import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { withLock } from "./lock.mjs";
import { install } from "./install-packages.mjs";

// node eng/npm/install.mjs FOLDER [production] [again]: what FOLDER's lock file names is in its node_modules, or the last line of the
// standard error, and its obj/npm-failure.txt, say why not. Once, unless it is to be done again.
const folder = resolve(process.argv[2]);
const options = process.argv.slice(3);
const isProduction = options.includes("production");
const isAgain = options.includes("again");
const modules = join(folder, "node_modules");

// The stamps lie in node_modules, which npm ci empties first: an installation that broke off leaves none, and the next one makes it good.
const stamp = join(modules, ".installed-production");
const stampOfAll = join(modules, ".installed");
const failure = join(folder, "obj", "npm-failure.txt");

process.on("SIGINT", () => process.exit(130)).on("SIGTERM", () => process.exit(143));
mkdirSync(join(folder, "obj"), { recursive: true });
await withLock(join(folder, "obj", "npm.lock"), async () => {
  rmSync(failure, { force: true });
  if (isCurrent(stampOfAll) || (isProduction && isCurrent(stamp))) return;

  // Beside what is there already, since a Worker may run from it.
  const { problem } = await install(folder, { isProduction, isAddition: isCurrent(stamp) });
  if (problem !== undefined) {
    writeFileSync(failure, problem);
    console.error(problem);
    process.exitCode = 1;
    return;
  }

  mkdirSync(modules, { recursive: true });
  writeFileSync(stamp, "");
  if (!isProduction) writeFileSync(stampOfAll, "");
});
// A question to the registry may still wait for its answer.
process.exit();

function isCurrent(installed) {
  return (
    !isAgain && existsSync(installed) && ["package.json", "package-lock.json", ".npmrc"].every((name) => modified(join(folder, name)) <= modified(installed))
  );
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { notStarted, npm } from "./npm.mjs";
import { registryProblem } from "./registry.mjs";

const silent = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/**
 * Installs what the lock file of a folder names, and runs no script of any package. npm waits for minutes on a registry that
 * swallows what it is sent; so the registry is asked beside it, and where it is out of reach, npm's own cache is all there is.
 * @returns what went wrong, in one sentence and its cure, as `problem`.
 */
export async function install(folder, { isProduction, isAddition }) {
  const command = [...(isAddition ? ["install", "--no-save"] : ["ci"]), ...silent, ...(isProduction ? ["--omit=dev"] : [])];
  const asked = somePackage(folder);
  const online = npm(folder, command);
  const first = await Promise.race([online.ended, registryProblem(folder, asked).then((problem) => ({ problem }))]);
  if (first.problem === undefined) {
    const { code, error } = first.code === undefined ? await online.ended : first;
    return { problem: code === 0 ? undefined : refusal(folder, code, error) };
  }

  online.end();
  await online.ended;
  const offline = await npm(folder, [...command, "--offline"], true).ended;
  return { problem: offline.code === 0 ? undefined : first.problem };
}

function refusal(folder, code, error) {
  if (code === notStarted)
    return "npm was not found beside Node.js: get Node.js 20 or later with npm from https://nodejs.org/en/download and open a new terminal.";
  const lines = error.split("\n").map((line) => line.replace(/^npm (?:error|ERR!) ?/, "").trim());
  const said = lines.find((line) => line !== "" && !/^code |^A complete log/.test(line)) ?? `exit code ${code}`;
  return `npm could not install the packages of ${folder}: ${said}. Look at the registry (npm config get registry) and at the proxy, then start again.`;
}

/** A package that the lock file takes from the registry. */
function somePackage(folder) {
  const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  const [path] = Object.entries(packages).find(([name, it]) => name.startsWith("node_modules/") && it.integrity && !it.optional) ?? [];
  return path?.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./places.mjs";

const oldestNode = 20;

/** What is missing on this machine to build NanoClaw, in a sentence, or nothing. */
export function findProblem() {
  const [node] = process.versions.node.split(".").map(Number);
  if (node < oldestNode) {
    return `Node.js is too old: this is ${process.version}, and NanoClaw is built with ${oldestNode} or later. Get it from https://nodejs.org/en/download, open a new terminal and try again.`;
  }

  const { sdk } = JSON.parse(readFileSync(join(root, "global.json"), "utf8"));
  const chosen = spawnSync("dotnet", ["--version"], { cwd: root, encoding: "utf8", windowsHide: true });
  if (chosen.status === 0) return undefined;
  const listed = spawnSync("dotnet", ["--list-sdks"], { cwd: root, encoding: "utf8", windowsHide: true }).stdout?.trim() ?? "";
  const there =
    listed === ""
      ? "there is none"
      : `here is ${listed
          .split("\n")
          .map((line) => line.split(" ")[0])
          .join(", ")}`;
  return `NanoClaw needs the .NET SDK ${sdk.version} or a later one of the same major version, and ${there}. Get it from https://dotnet.microsoft.com/download, open a new terminal and try again.`;
}

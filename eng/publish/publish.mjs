import { spawnSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { copyWorkerd } from "./workerd.mjs";

// node eng/publish/publish.mjs [PLATFORM ...]: NanoClaw as a folder that needs nothing installed, in artifacts/publish/nanoclaw-PLATFORM.
const platforms = ["linux-x64", "linux-arm64", "osx-arm64", "win-x64"];
const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const wanted = process.argv.slice(2);
const unknown = wanted.filter((it) => !platforms.includes(it));
if (unknown.length > 0) {
  console.error(`publish: there is ${platforms.join(", ")}, and no ${unknown.join(", ")}.`);
  process.exit(2);
}

for (const platform of wanted.length > 0 ? wanted : platforms) {
  const folder = join(root, "artifacts", "publish", `nanoclaw-${platform}`);
  rmSync(folder, { recursive: true, force: true });
  run("dotnet", [
    "publish",
    join(root, "src", "NanoClaw.Cli"),
    "--configuration",
    "Release",
    "--runtime",
    platform,
    "--self-contained",
    "true",
    "--output",
    folder,
    "--artifacts-path",
    join(root, "artifacts", "publish", "build"),
    "--nologo",
    "-tl:off",
    "-v:quiet",
    "-nodeReuse:false",
    "-p:NanoClawPublish=true",
    ...(process.env.NANOCLAW_RELEASES ? [`-p:NanoClawReleases=${process.env.NANOCLAW_RELEASES}`] : []),
  ]);
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  await copyWorkerd(root, platform, folder);
  console.log(folder);
}

function run(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: ["ignore", 2, 2], cwd: root });
  if (error) console.error(`publish: ${program} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

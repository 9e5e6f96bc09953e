import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

const worker = "src/moltworker";
const here = "eng/mutation/worker";

/** Changes a room of the Worker in one place at a time, and leaves what came of it as `mutation-report.json` in `results`. */
export async function test(repository, room, results) {
  for (const folder of [worker, here]) {
    const installed = run(repository, process.execPath, ["eng/npm/install.mjs", folder]);
    if (installed.status !== 0) return installed;
  }

  const settings = join(results, "stryker-config.json");
  await writeFile(settings, JSON.stringify(settingsOf(room, relative(repository, results)), null, 2));
  const { nodeForTests } = await import(`../../${worker}/scripts/node.mjs`);
  return run(repository, nodeForTests(), [`${here}/node_modules/@stryker-mutator/core/bin/stryker.js`, "run", settings]);
}

function settingsOf(room, results) {
  return {
    // Vitest's runner switches mutants within its own process, and these tests run in workerd.
    testRunner: "command",
    commandRunner: { command: `node ${worker}/scripts/test.mjs --config ../../${here}/vitest.config.mts ${room.classes.join(" ")}` },
    mutate: room.mutate.map((it) => `${worker}/${it}`),
    concurrency: 2,
    coverageAnalysis: "off",
    tempDirName: `${results}/sandboxes`,
    ignorePatterns: ["/**", `!/${worker}/**`, "!/tests/contract/**", `!/${here}/**`, "node_modules"],
    reporters: ["json", "html", "progress"],
    jsonReporter: { fileName: `${results}/mutation-report.json` },
    htmlReporter: { fileName: `${results}/reports/mutation-report.html` },
  };
}

function run(repository, command, args) {
  return spawnSync(command, args, { cwd: repository, stdio: "inherit" });
}

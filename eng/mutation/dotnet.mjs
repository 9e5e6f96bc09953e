import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Changes a room of a .NET project in one place at a time, and leaves what came of it as `mutation-report.json` in `results`. */
export async function test(repository, room, results) {
  const settings = join(results, "stryker-config.json");
  await writeFile(settings, JSON.stringify({ "stryker-config": settingsOf(room) }, null, 2));
  return spawnSync("dotnet", ["stryker", "--config-file", settings, "--output", results, "--skip-version-check"], {
    cwd: join(repository, "tests", room.tests),
    // The code that it builds is looked through by every other build.
    env: { ...process.env, RunAnalyzers: "false" },
    stdio: "inherit",
  });
}

function settingsOf(room) {
  return {
    project: `${room.project}.csproj`,
    mutate: room.mutate,
    // VSTest's runner switches no mutant on in a test program of xunit v3.
    "test-runner": "mtp",
    "test-case-filter": room.classes.map((it) => `FullyQualifiedName~.${it}.`).join("|"),
    // With a second test program beside it, this runner takes killed mutants for survivors.
    concurrency: 1,
    "disable-mix-mutants": true,
    "ignore-methods": ["Log*", "*.ThrowIfNull"],
    reporters: ["json", "html", "progress"],
  };
}

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

// From a cold clone with empty caches of packages to the first answer, and what a command costs from then on.
const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const launches = 11;
const folder = mkdtempSync(join(tmpdir(), "nanoclaw-launch-"));
try {
  const clone = join(folder, "clone");
  spawnSync("git", ["clone", "--quiet", root, clone], { stdio: "inherit" });
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(MSBUILD|ANTHROPIC_|OPENAI_|CLOUDFLARE_|AGENT_|NANOCLAW_|UseSharedCompilation)/.test(name)),
  );
  Object.assign(environment, {
    NUGET_PACKAGES: join(folder, "nuget"),
    NUGET_HTTP_CACHE_PATH: join(folder, "nuget-http"),
    npm_config_cache: join(folder, "npm"),
    DOTNET_CLI_HOME: join(folder, "home"),
  });
  // A compiler's server that is warm already would take a third of the work away.
  spawnSync("dotnet", ["build-server", "shutdown"], { stdio: "ignore" });

  const load = loadavg()[0].toFixed(1);
  const started = performance.now();
  const first = spawn(join(clone, "nanoclaw"), ["dev", "--port", "0", "--ask", "Hello"], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const steps = [];
  createInterface({ input: first.stderr }).on("line", (line) => {
    const step = /^nanoclaw: +(\d+) s  (.*)/.exec(line);
    if (step) steps.push(`| ${step[2]} | ${step[1]} |`);
  });
  const code = await new Promise((resolve) => first.on("close", resolve));
  if (code !== 0) throw new Error(`The first answer did not come (exit code ${code}).`);
  const seconds = (performance.now() - started) / 1000;
  const times = Array.from({ length: launches }, () => timed(join(clone, "nanoclaw"), environment)).sort((a, b) => a - b);

  console.log(`${cpus().length} cores, load ${load} at the start\n`);
  console.log(["| step has ended | s |", "|---|---|", ...steps, `| the first answer | ${seconds.toFixed(1)} |`].join("\n"));
  console.log(`\nA command from then on (\`--version\`, median of ${launches}): ${Math.round(times[launches >> 1])} ms.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function timed(program, environment) {
  const started = performance.now();
  spawnSync(program, ["--version"], { env: environment, stdio: "ignore" });
  return performance.now() - started;
}

import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whose package of workerd a platform of .NET takes. */
const packages = { "linux-x64": "linux-64", "linux-arm64": "linux-arm64", "osx-arm64": "darwin-arm64", "win-x64": "windows-64" };

/** Puts workerd, of the version and the hash that the Worker's lock file names, beside the program, so that `dev` works without a clone. */
export async function copyWorkerd(root, platform, folder) {
  const name = `@cloudflare/workerd-${packages[platform]}`;
  const { packages: locked } = JSON.parse(readFileSync(join(root, "src", "moltworker", "package-lock.json"), "utf8"));
  const { version, integrity } = locked[`node_modules/${name}`];
  const temporary = mkdtempSync(join(tmpdir(), "nanoclaw-workerd-"));
  try {
    const [packed] = JSON.parse(run("npm", ["pack", `${name}@${version}`, "--json", "--ignore-scripts", "--loglevel=error"], temporary));
    if (packed.integrity !== integrity) throw new Error(`${name}@${version} has the hash ${packed.integrity}, and the lock file names ${integrity}.`);
    run("tar", ["-xzf", packed.filename.replace("@", "").replace("/", "-")], temporary);
    const binary = platform.startsWith("win") ? "workerd.exe" : "workerd";
    mkdirSync(join(folder, "workerd"), { recursive: true });
    copyFileSync(join(temporary, "package", "bin", binary), join(folder, "workerd", binary));
    for (const licence of readdirSync(join(temporary, "package")).filter((it) => /^LICEN[CS]E/i.test(it)))
      copyFileSync(join(temporary, "package", licence), join(folder, "workerd", licence));
    chmodSync(join(folder, "workerd", binary), 0o755);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** In the folder that it works in: on Windows a shell would part a path at its blanks, and one `tar` takes `C:` for a host. */
function run(program, args, folder) {
  const { status, stdout, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    shell: process.platform === "win32" && program === "npm",
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args[0]} ended with exit code ${status}.`);
  return stdout;
}

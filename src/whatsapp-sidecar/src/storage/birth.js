// @ts-check
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * What tells a process from a later one with the same id: when it began. Empty where the system does not say.
 * @param {number} pid
 * @param {NodeJS.Platform} [platform]
 * @returns {Promise<string>}
 */
export async function birthOf(pid, platform = process.platform) {
  try {
    if (platform === "linux") {
      const [boot, stat] = await Promise.all([readFile("/proc/sys/kernel/random/boot_id", "utf8"), readFile(`/proc/${pid}/stat`, "utf8")]);
      // The 22nd field, in ticks since the boot; the second, the program's name, may hold spaces and brackets (proc(5)).
      return `${boot.trim()} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
    }
    if (platform === "win32") return "";
    const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)], { env: { ...process.env, LC_ALL: "C", TZ: "UTC0" } });
    return stdout.trim();
  } catch {
    return "";
  }
}

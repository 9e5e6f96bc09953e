import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** All that the launcher makes. Apart from what `dotnet build` makes, so that a build beside a running assistant takes nothing from under it. */
export const launcherFolder = join(root, "artifacts", "launcher");
export const buildFolder = join(launcherFolder, "build");
export const logFile = join(launcherFolder, "build.log");
export const lockFile = join(launcherFolder, "lock");

/** Names the program's folder. */
export const currentFile = join(launcherFolder, "current");

/** As old as the newest source that is in the program. */
export const builtFile = join(launcherFolder, "built");

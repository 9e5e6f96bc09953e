// @ts-check
import { createRequire } from "node:module";
import { protocolVersion } from "./protocol/commands.js";
import { exitCode } from "./exit-code.js";
import { Sidecar } from "./sidecar.js";

const longestEndMs = 5000;

/**
 * Speaks with the host over standard input and output until it says stop, or is gone.
 * @param {import("./connection/socket.js").OpenSocket} openSocket
 * @param {import("./sidecar.js").Timings} [timings]
 */
export async function serve(openSocket, timings) {
  const { version } = createRequire(import.meta.url)("../package.json");
  // The host is gone: it takes up what it has not acknowledged when it is back.
  process.stdout.on("error", () => process.exit(exitCode.failed));
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  // Ctrl-C, a closed terminal and a service manager's stop go to the host and to this process at once: the host still
  // has answers to send, and closes the input when it is done.
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => {});
  emit({ type: "hello", protocol: protocolVersion, version, node: process.version });
  const code = await new Sidecar(openSocket, emit, timings).run(process.stdin);
  setTimeout(() => process.exit(code), longestEndMs).unref();
  process.stdout.write("", () => process.exit(code));
}

/** @param {import("./protocol/events.js").Event} event */
function emit(event) {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

/** @param {unknown} error its message may hold what a person wrote, or a key: only its kind and place are told */
function fail(error) {
  const place = error instanceof Error ? error.stack?.split("\n").find((line) => line.includes("    at "))?.trim() : undefined;
  process.stderr.write(`The WhatsApp sidecar failed: ${error instanceof Error ? error.name : typeof error} ${place ?? ""}\n`);
  process.exit(exitCode.failed);
}

import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const binary = process.env.WORKERD ?? require("workerd").default;
const clockTicks = 100;

/** None is left behind, whatever becomes of the bench. */
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/**
 * Starts a plain workerd with one Worker, or with another one before it, which has its objects and those of the bindings that are named.
 * @param worker `{ code, front, compatibilityDate, bindings, durableObjects, extensions, trusted }`
 */
export async function startWorkerd(worker, args = []) {
  const folder = await mkdtemp(join(tmpdir(), "moltworker-bench-"));
  await writeFile(join(folder, "worker.js"), worker.code);
  if (worker.front !== undefined) await writeFile(join(folder, "front.js"), worker.front.code);
  for (const [name, code] of Object.entries(worker.extensions ?? {})) await writeFile(join(folder, `${name}.js`), code);
  await writeFile(join(folder, "config.capnp"), configOf(worker));
  const started = performance.now();
  const child = spawn(binary, ["serve", "--experimental", "--control-fd=3", `--directory-path=state=${folder}`, ...args, "config.capnp"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.on("exit", () => running.delete(child));
  let errors = "";
  child.stderr.on("data", (piece) => (errors += piece));
  const { port, inspector } = await new Promise((resolve, reject) => {
    let control = "";
    child.stdio[3].on("data", (piece) => {
      control += piece;
      const events = control
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .map((line) => JSON.parse(line));
      const listening = events.find((event) => event.event === "listen");
      const inspecting = events.find((event) => event.event === "listen-inspector");
      if (listening && (args.length === 0 || inspecting)) resolve({ port: listening.port, inspector: inspecting?.port });
    });
    child.on("exit", (code) => reject(new Error(`workerd ended with ${code}: ${errors}`)));
  });
  return {
    port,
    inspector,
    started,
    pid: child.pid,
    errors: () => errors,
    cpuMilliseconds: () => cpuMilliseconds(child.pid),
    async stop() {
      child.kill();
      await new Promise((resolve) => child.once("exit", resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function workerdVersion() {
  return execFileSync(binary, ["--version"], { encoding: "utf8" })
    .trim()
    .replace(/^workerd /, "");
}

/** User and system time of the whole process, its threads included. */
function cpuMilliseconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / clockTicks;
}

function configOf({ compatibilityDate, compatibilityFlags = [], bindings = {}, durableObjects = [], extensions = {}, trusted, front }) {
  const written = (isBound) =>
    Object.entries(bindings)
      .filter(([name]) => isBound(name))
      .map(([name, value]) =>
        typeof value === "string"
          ? `(name = ${quote(name)}, text = ${quote(value)})`
          : `(name = ${quote(name)}, wrapped = (moduleName = ${quote(value.module)}))`,
      );
  const lists = {
    bindings: [
      ...written((name) => !front?.bindings.includes(name)),
      ...durableObjects.map(({ binding, className }) => `(name = ${quote(binding)}, durableObjectNamespace = ${quote(className)})`),
    ],
    front: [
      ...written((name) => front?.bindings.includes(name)),
      ...durableObjects.map(
        ({ binding, className }) => `(name = ${quote(binding)}, durableObjectNamespace = (className = ${quote(className)}, serviceName = "main"))`,
      ),
    ],
    namespaces: durableObjects.map(({ className }) => `(className = ${quote(className)}, uniqueKey = ${quote(className)}, enableSql = true)`),
    extensions: Object.keys(extensions).map(
      (name) => `(modules = [(name = ${quote(`bench:${name}`)}, internal = true, esModule = embed ${quote(`${name}.js`)})])`,
    ),
  };
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = ${quote(compatibilityDate)},
      compatibilityFlags = [${compatibilityFlags.map(quote).join(", ")}],
      bindings = [${lists.bindings.join(", ")}],
      durableObjectNamespaces = [${lists.namespaces.join(", ")}],
      ${durableObjects.length === 0 ? "" : 'durableObjectStorage = (localDisk = "state"),'}
      globalOutbound = "net",
    )),
${
  front === undefined
    ? ""
    : `(name = "front", worker = (
      modules = [(name = "front.js", esModule = embed "front.js")],
      compatibilityDate = ${quote(compatibilityDate)},
      compatibilityFlags = [${compatibilityFlags.map(quote).join(", ")}],
      bindings = [${lists.front.join(", ")}],
      globalOutbound = "net",
    )),`
}
    (name = "net", network = (allow = ["public", "private", "local"]${trusted === undefined ? "" : `, tlsOptions = (trustedCertificates = [${quote(trusted)}])`})),
    (name = "state", disk = (writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (forwardedProtoHeader = "x-forwarded-proto"), service = "${front === undefined ? "main" : "front"}")],
  extensions = [${lists.extensions.join(", ")}],
);
`;
}

function quote(text) {
  return JSON.stringify(text);
}

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "..", "..");
const manifest = JSON.parse(readFileSync(join(root, "dist", "manifest.json"), "utf8")) as {
  readonly modules: readonly { readonly file: string; readonly providers: readonly string[]; readonly inOrder: boolean }[];
  readonly front: { readonly file: string };
  readonly bindings: { readonly agent: readonly string[]; readonly front: readonly string[] };
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
  readonly durableObjects: readonly { readonly binding: string; readonly className: string }[];
};

/** A binding of the kind `ratelimit`, which plain workerd lacks: it always lets pass. */
const rateLimitModule = "export default () => ({ limit: async () => ({ success: true }) });";

export const token = "a-bearer-token-for-tests-0123456789";

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The built Worker, front and agent, in plain workerd, without Access, behind a real socket. */
export class WorkerdServer implements AsyncDisposable {
  private readonly directory: string;
  private readonly lines: string[] = [];
  private child: ChildProcess | null = null;
  private port = 0;

  private constructor(
    private readonly bindings: Readonly<Record<string, string>>,
    private readonly outbound: number | null,
  ) {
    this.directory = mkdtempSync(join(tmpdir(), "moltworker-"));
  }

  /** @param outbound the port of this machine that all of the Worker's own requests go to, whatever their address. */
  static async start(bindings: Readonly<Record<string, string>> = {}, outbound: number | null = null): Promise<WorkerdServer> {
    const server = new WorkerdServer(
      {
        ENVIRONMENT: "test",
        ALLOWED_HOSTS: "agent.test",
        ACCESS_MODE: "off",
        TOKEN_SHA256_CURRENT: sha256(token),
        MODEL_PROVIDER: "demo",
        RUNS_PER_DAY: "100000",
        RUNS_PER_MONTH: "100000",
        ...bindings,
      },
      outbound,
    );
    await server.launch();
    return server;
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host: "127.0.0.1", port: this.port };
  }

  /** All that workerd and the Worker have written. */
  get output(): string {
    return this.lines.join("\n");
  }

  /** The most memory that workerd has taken so far, in MiB; where the system keeps no peak, what it takes now. */
  get peakMemory(): number {
    const pid = this.child!.pid!;
    const kibibytes =
      process.platform === "linux"
        ? /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]!
        : execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
    return Math.round(Number(kibibytes) / 1024);
  }

  /** Ends workerd as a crash would, and starts it on the same files. */
  async crash(): Promise<void> {
    await this.kill();
    await this.launch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async launch(): Promise<void> {
    const config = join(this.directory, "config.capnp");
    const storage = join(this.directory, "storage");
    mkdirSync(storage, { recursive: true });
    writeFileSync(join(this.directory, "worker.js"), readFileSync(join(root, "dist", this.module)));
    writeFileSync(join(this.directory, "front.js"), readFileSync(join(root, "dist", manifest.front.file)));
    writeFileSync(config, this.capnp(storage));
    const child = spawn(workerd(), ["serve", "--control-fd=3", config], { cwd: this.directory, stdio: ["ignore", "pipe", "pipe", "pipe"] });
    this.child = child;
    createInterface({ input: child.stdout! }).on("line", (line) => this.lines.push(line));
    createInterface({ input: child.stderr! }).on("line", (line) => this.lines.push(line));
    this.port = await new Promise<number>((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`workerd ended with ${code}:\n${this.output}`)));
      createInterface({ input: child.stdio[3] as NodeJS.ReadableStream }).on("line", (line) => {
        const message = JSON.parse(line) as { readonly event: string; readonly port?: number };
        if (message.event === "listen" && message.port !== undefined) resolve(message.port);
      });
    });
  }

  private async kill(): Promise<void> {
    const child = this.child;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }

  /** The bundle that a stack with these models deploys. */
  private get module(): string {
    const asked = Object.entries(this.bindings).flatMap(([name, value]) => (/^MODEL_(\d_)?PROVIDER$/.test(name) ? [value] : []));
    return manifest.modules.find(({ providers, inOrder }) => asked.every((it) => providers.includes(it)) && (inOrder || asked.length === 1))!.file;
  }

  private capnp(storage: string): string {
    const texts = (script: "agent" | "front"): string[] =>
      Object.entries(this.bindings).flatMap(([name, value]) =>
        manifest.bindings[script].includes(name.replace(/^MODEL_\d_/, "MODEL_")) ? [`(name = ${text(name)}, text = ${text(value)})`] : [],
      );
    const objects = manifest.durableObjects.map((it) => `(name = ${text(it.binding)}, durableObjectNamespace = ${text(it.className)})`);
    const objectsOfAgent = manifest.durableObjects.map(
      (it) => `(name = ${text(it.binding)}, durableObjectNamespace = (className = ${text(it.className)}, serviceName = "agent"))`,
    );
    const limits = ["TOKEN_RATE_LIMIT", "IP_RATE_LIMIT"].map((name) => `(name = ${text(name)}, wrapped = (moduleName = "test:ratelimit"))`);
    const namespaces = manifest.durableObjects.map((it) => `(className = ${text(it.className)}, uniqueKey = ${text(it.className)}, enableSql = true)`);
    return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "front", worker = (
      modules = [(name = "front.js", esModule = embed "front.js")],
      compatibilityDate = ${text(manifest.compatibilityDate)},
      compatibilityFlags = [${manifest.compatibilityFlags.map(text).join(", ")}],
      bindings = [${[...texts("front"), ...objectsOfAgent, ...limits].join(",\n        ")}],
      globalOutbound = "outbound")),
    (name = "agent", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = ${text(manifest.compatibilityDate)},
      compatibilityFlags = [${manifest.compatibilityFlags.map(text).join(", ")}],
      bindings = [${[...texts("agent"), ...objects].join(",\n        ")}],
      durableObjectNamespaces = [${namespaces.join(", ")}],
      durableObjectStorage = (localDisk = "storage"),
      globalOutbound = "outbound")),
    (name = "storage", disk = (path = ${text(storage)}, writable = true)),
    (name = "outbound", ${this.outbound === null ? 'network = (allow = ["local"])' : `external = (address = "127.0.0.1:${this.outbound}", http = ())`})
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", service = "front", http = (forwardedProtoHeader = "X-Forwarded-Proto"))],
  extensions = [(modules = [(name = "test:ratelimit", internal = true, esModule = ${text(rateLimitModule)})])]
);
`;
  }
}

function text(value: string): string {
  return JSON.stringify(value);
}

function workerd(): string {
  const name = `@cloudflare/workerd-${process.platform === "win32" ? "windows" : process.platform}-${process.arch === "x64" ? "64" : process.arch}`;
  return join(root, "node_modules", name, "bin", process.platform === "win32" ? "workerd.exe" : "workerd");
}

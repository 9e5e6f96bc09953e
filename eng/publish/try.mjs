import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

// node eng/publish/try.mjs FOLDER: does the published program do, in an empty folder and without .NET or Node.js on the path, what it is for?
const program = resolve(process.argv[2], process.platform === "win32" ? "nanoclaw.exe" : "nanoclaw");
const empty = mkdtempSync(join(tmpdir(), "nanoclaw try-"));
// Without the first, Windows gives no program a socket.
const windows = { SystemRoot: process.env.SystemRoot, USERPROFILE: empty, TEMP: empty, TMP: empty, PATH: "C:\\nothing" };
let faults = 0;
try {
  check("--version", /^\d+\.\d+\.\d+/);
  check("--help", /Usage:/);
  check("doctor --offline", /./, [0, 1]);
  check("dev --port 0 --ask Hello", /Hello/);
  for (const leftover of readdirSync(resolve(process.argv[2]), { recursive: true }).filter((it) => /\.pdb$|NanoClaw.*\.xml$|Generator/.test(it)))
    fault(`${leftover} is for developers`);
  if (!existsSync(join(process.argv[2], "LICENSE"))) fault("the licence is missing");
} finally {
  rmSync(empty, { recursive: true, force: true });
}
process.exit(faults === 0 ? 0 : 1);

function check(line, expected, codes = [0]) {
  const { status, stdout, stderr } = spawnSync(program, line.split(" "), {
    cwd: empty,
    encoding: "utf8",
    env: process.platform === "win32" ? windows : { HOME: empty, PATH: "/usr/bin/nothing", TMPDIR: empty },
  });
  if (codes.includes(status) && expected.test(stdout)) console.log(`nanoclaw ${line}: ${stdout.trim().split("\n")[0]}`);
  else fault(`nanoclaw ${line} ended with ${status}:\n${stdout}\n${stderr}`);
}

function fault(text) {
  faults += 1;
  console.error(text);
}

import { fork } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { startAccess } from "./lib/access.mjs";
import { bundleFront, bundleVariant, bundleWorker } from "./lib/bundle.mjs";
import { Load } from "./lib/load.mjs";
import { profile } from "./lib/profile.mjs";
import { healthCall, refusedCall, spin, startConstant, subjects } from "./lib/subjects.mjs";
import { workerdVersion } from "./lib/workerd.mjs";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "9" },
    turns: { type: "string", default: "40" },
    pace: { type: "string", default: "2" },
    before: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const rounds = Number(options.rounds);
const turns = Number(options.turns);
const pace = Number(options.pace);
const lines = [];

function say(line = "") {
  console.log(line);
  lines.push(line);
}

function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

async function startFake(...args) {
  const child = fork(new URL("lib/fakeMessages.mjs", import.meta.url), args);
  const port = await new Promise((resolve) => child.once("message", resolve));
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}

/** Starts a subject and answers its first turns, so that what is measured is warm. */
async function warm(subject, concurrency, args, settings) {
  const server = await subject.start(args, settings);
  const load = new Load(server.port, concurrency);
  const check = ({ status, text }) => {
    if (status !== 200 || !subject.isRight(text)) throw new Error(`A turn went wrong with ${status}: ${text.slice(-300)} ${server.errors()}`);
  };
  const run = (count) => load.run(count, subject.call, check);
  await run(1);
  await run(concurrency);
  await run(concurrency);
  return {
    server,
    run,
    async stop() {
      load.close();
      await server.stop();
    },
  };
}

/** The Worker of another checkout, by that one's own bench, so that both are measured in the same rounds. */
async function subjectsBefore(checkout, model) {
  const { subjects: before } = await import(pathToFileURL(resolve(checkout, "bench/worker/lib/subjects.mjs")));
  return { before: before(model, access).moltworker };
}

async function measureTurns(all) {
  const running = [];
  for (const [name, subject] of Object.entries(all)) running.push({ name, times: [], ...(await warm(subject, turns)) });
  // In rounds, so that whatever else the machine does meets all of them alike.
  for (let round = 0; round < rounds; round++) {
    // And in turn from either end, so that none always comes behind the same one.
    for (const { server, run, times } of round % 2 === 0 ? running : running.toReversed()) {
      const before = server.cpuMilliseconds();
      await run(turns);
      times.push((server.cpuMilliseconds() - before) / turns);
    }
  }
  for (const { stop } of running) await stop();

  const ratioTo = (others, times) => median(times.map((time, round) => time / others[round]));
  say("| a turn, 600 deltas after a tool call | CPU, median ms | least ms | of the floor, median of rounds |");
  say("|---|---|---|---|");
  for (const { name, times } of running) {
    say(`| ${name} | ${median(times).toFixed(1)} | ${Math.min(...times).toFixed(1)} | ${ratioTo(running[0].times, times).toFixed(2)} |`);
  }
  say();
  const timesOf = (name) => running.find((it) => it.name === name)?.times;
  if (timesOf("before") !== undefined) {
    say(`A turn of the Worker took ${ratioTo(timesOf("before"), timesOf("moltworker")).toFixed(3)} of the one before, the median of ${rounds} rounds.`);
    say();
  }
}

/**
 * The profiler meets the thread only while it is in the isolate, so its counts are no shares of the CPU time: a Worker that
 * does nothing but compute tells how many make a millisecond.
 */
async function measureScript(all) {
  if (globalThis.WebSocket === undefined) {
    say(`The inspector's profile is left out: it needs Node 22's WebSocket, and this is Node ${process.versions.node}.`);
    return say();
  }
  const sum = (counts, isWanted) => [...counts].reduce((total, [name, count]) => total + (isWanted(name) ? count : 0), 0);
  const isWork = (name) => name !== "(idle)";
  const isReading = (name) => ["drain", "read", "fetch", "(native)"].includes(name);
  const isOwn = (name) => isWork(name) && !isReading(name) && !["(program)", "(garbage collector)"].includes(name);
  const take = async (subject, concurrency) => {
    const count = turns * 5;
    const { server, run, stop } = await warm(subject, concurrency, ["--inspector-addr=127.0.0.1:0"], { minify: false });
    const before = server.cpuMilliseconds();
    const counts = await profile(server.inspector, () => run(count));
    const cpu = server.cpuMilliseconds() - before;
    await stop();
    return { counts, cpu, count };
  };
  const computing = await take(spin, 1);
  const perMillisecond = sum(computing.counts, isWork) / computing.cpu;

  say("| a turn by the inspector, ms | in the isolate | taking pieces | script beyond that | engine | garbage collection |");
  say("|---|---|---|---|---|---|");
  for (const name of ["floor", "moltworker"]) {
    const { counts, count } = await take(all[name], turns);
    const milliseconds = (isWanted) => (sum(counts, isWanted) / perMillisecond / count).toFixed(1);
    const parts = [isWork, isReading, isOwn, (it) => it === "(program)", (it) => it === "(garbage collector)"];
    say(`| ${name} | ${parts.map(milliseconds).join(" | ")} |`);
  }
  say();
}

async function measureLatency(access) {
  const fake = await startFake("20", "clock");
  const all = subjects(fake.url, access);
  const { server, stop } = await warm(all.moltworker, 1);
  const load = new Load(server.port, 1);
  const late = [];
  const onPiece = (piece) => {
    const now = Date.now();
    for (const [, text] of piece.matchAll(/"text":"([^"]*)"/g)) {
      for (const sent of text.trim().split(" ")) if (/^\d{13}$/.test(sent)) late.push(now - Number(sent));
    }
  };
  for (let turn = 0; turn < 3; turn++) await load.one({ ...all.moltworker.call(turn), onPiece });
  load.close();
  await stop();
  fake.stop();
  late.sort((one, other) => one - other);
  say(
    `From the model's sending a text to its reader, a delta every 20 ms: median ${median(late)} ms, 99 of 100 within ${late[Math.floor(late.length * 0.99)]} ms, longest ${late.at(-1)} ms (${late.length} deltas).`,
  );
  say();
}

async function measureRefusals(all, access) {
  const count = 4000;
  const one = await all.moltworker.start();
  const other = await startConstant();
  const refused = { name: "refused: a wrong token", server: one, status: 401 };
  const constant = { name: "a constant answer", server: other, status: 200 };
  const both = [refused, constant];
  for (const it of both) {
    it.load = new Load(it.server.port, 40);
    it.cpu = [];
    it.rate = [];
    it.run = (n) =>
      it.load.run(
        n,
        () => refusedCall(access),
        ({ status }) => {
          if (status !== it.status) throw new Error(`A call was answered with ${status}.`);
        },
      );
    await it.run(count);
  }
  for (let round = 0; round < rounds; round++) {
    for (const it of both) {
      const before = it.server.cpuMilliseconds();
      const started = performance.now();
      await it.run(count);
      it.rate.push((count * 1000) / (performance.now() - started));
      it.cpu.push(((it.server.cpuMilliseconds() - before) * 1000) / count);
    }
  }
  say("| calls that are no runs | requests a second, with this generator | CPU, median us |");
  say("|---|---|---|");
  for (const { name, rate, cpu } of both) say(`| ${name} | ${Math.round(median(rate))} | ${median(cpu).toFixed(0)} |`);
  say();
  for (const { load, server } of both) {
    load.close();
    await server.stop();
  }
}

async function measureStart(all) {
  const times = { moltworker: [], constant: [] };
  for (let round = 0; round < 5; round++) {
    for (const [name, start] of [
      ["moltworker", () => all.moltworker.start()],
      ["constant", startConstant],
    ]) {
      const server = await start();
      const load = new Load(server.port, 1);
      const { status } = await load.one(healthCall);
      if (status !== 200) throw new Error(`The first call was answered with ${status}.`);
      times[name].push(performance.now() - server.started);
      load.close();
      await server.stop();
    }
  }
  say(
    `From the process's start to the first answer: ${median(times.moltworker).toFixed(0)} ms, of a Worker that answers a constant ${median(times.constant).toFixed(0)} ms.`,
  );
  say();
}

async function measureSize() {
  const kilobytes = async (code) => `${(gzipSync(await code, { level: 9 }).byteLength / 1000).toFixed(1)} KB`;
  say(
    `Bundle, minified and gzipped: ${await kilobytes(bundleWorker())}, and ${await kilobytes(bundleFront())} before it; the turn by \`ai\` alone: ${await kilobytes(bundleVariant("ai"))}.`,
  );
  say();
}

const access = await startAccess();
const fake = await startFake(String(pace));
const all = subjects(fake.url, access);
say("# What the Worker costs");
say();
say(
  `Measured by \`node run.mjs\` with workerd ${workerdVersion()}, Node ${process.versions.node}, ${availableParallelism()} cores; ${turns} turns at a time, ${rounds} rounds of ${turns}, a delta every ${pace} ms. CPU is the user and system time of the whole workerd process.`,
);
say();
await measureTurns(options.before === undefined ? all : { ...all, ...(await subjectsBefore(options.before, fake.url)) });
await measureScript(all);
await measureLatency(access);
await measureRefusals(all, access);
await measureStart(all);
await measureSize();
fake.stop();
access.stop();
if (options.write) await writeFile(fileURLToPath(new URL("RESULTS.md", import.meta.url)), `${lines.join("\n").trimEnd()}\n`);
process.exit(0);

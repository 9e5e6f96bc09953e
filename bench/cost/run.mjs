import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { Billing, prices } from "./lib/billing.mjs";
import { conversation, randomFrom } from "./lib/conversation.mjs";
import { replay } from "./lib/replay.mjs";
import { asBefore, withoutMarks } from "./lib/shapes.mjs";

const { values: options } = parseArgs({ options: { write: { type: "boolean", default: false } } });
const minutes = (count) => count * 60_000;
const turns = (count, gap) => Array.from({ length: count }, (_, index) => (index === 0 ? 0 : gap(index)));
const random = randomFrom(3);

/** Input dollars are to be at most so much of those before, for each model, and never more than without caching. */
const conversations = [
  { name: "30 turns, 2 minutes apart", gaps: turns(30, () => minutes(2)), goals: [0.25, 0.3] },
  { name: "30 turns, 5 minutes apart", gaps: turns(30, () => minutes(5)), goals: [0.25, 0.35] },
  { name: "30 turns, at most 5 minutes apart", gaps: turns(30, () => 20_000 + random(280_001)), goals: [0.25, 0.3] },
  { name: "30 turns, 2 minutes apart, short answers", gaps: turns(30, () => minutes(2)), mostWords: 160, goals: [0.26, 0.35] },
  { name: "30 turns, half an hour apart", gaps: turns(30, () => minutes(30)), goals: [0.25, 0.35] },
  { name: "30 turns, in bursts of 5 a day", gaps: turns(30, (index) => (index % 5 === 0 ? minutes(1440) : minutes(2))), goals: [0.5, 0.5] },
  { name: "200 turns, 2 minutes apart, compacted as they grow", gaps: turns(200, () => minutes(2)), goals: [0.25, 0.25] },
  { name: "30 turns, 3 hours apart", gaps: turns(30, () => minutes(180)) },
  { name: "30 turns, 3 hours apart, no tools", gaps: turns(30, () => minutes(180)), hasTools: false },
  { name: "12 turns, from 10 minutes to 10 hours apart", gaps: turns(12, () => minutes(10 + random(600))), hasTools: false },
];

const ways = { before: asBefore, none: withoutMarks, now: (request) => request };
const lines = [];
let missed = 0;

function say(line = "") {
  console.log(line);
  lines.push(line);
}

const count = (tokens) => tokens.toLocaleString("en-US");

for (const [place, [model, price]] of Object.entries(prices).entries()) {
  say(`## ${model}`);
  say();
  say(
    `$${price.fresh} a million fresh, $${price.write["5m"]} written for five minutes, $${price.write["1h"]} for an hour, $${price.read} read; kept from ${count(price.leastPrefix)} tokens on.`,
  );
  say();
  say("| conversation | way | fresh | written, 5 min | written, 1 h | read | input dollars | of before | of no caching |");
  say("|---|---|---|---|---|---|---|---|---|");
  for (const { name, gaps, goals, ...kind } of conversations) {
    const bills = Object.fromEntries(Object.keys(ways).map((way) => [way, new Billing(price)]));
    await replay(conversation(gaps, kind), (request, now) => {
      // A summary's request was never marked.
      const usages = Object.entries(ways).map(([way, shape]) => [
        way,
        bills[way].take(request.tools === undefined ? withoutMarks(request) : shape(request), now),
      ]);
      return Object.fromEntries(usages).now;
    });
    for (const [way, { tokens, dollars }] of Object.entries(bills)) {
      const of = (other) => (dollars / bills[other].dollars).toFixed(2);
      say(
        `| ${name} | ${way === "none" ? "no caching" : way} | ${[tokens.fresh, tokens["5m"], tokens["1h"], tokens.read].map(count).join(" | ")} | ${dollars.toFixed(4)} | ${of("before")} | ${of("none")} |`,
      );
    }
    const { before, none, now } = bills;
    const goal = goals?.[place] ?? Infinity;
    if (now.dollars > goal * before.dollars || now.dollars > none.dollars + 1e-9) {
      missed++;
      console.error(`MISSED: ${model}, ${name}: at most ${goal} of before and no more than without caching.`);
    }
  }
  say();
}
if (options.write) {
  await writeFile(
    new URL("RESULTS.md", import.meta.url),
    `# What the model is paid to read\n\nPrinted by \`node run.mjs --write\`; the same in each run. Output is not counted, since it is the same in each way.\n\n${lines.join("\n").trimEnd()}\n`,
  );
}
process.exitCode = missed > 0 ? 1 : 0;

import type { Random } from "./random";

const names = [
  "prompt",
  "sessionId",
  "groupFolder",
  "chatJid",
  "isMain",
  "isScheduledTask",
  "metadata",
  "assistantName",
  "timezone",
  "memory",
  "tasks",
  "groups",
  "id",
  "scheduleType",
  "status",
  "nextRun",
  "jid",
  "name",
  "folder",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "toJSON",
  "length",
  "",
  "\u0000",
  "\ud800",
  "a".repeat(300),
];

/** JSON texts of values that like to break things. */
const values = [
  "null",
  "true",
  "false",
  "0",
  "-0",
  "1e308",
  "1e999",
  "-1e999",
  "1e-999",
  "9007199254740993",
  `1${"0".repeat(400)}`,
  "0.1",
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udfff\\ud800"',
  '"\\u202e\\ufeff"',
  '"../../etc/passwd"',
  '"global"',
  '"<script>"',
  '"%00"',
  '"${7*7}"',
  '"\'; DROP TABLE runs; --"',
  `"${"a".repeat(70_000)}"`,
  '"2026-13-45T99:99:99Z"',
  '"Europe/Paris"',
  '"Mars/Olympus"',
  '"cron"',
  "[]",
  "{}",
  "[[]]",
  "[null]",
  "[{}]",
  '{"__proto__":{"isMain":true}}',
  '{"constructor":{"prototype":{"isMain":true}}}',
  '{"toString":1,"valueOf":1}',
  '{"toJSON":1}',
];

/** A body no client of good will would send. */
export function hostileBody(random: Random): Buffer {
  switch (random.below(12)) {
    case 0:
      return bytes(random, random.below(2000));
    case 1:
      return Buffer.from(broken(random, object(random, 3)));
    case 2:
      return nested(random);
    case 3:
      return Buffer.concat([Buffer.from('{"prompt":"'), bytes(random, 1 + random.below(50)), Buffer.from('"}')]);
    case 4:
      return random.below(20) === 0 ? oversize(random) : Buffer.from(random.pick(values));
    case 5:
      return Buffer.from(
        `{"metadata":{"${random.pick(["tasks", "groups"])}":[${Array(random.below(700))
          .fill(random.pick(values.slice(0, 20)))
          .join()}]}}`,
      );
    case 6:
      return Buffer.from(object(random, 4));
    default:
      return Buffer.from(almostGood(random));
  }
}

/** A good body in which some fields are replaced, left out, repeated or added. Its session is unknown, so that what passes does not run. */
function almostGood(random: Random): string {
  const fields: [string, string][] = [
    ["prompt", '"Hello"'],
    ["sessionId", '"s_unknown"'],
    ["groupFolder", `"g${random.below(20)}"`],
    ["chatJid", '"123@g.us"'],
    ["isMain", "false"],
    ["metadata", `{${JSON.stringify(random.pick(names))}:${value(random, 2)}}`],
  ];
  for (let changes = 1 + random.below(3); changes > 0; changes--) {
    const index = random.below(fields.length);
    switch (random.below(4)) {
      case 0:
        if (fields[index]![0] !== "sessionId") fields.splice(index, 1);
        break;
      case 1:
        fields.push([random.pick(names), value(random, 2)]);
        break;
      default:
        if (fields[index]![0] !== "sessionId") fields[index]![1] = value(random, 2);
    }
  }
  return `{${fields.map(([name, it]) => `${JSON.stringify(name)}:${it}`).join()}}`;
}

function object(random: Random, depth: number): string {
  return `{${Array.from({ length: random.below(6) }, () => `${JSON.stringify(random.pick(names))}:${value(random, depth - 1)}`).join()}}`;
}

function value(random: Random, depth: number): string {
  if (depth > 0 && random.below(3) === 0) return random.below(2) === 0 ? object(random, depth) : `[${value(random, depth - 1)},${value(random, depth - 1)}]`;
  return random.pick(values);
}

function broken(random: Random, json: string): string {
  const at = random.below(json.length + 1);
  return random.below(2) === 0
    ? json.slice(0, at)
    : json.slice(0, at) + random.pick(["}", "{", ",", '"', "\\", "\u0000", "//", "NaN", "undefined"]) + json.slice(at);
}

function nested(random: Random): Buffer {
  const depth = random.pick([10, 1000, 20_000]);
  const [open, inner, close] = random.pick([
    ["[", "", "]"],
    ['{"a":', "1", "}"],
    ['{"metadata":', "{}", "}"],
    ["[", "", ""],
  ] as const);
  return Buffer.from(open.repeat(depth) + inner + close.repeat(depth));
}

function oversize(random: Random): Buffer {
  return Buffer.alloc(262_145 + random.below(100_000), 0x20);
}

function bytes(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}

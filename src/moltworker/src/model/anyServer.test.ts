import { describe, expect, it } from "vitest";
import { TurnError } from "../conversation/turnError";
import { runTurn } from "../turn/runTurn";
import { actions, outputs } from "../turn/testing/turnContext";
import { chatServers, type Meant, messageServers, type Server } from "./testing/dialects";
import { fakeApi, stream } from "./testing/fakeApi";
import { Random } from "./testing/random";
import { turnOf } from "./testing/recorded";

const secret = "the PIN is 1234";
const words = [
  "Hello",
  "👋🏽",
  "世界",
  "a < b",
  "[x](y)",
  "`code`",
  "<think> is a tag",
  '{"a":1}',
  "\n\n",
  "Grüße",
  "</p>",
  "🇫🇷",
  "<tool_call> is a marker",
  "\ud83d",
];
const rounds = 60;

function meantBy(random: Random): Meant {
  const say = (most: number): string => Array.from({ length: 1 + random.below(most) }, () => random.pick(words)).join(" ");
  const calls = Array.from({ length: random.pick([0, 0, 1, 2, 3]) }, (_, at) =>
    random.chance(0.3) ? { name: "list_tasks", input: {} } : { name: "send_message", input: { text: `${at}: ${say(6)} end` } },
  );
  return { thinking: `Let me see, ${secret}.`, text: `So: ${say(12)} end`, calls };
}

function wire(events: readonly string[], random: Random): Uint8Array[] {
  const lineBreak = random.pick(["\n", "\r\n"]);
  const text = events
    .map((data) => `data:${random.pick([" ", "", "  ", "\t"])}${data}${data === "[DONE]" ? random.pick(["", " "]) : ""}${lineBreak}${lineBreak}`)
    .join("");
  const bytes = new TextEncoder().encode(random.chance(0.5) ? text : text.trimEnd());
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = 1 + random.below(random.pick([3, 200, 5000]));
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

const wellFormed = (text: string): string => text.toWellFormed();

function sent(calls: Meant["calls"]): unknown[] {
  return calls.map(({ name, input }) => ({
    name,
    arguments: Object.fromEntries(Object.entries(input).map(([key, value]) => [key, wellFormed(String(value))])),
  }));
}

describe.each([
  ...Object.entries(chatServers).map(([name, server]) => ({ name, server, provider: "openai" as const })),
  ...Object.entries(messageServers).map(([name, server]) => ({ name, server, provider: "anthropic" as const })),
])("$name, with a reply cut anywhere", ({ server, provider }) => {
  const fine = (provider === "openai" ? chatServers["OpenAI, calls laid into one another"]! : messageServers["Anthropic"]!) satisfies Server;
  const then = stream(
    fine({ thinking: "", text: "Fine.", calls: [] }, new Random(1))
      .map((data) => `data: ${data}\n\n`)
      .join(""),
  );

  it("gives the same text and the same calls", async () => {
    for (let seed = 1; seed <= rounds; seed++) {
      const random = new Random(seed);
      const meant = meantBy(random);
      const turn = turnOf(provider);
      const api = fakeApi(stream(...wire(server(meant, random), random)), then);
      await runTurn(turn, api.fetch);
      const told = outputs(turn);
      expect(told[0], `seed ${seed}`).toBe(wellFormed(meant.text).trim());
      expect(told.length, `seed ${seed}`).toBe(meant.calls.length > 0 ? 2 : 1);
      expect(actions(turn), `seed ${seed}`).toEqual(sent(meant.calls));
      expect(JSON.stringify(turn.events), `seed ${seed}`).not.toContain("PIN");
      expect(String(api.requests.at(-1)?.init.body)).not.toMatch(/\\ud[89a-f]/);
    }
  });

  it("gives a stable code where it breaks off, and no other outcome", async () => {
    for (let seed = 1; seed <= rounds; seed++) {
      const random = new Random(1000 + seed);
      const meant = meantBy(random);
      const events = server(meant, random);
      const kept = events.slice(0, 1 + random.below(events.length - 1));
      const broken = random.pick([
        () => kept,
        () => [...kept, '{"error":{"code":502,"message":"upstream"}}'],
        () => [...kept, '{"type":"error","error":{"type":"overloaded_error"}}'],
        () => events.map((data) => data.replace(/"(stop|tool_calls|end_turn|tool_use)"(?=[,}])(?!,"(id|text)")/g, '"some_new_reason"')),
        () => events.filter((data) => !/finish_reason":"[a-z]|stop_reason/.test(data)),
      ])();
      const turn = turnOf(provider);
      const outcome = await runTurn(turn, fakeApi(stream(...wire(broken, random)), then).fetch).catch((error: unknown) => error);
      expect(JSON.stringify(turn.events), `seed ${seed}`).not.toContain("PIN");
      if (outcome instanceof TurnError) {
        expect(outcome.code, `seed ${seed}`).toMatch(/^model_/);
        expect(outputs(turn), `seed ${seed}`).toEqual([]);
      } else {
        // What was cut off came after the reply's end.
        expect(outputs(turn)[0], `seed ${seed}`).toBe(wellFormed(meant.text).trim());
        expect(actions(turn), `seed ${seed}`).toEqual(sent(meant.calls));
      }
    }
  });
});

import { afterAll, beforeAll, expect, it } from "vitest";
import { send } from "./support/client";
import { hostileBody } from "./support/hostileBodies";
import { Random } from "./support/random";
import { WorkerdServer } from "./support/workerdServer";

const bodies = 10_000;
const seed = Number(process.env["HOSTILE_SEED"] ?? 20261122);
const codes = new Set(["invalid_json", "invalid_request", "body_too_large", "session_unknown"]);
const stack = /\n\s+at |\bat \S+ \(|worker\.js|Error:/;

let server: WorkerdServer;
beforeAll(async () => {
  server = await WorkerdServer.start();
});
afterAll(() => server[Symbol.asyncDispose]());

it(`answers ${bodies} random and hostile bodies (HOSTILE_SEED=${seed}) each with a clear refusal`, { timeout: 300_000 }, async () => {
  const random = new Random(seed);
  const seen = new Map<string, number>();
  async function work(): Promise<void> {
    for (;;) {
      const number = made++;
      if (number >= bodies) return;
      const body = hostileBody(random);
      const answer = await send(server, { body, stream: number % 2 === 0 });
      const said = `body ${number}: ${body.toString("latin1").slice(0, 200)}\n${answer.status} ${answer.text.slice(0, 500)}`;
      if (answer.status < 400 || answer.status >= 500 || stack.test(answer.text)) throw new Error(said);
      const { error } = JSON.parse(answer.text) as { error: { code: string; message: string } };
      if (!codes.has(error.code) || error.message.length > 500) throw new Error(said);
      seen.set(error.code, (seen.get(error.code) ?? 0) + 1);
    }
  }
  let made = 0;
  await Promise.all(Array.from({ length: 8 }, work));
  // All kinds were met, or the bodies are not as hostile as they ought to be.
  expect(new Set(seen.keys())).toEqual(codes);
  expect(server.output).not.toMatch(stack);
  expect(server.output).not.toContain("exception");
  expect(server.output).not.toContain('"fault"');
});

import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newRunId, runBody, send } from "./support/client";
import { ScriptedModel } from "./support/scriptedModel";
import { sha256, token, WorkerdServer } from "./support/workerdServer";

const key = "sk-planted-model-key-0123456789";
const wrongToken = "planted-wrong-token-0123456789";
/** Never to be seen outside, whoever asks. */
const secrets = [key, token, sha256(token), wrongToken];
/** The users' own: in answers to them, but not in a log. */
const contents = ["planted-prompt", "planted-answer", "planted-memory", "planted-argument", "planted-group-name"];

let model: ScriptedModel;
let refusing: Server;
const servers: WorkerdServer[] = [];

beforeAll(async () => {
  model = await ScriptedModel.start((reply) => {
    if (!reply.request.includes("tool_call_id")) return reply.callTool("send_message", { text: "planted-argument" });
    reply.say("planted-answer");
    reply.end();
  }, key);
  // It repeats what it was sent, as some do.
  refusing = createServer((request, response) => {
    const status = Number(/status(\d+)/.exec(request.url ?? "")?.[1]);
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ error: { message: `Incorrect API key provided: ${key}`, headers: request.headers } }));
  });
  refusing.listen(0, "127.0.0.1");
  await once(refusing, "listening");
});
afterAll(async () => {
  for (const server of servers) await server[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
  refusing.closeAllConnections();
  refusing.close();
});

const body = runBody({
  prompt: "planted-prompt",
  metadata: { memory: "planted-memory", groups: [{ jid: "1", name: "planted-group-name", folder: null }] },
});

async function start(bindings: Readonly<Record<string, string>>): Promise<WorkerdServer> {
  const server = await WorkerdServer.start(bindings);
  servers.push(server);
  return server;
}

it("are in no log and in no answer of a run that succeeds, replayed or refused", async () => {
  const server = await start(model.bindings);
  const call = { runId: newRunId(), body };
  const answers = [
    await send(server, call),
    await send(server, { ...call, stream: true }),
    await send(server, { ...call, body: runBody() }),
    await send(server, { headers: { Authorization: `Bearer ${wrongToken}` } }),
    await send(server, { headers: { Authorization: `Bearer ${sha256(token)}` } }),
    await send(server, { body: `{"prompt":"planted-prompt"` }),
    await send(server, { body: runBody({ prompt: "planted-prompt", isMain: token }) }),
    await send(server, { headers: { "Idempotency-Key": wrongToken + "!" } }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 409, 401, 401, 400, 400, 400]);
  expect(answers[0]!.text).toContain("planted-answer");
  for (const { text, headers } of answers) for (const secret of secrets) expect(JSON.stringify(headers) + text).not.toContain(secret);
  for (const it of [...secrets, ...contents]) expect(server.output).not.toContain(it);
  expect(server.output).toContain(call.runId);
});

it.each([400, 401, 403, 429, 500, 503, 529])("are not passed on where the model's API answers %i and repeats them", async (status) => {
  const { port } = refusing.address() as AddressInfo;
  const server = await start({ ...model.bindings, MODEL_BASE_URL: `http://127.0.0.1:${port}/status${status}` });
  const answers = [await send(server, { body }), await send(server, { body, stream: true })];
  expect(answers[0]!.status).toBeGreaterThanOrEqual(500);
  expect(answers[1]!.text).toContain("event: error");
  for (const { text } of answers) for (const it of [...secrets, ...contents]) expect(text).not.toContain(it);
  for (const it of [...secrets, ...contents]) expect(server.output).not.toContain(it);
});

it("are not told by a Worker that has them in the wrong place", async () => {
  const wrongs: readonly Readonly<Record<string, string>>[] = [
    { TOKEN_SHA256_CURRENT: token, ENVIRONMENT: `${key}!` },
    { MODEL_BASE_URL: `https://user:${key}@api.test`, RUNS_PER_DAY: key },
  ];
  for (const wrong of wrongs) {
    const server = await start({ ...model.bindings, ...wrong });
    const { status, text } = await send(server, { body });
    expect(status).toBe(503);
    for (const name of Object.keys(wrong)) expect(text).toContain(name);
    for (const it of secrets) expect(text + server.output).not.toContain(it);
  }
});

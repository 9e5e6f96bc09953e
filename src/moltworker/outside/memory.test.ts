import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runBody, send } from "./support/client";
import { WorkerdServer } from "./support/workerdServer";

const gigabyte = 2 ** 30;
/** MiB. What a turn leaves behind until the next collection is far below it, and what keeps a stream is far above. */
const slack = 250;

const chunk = (delta: object, rest: object = {}): string =>
  `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", choices: [{ index: 0, delta, ...rest }] })}\n\n`;
const call = (index: number, name: string, json: string): object => ({
  tool_calls: [{ index, id: `call_${index}`, type: "function", function: { name, arguments: json } }],
});
const calls = (...of: readonly (readonly [string, object])[]): string =>
  of.map(([name, input], index) => chunk(call(index, name, JSON.stringify(input)))).join("") + chunk({}, { finish_reason: "tool_calls" });
const said = chunk({ content: "Done." }) + chunk({}, { finish_reason: "stop" });

/** What the model streams until it has sent a gigabyte or the Worker has hung up, by the prompt. */
const floods: Readonly<Record<string, string>> = {
  COMMENTS: ": keep-alive\n\n".repeat(5_000),
  EMPTY: chunk({}).repeat(500),
  TEXT: chunk({ content: "x".repeat(60_000) }),
  WORDS: chunk({ content: "x" }).repeat(500),
  INTERNAL: chunk({ content: `<internal>${"x".repeat(60_000)}` }),
  THINKING: chunk({ reasoning_content: "x".repeat(60_000) }),
  ARGUMENTS: chunk(call(0, "send_message", "x".repeat(60_000))),
  CALLS: "",
  LINE: "x".repeat(65_536),
  BLANK: "\n".repeat(65_536),
  EVENT: `data: ${"x".repeat(60_000)}\n`,
};

let api: Server;
let server: WorkerdServer;
let sent = 0;

beforeAll(async () => {
  api = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (piece: string) => (body += piece));
    request.on("end", () => void answer(request.headers.host ?? "", body, response).catch(() => response.destroy()));
  });
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
  const { port } = api.address() as AddressInfo;
  server = await WorkerdServer.start({ MODEL_PROVIDER: "openai", MODEL_NAME: "m", MODEL_API_KEY: "k", MODEL_BASE_URL: "https://model.test/v1" }, port);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  api.closeAllConnections();
  api.close();
});

async function answer(host: string, body: string, response: ServerResponse): Promise<void> {
  if (host !== "model.test") {
    response.writeHead(200, { "Content-Type": "text/html" });
    return flood(response, "<p><a href='/x'>x</a> &lt;".repeat(3_000));
  }
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] };
  // Before it stands the time.
  const prompt = messages
    .findLast(({ role }) => role === "user")!
    .content.split("\n")
    .at(-1)!;
  const results = messages.slice(messages.findLastIndex(({ role }) => role === "user")).filter(({ role }) => role === "tool").length;
  const kind = /^[A-Z]+/.exec(prompt)?.[0] ?? "";
  if (kind === "CALLS") {
    for (let index = 0; sent < gigabyte && !response.destroyed; index += 500) {
      await write(response, Array.from({ length: 500 }, (_, at) => chunk(call(index + at, "recall", '{"query":"x"}'))).join(""));
    }
    response.end();
  } else if (kind in floods) await flood(response, floods[kind]!);
  else if (results > 0) response.end(said);
  else if (kind === "NOTES")
    response.end(calls(...Array.from({ length: 16 }, (_, at) => ["remember", { key: `${prompt} ${at}`, value: "x".repeat(4_000) }] as const)));
  else if (kind === "LISTS")
    response.end(calls(...Array.from({ length: 16 }, (_, at) => [at % 2 === 0 ? "recall" : "list_tasks", at % 2 === 0 ? { query: "x" } : {}] as const)));
  else if (kind === "PAGE") response.end(calls(["web_fetch", { url: "https://page.com/" }]));
  else response.end(said);
}

async function flood(response: ServerResponse, piece: string): Promise<void> {
  while (sent < gigabyte && !response.destroyed) await write(response, piece);
  response.end();
}

async function write(response: ServerResponse, piece: string): Promise<void> {
  sent += piece.length;
  if (response.write(piece)) return;
  const settled = new AbortController();
  await Promise.race([once(response, "drain", settled), once(response, "close", settled)]);
  settled.abort();
}

async function codeOf(prompt: string, body: object = {}): Promise<string> {
  sent = 0;
  const { status, text } = await send(server, { body: runBody({ groupFolder: "group", prompt, ...body }) });
  return status === 200 ? "done" : (JSON.parse(text) as { error: { code: string } }).error.code;
}

it("takes no more memory for a stream of a gigabyte, a page of one, hundreds of notes and tasks, or thousands of calls", { timeout: 300_000 }, async () => {
  const tasks = Array.from({ length: 10 }, (_, at) => ({
    id: `t${at}`,
    groupFolder: "group",
    prompt: "x".repeat(16_000),
    scheduleType: "cron",
    scheduleValue: "0 9 * * *",
    status: "active",
    nextRun: null,
  }));
  for (let time = 0; time < 5; time++) expect(await codeOf("Hello")).toBe("done");
  const before = server.peakMemory;
  for (const kind of Object.keys(floods)) {
    expect(await codeOf(kind), kind).toMatch(/^(output_limit|model_protocol)$/);
    // It hung up: by far not all was sent, whatever lay in the buffers between.
    expect(sent, kind).toBeLessThan(gigabyte / 4);
  }
  expect(await codeOf("PAGE https://page.com/")).toBe("done");
  expect(sent).toBeLessThan(gigabyte / 4);
  for (let time = 0; time < 34; time++) expect(await codeOf(`NOTES ${time}`)).toBe("done");
  expect(await codeOf("LISTS", { metadata: { tasks } })).toBe("done");
  expect(await codeOf("Hello")).toBe("done");
  expect(server.peakMemory - before).toBeLessThan(slack);
});

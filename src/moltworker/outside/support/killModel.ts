import { setTimeout } from "node:timers/promises";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Where a turn is, as the model and the web see it. */
export const moments = ["asked 0", "piece 0", "ended 0", "page", "page sent", "asked 1", "ended 1", "asked 2", "piece 2", "later piece 2", "ended 2"] as const;
export type Moment = (typeof moments)[number];

interface Message {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_calls?: readonly unknown[];
}

/** A request to the model, or to the web: that is one for the page. */
export interface Asked {
  readonly run: string;
  /** Model calls that the turn had made; a page belongs to the one before it. */
  readonly step: number;
  readonly messages: readonly Message[];
}

/**
 * A model that takes three steps a turn: text, a message and a page; two more actions; the answer. And the web beside it.
 * A run whose name ends in `x` is worded otherwise each time that it is asked for the same step.
 */
export class KillModel implements AsyncDisposable {
  readonly asked: Asked[] = [];
  private readonly texts = new Map<string, string[]>();

  private constructor(
    private readonly server: Server,
    readonly bindings: Readonly<Record<string, string>>,
    readonly port: number,
  ) {}

  /** @param at is told each moment of a run, which goes on when it resolves. */
  static async start(at: (run: string, moment: Moment) => Promise<void>): Promise<KillModel> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const model = new KillModel(
      server,
      { MODEL_PROVIDER: "openai", MODEL_NAME: "killed", MODEL_API_KEY: "key", MODEL_BASE_URL: `http://127.0.0.1:${port}/v1`, MODEL_DIALECT: "hosted" },
      port,
    );
    server.on("request", (request, response) => {
      let body = "";
      request.setEncoding("utf8");
      request.on("data", (piece: string) => (body += piece));
      request.on("end", () => void (request.method === "GET" ? model.page(request.url ?? "", response, at) : model.reply(body, response, at)));
      // Its asker may be gone.
      response.on("error", () => undefined);
    });
    return model;
  }

  /** The texts that a run's last step was given so far. */
  answersOf(run: string): readonly string[] {
    return this.texts.get(run) ?? [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private async page(url: string, response: ServerResponse, at: (run: string, moment: Moment) => Promise<void>): Promise<void> {
    const run = /run-\w+/.exec(url)?.[0] ?? "";
    this.asked.push({ run, step: 0.5, messages: [] });
    await at(run, "page");
    response.writeHead(200, { "Content-Type": "text/plain" });
    response.end("The weather is fine.");
    await at(run, "page sent");
  }

  private async reply(body: string, response: ServerResponse, at: (run: string, moment: Moment) => Promise<void>): Promise<void> {
    const { messages } = JSON.parse(body) as { messages: readonly Message[] };
    const prompt = messages.findLastIndex(({ role, content }) => role === "user" && JSON.stringify(content).includes("run-"));
    const run = [...JSON.stringify(messages[prompt]!.content).matchAll(/run-\w+/g)].at(-1)![0];
    const step = messages.slice(prompt).filter(({ role }) => role === "assistant").length;
    this.asked.push({ run, step, messages });
    await at(run, `asked ${step}` as Moment);
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    const send = (delta: object, finish: string | null = null): void =>
      void response.write(`data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`);
    const pieces = this.piecesOf(run, step);
    for (const [index, content] of pieces.entries()) {
      send({ content });
      await setTimeout(20);
      if (index === 0) await at(run, `piece ${step}` as Moment);
      if (index === pieces.length - 2) await at(run, "later piece 2");
    }
    const calls = callsOf(run, step);
    for (const [index, [name, args]] of calls.entries()) {
      send({ tool_calls: [{ index, id: `call_${step}_${index}`, type: "function", function: { name, arguments: JSON.stringify(args) } }] });
    }
    send({}, calls.length > 0 ? "tool_calls" : "stop");
    response.end("data: [DONE]\n\n");
    await at(run, `ended ${step}` as Moment);
  }

  private piecesOf(run: string, step: number): readonly string[] {
    if (run.startsWith("run-after")) return ["Nothing more."];
    if (step === 0) return ["Let me ", "look. "];
    if (step === 1) return [];
    const given = this.answersOf(run);
    const words = run.endsWith("x") ? `try${given.length}` : "ok";
    const pieces = [
      "It is ",
      "fi\u00f1e ",
      "\ud83e\uddd1\ud83c\udffd ",
      `<internal>not ${words}</int`,
      "ernal>",
      "today, ",
      `${words}, `,
      "and so ",
      "it will ",
      "be.",
    ];
    this.texts.set(run, [...given, pieces.join("").replace(/<internal>.*<\/internal>/, "")]);
    return pieces;
  }
}

function callsOf(run: string, step: number): readonly (readonly [string, object])[] {
  switch (run.startsWith("run-after") ? -1 : step) {
    case 0:
      return [
        ["send_message", { text: `first of ${run}` }],
        ["web_fetch", { url: `https://page.example.com/${run}` }],
      ];
    case 1:
      return [
        ["remember", { key: run, value: "fine" }],
        ["schedule_task", { prompt: `second of ${run}`, scheduleType: "interval", scheduleValue: "3600000" }],
      ];
    default:
      return [];
  }
}

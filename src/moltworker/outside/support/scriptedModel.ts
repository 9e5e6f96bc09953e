import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An answer of the model, under the test's hand. */
export class ScriptedReply {
  constructor(
    private readonly response: ServerResponse,
    /** The body of the Worker's request, and its headers, as text. */
    readonly request: string,
  ) {}

  say(content: string): void {
    this.chunk({ choices: [{ index: 0, delta: { content } }] });
  }

  /** Breaks the connection. */
  hangUp(): void {
    this.response.destroy();
  }

  callTool(name: string, args: unknown): void {
    this.chunk({
      choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name, arguments: JSON.stringify(args) } }] } }],
    });
    this.end("tool_calls");
  }

  end(reason = "stop"): void {
    this.chunk({ choices: [{ index: 0, delta: {}, finish_reason: reason }] });
    this.chunk({ choices: [], usage: { prompt_tokens: 12, completion_tokens: 34 } });
    this.response.end("data: [DONE]\n\n");
  }

  private chunk(value: object): void {
    this.response.write(`data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", ...value })}\n\n`);
  }
}

/** A server of OpenAI's chat completions whose every answer a script gives. */
export class ScriptedModel implements AsyncDisposable {
  private constructor(
    private readonly server: Server,
    readonly bindings: Readonly<Record<string, string>>,
  ) {}

  /** The bindings of a model that is asked after `number - 1` others. */
  asNumber(number: number, name: string): Readonly<Record<string, string>> {
    return {
      ...Object.fromEntries(Object.entries(this.bindings).map(([key, value]) => [key.replace("MODEL_", `MODEL_${number}_`), value])),
      [`MODEL_${number}_NAME`]: name,
    };
  }

  /** @param refuse what a request gets instead of an answer: a status, nothing at all, or a broken connection. */
  static async start(
    script: (reply: ScriptedReply) => void | Promise<void>,
    key = "model-key",
    refuse?: () => number | "silence" | "hang up" | undefined,
  ): Promise<ScriptedModel> {
    const server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8");
      request.on("data", (piece: string) => (body += piece));
      request.on("end", () => {
        const refusal = refuse?.();
        if (refusal === "silence") return;
        if (refusal === "hang up") return void request.socket.destroy();
        response.writeHead(refusal ?? 200, { "Content-Type": "text/event-stream" });
        if (refusal !== undefined) return void response.end("{}");
        void script(new ScriptedReply(response, `${JSON.stringify(request.headers)}\n${body}`));
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return new ScriptedModel(server, {
      MODEL_PROVIDER: "openai",
      MODEL_NAME: "scripted",
      MODEL_API_KEY: key,
      MODEL_BASE_URL: `http://127.0.0.1:${port}/v1`,
      // Its text holds no thinking, so it may be shown as it comes.
      MODEL_DIALECT: "hosted",
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}

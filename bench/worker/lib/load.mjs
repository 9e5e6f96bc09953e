import { Agent, request } from "node:http";

/** Calls a server, so many at a time, over connections that are kept. */
export class Load {
  #agent;

  constructor(port, concurrency) {
    this.port = port;
    this.concurrency = concurrency;
    this.#agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  }

  /** Makes `count` calls; `call(n)` tells the headers and the body of each, `check` throws where an answer is not right. */
  async run(count, call, check) {
    let next = 0;
    await Promise.all(
      Array.from({ length: Math.min(this.concurrency, count) }, async () => {
        while (next < count) check(await this.one(call(next++)));
      }),
    );
  }

  one({ method = "POST", path = "/", headers = {}, body = "", onPiece }) {
    return new Promise((resolve, reject) => {
      const started = performance.now();
      const sent = request(
        { host: "127.0.0.1", port: this.port, method, path, headers: { ...headers, "content-length": Buffer.byteLength(body) }, agent: this.#agent },
        (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (piece) => {
            text += piece;
            onPiece?.(piece);
          });
          response.on("end", () => resolve({ status: response.statusCode, text, milliseconds: performance.now() - started }));
          response.on("error", reject);
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  }

  close() {
    this.#agent.destroy();
  }
}

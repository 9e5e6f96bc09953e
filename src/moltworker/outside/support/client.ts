import { randomUUID } from "node:crypto";
import { Agent, type IncomingMessage, request } from "node:http";
import { token, type WorkerdServer } from "./workerdServer";

export interface Call {
  readonly runId?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly path?: string;
  readonly stream?: boolean;
  readonly lastEventId?: number;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

export function newRunId(): string {
  return randomUUID();
}

export function runBody(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ prompt: "Hello", groupFolder: "family", chatJid: "123@g.us", isMain: false, ...fields });
}

/** Begins a call; the answer's body is the caller's to read or to cut. */
export function open(server: WorkerdServer, call: Call): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const it = request(
      {
        ...server.address,
        // A connection that will be cut is nobody else's.
        agent: call.stream ? false : agent,
        method: call.method ?? "POST",
        path: call.path ?? "/v1/agent/run",
        ...(call.signal && { signal: call.signal }),
        headers: {
          Host: "agent.test",
          "X-Forwarded-Proto": "https",
          Authorization: `Bearer ${token}`,
          "Content-Type": "application/json",
          "Idempotency-Key": call.runId ?? newRunId(),
          Accept: call.stream ? "text/event-stream" : "application/json",
          ...(call.lastEventId !== undefined && { "Last-Event-ID": String(call.lastEventId) }),
          ...call.headers,
        },
      },
      resolve,
    );
    it.on("error", reject);
    it.end(call.body ?? (call.method === undefined ? runBody() : undefined));
  });
}

export async function send(server: WorkerdServer, call: Call = {}): Promise<Answer> {
  const response = await open(server, call);
  response.setEncoding("utf8");
  let text = "";
  for await (const piece of response) text += piece;
  return { status: response.statusCode!, headers: response.headers, text };
}

export interface SentEvent {
  readonly id: number;
  readonly event: string;
  readonly data: unknown;
}

/** The whole events of a piece of a stream; a broken last one and comments do not count. */
export function eventsIn(text: string): SentEvent[] {
  return text
    .split("\n\n")
    .slice(0, -1)
    .filter((block) => !block.startsWith(":"))
    .map((block) => {
      const [id, event, data] = block.split("\n") as [string, string, string];
      return { id: Number(id.slice(4)), event: event.slice(7), data: JSON.parse(data.slice(6)) as unknown };
    });
}

/** Reads until `enough` says so of the text so far, cuts the connection, and returns the text. */
export async function readUntil(response: IncomingMessage, enough: (text: string) => boolean): Promise<string> {
  let text = "";
  response.setEncoding("utf8");
  for await (const piece of response) {
    text += piece;
    if (enough(text)) break;
  }
  response.destroy();
  return text;
}

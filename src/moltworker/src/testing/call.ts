import { answer } from "../front/front";
import type { Bindings } from "../config/bindingReader";
import { bindings } from "./bindings";
import { testToken } from "./testToken";

export interface Call {
  readonly url?: string;
  readonly method?: string;
  readonly runId?: string;
  /** Undefined takes a header away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: BodyInit | null;
  readonly bindings?: Bindings;
}

const withoutAccess = { ACCESS_MODE: "off" };

export function runBody(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ prompt: "Hello", groupFolder: "family", chatJid: "123@g.us", isMain: false, ...fields });
}

/** Asks the Worker for a run as its client would; by default without Access. */
export function call(it: Call = {}): Promise<Response> {
  const headers = new Headers();
  const wanted = {
    Authorization: `Bearer ${testToken}`,
    "Content-Type": "application/json",
    "Idempotency-Key": it.runId ?? crypto.randomUUID(),
    "CF-Connecting-IP": "203.0.113.7",
    ...it.headers,
  };
  for (const [name, value] of Object.entries(wanted)) if (value !== undefined) headers.set(name, value);
  const method = it.method ?? "POST";
  const request = new Request(it.url ?? "https://agent.test/v1/agent/run", {
    method,
    headers,
    ...(method !== "GET" && method !== "HEAD" && { body: it.body === undefined ? runBody() : it.body }),
  });
  return answer(request, bindings({ ...withoutAccess, ...it.bindings }));
}

export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string; readonly retryAfterSeconds?: number };
}

/** Reads a refusal and returns its code, after a look at what all refusals have in common. */
export async function codeOf(response: Response): Promise<string> {
  const { error } = await response.json<ErrorAnswer>();
  const seconds = response.headers.get("Retry-After");
  const wrong = [
    response.headers.get("Content-Type") !== "application/json" && "content type",
    response.headers.get("Cache-Control") !== "no-store" && "cache control",
    response.headers.get("X-Content-Type-Options") !== "nosniff" && "nosniff",
    seconds !== (error.retryAfterSeconds === undefined ? null : String(error.retryAfterSeconds)) && "retry after",
    /\bat .*[:(]\d+/.test(error.message) && "stack",
  ].filter(Boolean);
  if (wrong.length > 0) throw new Error(`${error.code}: wrong ${wrong.join(", ")}`);
  return error.code;
}

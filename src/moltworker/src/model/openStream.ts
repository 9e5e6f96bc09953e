import { firstBytes } from "../http/firstBytes";
import type { Fetch } from "./model";
import { contextFull, tellsContextFull } from "./endings";
import { errorForStatus, senseless, unreachable } from "./modelErrors";
import { toWellFormedJson } from "./wellFormed";

export interface StreamRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>> | object;
  /** Fields that not every server and model takes; those that are undefined are none. */
  readonly optional?: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

/** Bytes of an error that are looked at. */
const longestError = 4_096;

/** Optional fields that a model refused, by place, model and name. Known until the isolate ends: being refused again costs one quick answer. */
const refused = new Set<string>();

/**
 * Posts to a model's API and hands back its event stream, or the failure that its answer means. Where it refuses an optional field by name,
 * it is asked once more without.
 */
export async function openStream(fetch: Fetch, request: StreamRequest): Promise<ReadableStream<Uint8Array>> {
  const { url, body, optional = {} } = request;
  const key = (field: string): string => `${url} ${(body as { readonly model?: string }).model} ${field}`;
  const taken = Object.entries(optional).filter(([field, value]) => value !== undefined && value !== false && !refused.has(key(field)));
  const response = await post(fetch, { ...request, body: { ...body, ...Object.fromEntries(taken) } });
  if (response.status !== 200) {
    const isRefused = response.status === 400 || response.status === 422;
    // The status counts, though what comes with it breaks off.
    const said = new TextDecoder().decode(await firstBytes(response.body, isRefused ? longestError : 0).catch(() => undefined));
    const named = isRefused ? taken.filter(([field]) => said.includes(field)) : [];
    for (const [field] of named) refused.add(key(field));
    if (named.length > 0) return openStream(fetch, request);
    if (tellsContextFull.test(said)) throw contextFull();
    throw errorForStatus(response.status, response.headers.get("retry-after"), said);
  }
  if (response.body === null || !/^text\/event-stream\b/i.test(response.headers.get("content-type") ?? "")) {
    await firstBytes(response.body, 0);
    throw senseless("its content type is not text/event-stream");
  }
  return response.body;
}

async function post(fetch: Fetch, { url, headers, body, signal }: StreamRequest): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream", ...headers },
      body: toWellFormedJson(body),
      // A redirect would carry the key to another host.
      redirect: "manual",
      signal,
    });
  } catch {
    throw unreachable();
  }
}

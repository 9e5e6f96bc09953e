import type { Fetch } from "./model";
import { errorForStatus, senseless, unreachable } from "./modelErrors";
import { toWellFormedJson } from "./wellFormed";

export interface StreamRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly signal: AbortSignal;
}

/** Posts to a model's API and hands back its event stream, or the failure that its answer means. */
export async function openStream(fetch: Fetch, request: StreamRequest): Promise<ReadableStream<Uint8Array>> {
  const response = await post(fetch, request);
  if (response.status !== 200) {
    await response.body?.cancel();
    throw errorForStatus(response.status, response.headers.get("retry-after"));
  }
  if (response.body === null || !/^text\/event-stream\b/i.test(response.headers.get("content-type") ?? "")) {
    await response.body?.cancel();
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

import type { Fetch } from "../model";

/** What a test's model API answers, one after the other; the last answer is kept up. */
export interface FakeApi {
  readonly fetch: Fetch;
  readonly requests: { readonly url: string; readonly init: RequestInit; readonly body: Record<string, unknown> }[];
}

export type Answer = () => Response | Promise<Response>;

export function fakeApi(...answers: readonly Answer[]): FakeApi {
  const requests: FakeApi["requests"] = [];
  return {
    requests,
    async fetch(url, init) {
      requests.push({ url, init, body: JSON.parse(String(init.body)) as Record<string, unknown> });
      const answer = answers[Math.min(requests.length, answers.length) - 1];
      if (answer === undefined) throw new TypeError("Network connection lost.");
      return await answer();
    },
  };
}

/** A stream of these pieces, each a read of its own. */
export function stream(...pieces: readonly (string | Uint8Array | Error)[]): Answer {
  return () => eventStream(pieces);
}

export function eventStream(pieces: readonly (string | Uint8Array | Error)[]): Response {
  const encoder = new TextEncoder();
  const rest = [...pieces];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = rest.shift();
      if (piece === undefined) controller.close();
      else if (piece instanceof Error) controller.error(piece);
      else controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8" } });
}

export function status(code: number, headers: Record<string, string> = {}, body = ""): Answer {
  return () => new Response(body, { status: code, headers });
}

import { runTurn } from "../../../src/moltworker/src/turn/runTurn";
import { testTurn } from "../../../src/moltworker/src/turn/testing/turnContext";
import type { RunRequest } from "../../../src/moltworker/src/contract";

/** The turn alone: no checks, no Durable Object, nothing stored. */
export default {
  async fetch(request: Request, env: { readonly MODEL_BASE_URL: string }, ctx: ExecutionContext): Promise<Response> {
    const asked = (await request.json()) as RunRequest;
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    const encoder = new TextEncoder();
    let id = 0;
    const turn = runTurn(
      testTurn({
        request: { ...asked, metadata: { assistantName: "Andy", timezone: "Europe/Paris", tasks: [], groups: [] } },
        at: Date.now(),
        model: { provider: "anthropic", name: "bench", baseUrl: env.MODEL_BASE_URL, apiKey: "bench" },
        emit: ({ event, data }) => void writer.write(encoder.encode(`id: ${++id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)),
      }),
    ).then(() => writer.close());
    ctx.waitUntil(turn);
    return new Response(readable, { headers: { "content-type": "text/event-stream" } });
  },
};

import { newSpent } from "../../../src/moltworker/src/bounds/spent";
import { runTurn } from "../../../src/moltworker/src/turn/runTurn";
import type { RunRequest } from "../../../src/moltworker/src/contract";

/** The turn alone: no checks, no Durable Object, nothing stored. */
export default {
  async fetch(request: Request, env: { readonly MODEL_BASE_URL: string }, ctx: ExecutionContext): Promise<Response> {
    const asked = (await request.json()) as RunRequest;
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    const encoder = new TextEncoder();
    let id = 0;
    const turn = runTurn({
      request: { ...asked, isScheduledTask: false, metadata: { assistantName: "Andy", timezone: "Europe/Paris", tasks: [], groups: [] } },
      at: Date.now(),
      runId: "bench",
      models: [{ provider: "anthropic", name: "bench", baseUrl: env.MODEL_BASE_URL, apiKey: "bench" }],
      rests: { isResting: () => false, rest: () => undefined },
      limits: { maxSteps: 20, maxTurnSeconds: 300, maxOutputTokens: 8192, maxInputTokens: 500_000, maxSentMessages: 10, maxWebReads: 10, historyTokens: 24_000, modelSilenceSeconds: 60 },
      history: [],
      memory: { remember: () => true, recall: () => [], forget: () => false },
      usage: { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0, steps: 0, durationMs: 0, model: "" },
      spent: newSpent(),
      begun: null,
      journal: { compacted: () => undefined, add: () => undefined, write: () => undefined },
      emit: ({ event, data }) => void writer.write(encoder.encode(`id: ${++id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)),
    }).then(() => writer.close());
    ctx.waitUntil(turn);
    return new Response(readable, { headers: { "content-type": "text/event-stream" } });
  },
};

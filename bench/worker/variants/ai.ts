import { createAnthropic } from "@ai-sdk/anthropic";
import { stepCountIs, streamText, tool } from "ai";
import { z } from "zod";

/** The same turn by the `ai` package, its text streamed to the client as it comes. */
export default {
  async fetch(request: Request, env: { readonly MODEL_BASE_URL: string }): Promise<Response> {
    const { prompt } = (await request.json()) as { prompt: string };
    const anthropic = createAnthropic({ baseURL: `${env.MODEL_BASE_URL}/v1`, apiKey: "bench" });
    const result = streamText({
      model: anthropic("bench"),
      system: "You are Andy, a personal assistant in a chat group.",
      prompt,
      stopWhen: stepCountIs(20),
      tools: {
        send_message: tool({
          description: "Sends a message to the chat at once.",
          inputSchema: z.object({ text: z.string() }),
          execute: () => Promise.resolve("Handed over for sending."),
        }),
      },
    });
    return result.toTextStreamResponse();
  },
};

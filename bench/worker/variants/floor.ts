import { conversation } from "./conversation";

/** Reads the same bytes from the same server, and does nothing with them: what any turn costs. */
export default {
  async fetch(_: Request, env: { readonly MODEL_BASE_URL: string }): Promise<Response> {
    let bytes = 0;
    for (const body of conversation) {
      const response = await fetch(`${env.MODEL_BASE_URL}/v1/messages`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-api-key": "bench" },
        body,
      });
      const reader = response.body!.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        bytes += value.byteLength;
      }
    }
    return new Response(String(bytes));
  },
};

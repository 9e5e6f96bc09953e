/** The two requests of the turn, ready made. */
export const conversation = ["ask", "tool_result"].map((type) =>
  JSON.stringify({ model: "bench", max_tokens: 8192, stream: true, messages: [{ role: "user", content: [{ type, text: "Hello" }] }] }),
);

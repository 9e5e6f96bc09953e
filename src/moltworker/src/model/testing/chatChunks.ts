/** Pieces of a stream in OpenAI's form. */
export const delta = (value: object, reason: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: value, finish_reason: reason }] })}\n\n`;
export const chatUsage = `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 3 } })}\n\n`;
export const chatAnswer = (words: string): string => `${delta({ content: words })}${delta({}, "stop")}${chatUsage}data: [DONE]\n\n`;

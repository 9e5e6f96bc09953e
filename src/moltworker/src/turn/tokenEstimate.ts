import type { ContentBlock, SessionMessage } from "./turnContext";

/** Three characters a token errs on the safe side for European languages and for JSON. */
const charactersPerToken = 3;
const tokensPerMessage = 4;

/** A guess that costs no tokenizer: it only has to say when a history is about full. */
export function estimateTokens(messages: readonly SessionMessage[]): number {
  let tokens = 0;
  for (const { content } of messages) {
    tokens += tokensPerMessage;
    for (const block of content) tokens += Math.ceil(charactersOf(block) / charactersPerToken);
  }
  return tokens;
}

function charactersOf(block: ContentBlock): number {
  switch (block.type) {
    case "text":
      return block.text.length;
    case "tool_use":
      return block.name.length + JSON.stringify(block.input).length;
    case "tool_result":
      return block.content.length;
  }
}

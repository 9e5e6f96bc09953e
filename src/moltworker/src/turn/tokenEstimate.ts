import type { ContentBlock, Opaque, SessionMessage } from "../conversation/sessionMessage";

/** Three characters a token errs on the safe side for European languages and for JSON. */
const charactersPerToken = 3;
const tokensPerMessage = 4;

/** Chinese, Japanese, Korean and all beyond the first plane, as emoji: a code unit there is about a token. */
const dense = /[\u2e80-\ud7ff\ud800-\udfff\uf900-\ufaff\uff00-\uffef]+/g;

/** A guess that costs no tokenizer: it only has to say when a history is about full. */
export function estimateTokens(messages: readonly SessionMessage[]): number {
  let tokens = 0;
  for (const { content } of messages) {
    tokens += tokensPerMessage;
    for (const block of content) tokens += tokensOf(textOf(block));
  }
  return tokens;
}

function tokensOf(text: string): number {
  const sparse = text.replace(dense, "").length;
  return text.length - sparse + Math.ceil(sparse / charactersPerToken);
}

function textOf(block: ContentBlock): string {
  switch (block.type) {
    case "text":
      return block.text + extraOf(block);
    case "tool_use":
      return block.name + JSON.stringify(block.input) + extraOf(block);
    case "tool_result":
      return block.content;
    case "opaque":
      return JSON.stringify(block.data);
  }
}

function extraOf({ extra }: { readonly extra?: Opaque }): string {
  return extra === undefined ? "" : JSON.stringify(extra);
}

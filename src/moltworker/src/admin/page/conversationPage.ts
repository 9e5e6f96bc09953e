import type { ContentBlock, SessionMessage } from "../../conversation/sessionMessage";
import type { AdminConfig } from "../adminConfig";
import { html, type Html } from "./html";
import { page } from "./page";
import { time } from "./words";

/** A session as it is kept, the oldest first. */
export function conversationPage({ environment }: AdminConfig, group: string, session: string, messages: readonly SessionMessage[]): Promise<Response> {
  return page(
    `${group}, ${environment}`,
    html`<h1>${group}</h1><p class="quiet">Session ${session}</p>
${messages.map(({ role, content, at }) => html`<section><h2>${role === "user" ? "Asked" : "Answered"}${at !== undefined && html` ${time(at)}`}</h2>${content.map(block)}</section>`)}
<p><a class="button" href="/admin">Back</a></p>`,
  );
}

function block(it: ContentBlock): Html {
  switch (it.type) {
    case "text":
      return html`<p class="said">${it.text}</p>`;
    case "tool_use":
      return html`<p class="said quiet">Used ${it.name}: ${JSON.stringify(it.input)}</p>`;
    case "tool_result":
      return html`<p class="said quiet">${it.isError === true ? "Failed" : "Got"}: ${it.content}</p>`;
    default:
      return html`<p class="quiet">Something that only the model reads.</p>`;
  }
}

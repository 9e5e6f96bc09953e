import type { AdminConfig } from "../adminConfig";
import type { Overview } from "../read/overview";
import { html, type Html } from "./html";
import { page } from "./page";
import { ago, time } from "./words";

/** What the switch says, and the way to turn it. */
export function switchSection({ caps, now }: Overview): Html {
  const turned = caps?.turned ?? null;
  return html`<section aria-labelledby="switch"><h2 id="switch">Switch</h2>
${
  caps === null
    ? html`<p class="bad">Whether the agent is on cannot be seen at the moment. It can be switched all the same, once it answers.</p>`
    : turned?.off === true
      ? html`<p class="bad">The agent is switched off.</p>`
      : html`<p class="good">The agent is on.</p>`
}
${turned !== null && html`<p class="quiet">Last turned ${turned.off ? "off" : "on"} by ${turned.who}, ${time(turned.at)} (${ago(turned.at, now)}).</p>`}
<p class="row">${turned?.off !== true && html`<a class="button stop" href="/admin/switch?to=off">Switch the agent off</a>`}
${(caps === null || turned?.off === true) && html`<a class="button" href="/admin/switch?to=on">Switch the agent on</a>`}</p></section>`;
}

/** Asks once more, and says what will happen. */
export function confirmPage({ environment }: AdminConfig, off: boolean, token: string): Promise<Response> {
  return page(
    off ? "Switch off?" : "Switch on?",
    html`<h1>${off ? "Switch the agent off?" : "Switch the agent on?"}</h1>
<p>${
      off
        ? `No new run of ${environment} begins from then on. Runs that are under way, or already wait in their group's line, end by themselves. Whoever writes is told once that the agent is switched off; their messages are kept.`
        : `Runs of ${environment} begin again. What was written meanwhile is answered, within about a minute.`
    }</p>
<form method="post" action="/admin/switch">
<input type="hidden" name="token" value="${token}"><input type="hidden" name="to" value="${off ? "off" : "on"}">
<p class="row"><button class="button${off && " stop"}" type="submit">${off ? "Switch off now" : "Switch on now"}</button> <a class="button" href="/admin">Leave it as it is</a></p>
</form>`,
  );
}

import type { AdminConfig } from "../adminConfig";
import type { Overview } from "../read/overview";
import { html, type Html } from "./html";
import { ago, count, number, time } from "./words";

/** Sessions by group. */
export function sessionsSection({ readsConversations }: AdminConfig, { caps, groups, silent, more, now }: Overview): Html {
  return html`<section aria-labelledby="sessions"><h2 id="sessions">Sessions by group</h2>
${caps === null ? html`<p class="bad">Which groups there are cannot be seen at the moment.</p>` : groups.length + silent.length === 0 && html`<p>No group has run yet.</p>`}
${groups.map(
  ({
    folder,
    sessions,
    sessionCount,
    notes,
  }) => html`<details><summary>${folder}: ${count(sessionCount, "session")}, ${count(notes, "note")}${sessions[0] !== undefined && `, last used ${ago(sessions[0].at, now)}`}</summary>
<ul>${sessions.map(({ id, at, length }) => html`<li>${readsConversations ? html`<a href="/admin/conversation?group=${encodeURIComponent(folder)}&amp;session=${encodeURIComponent(id)}">${id}</a>` : id}, ${time(at)}, ${number(length)} characters</li>`)}</ul></details>`,
)}
${silent.length > 0 && html`<p class="bad">Not answering at the moment: ${silent.join(", ")}.</p>`}
${more > 0 && html`<p>${count(more, "more group")} ran before these and ${more === 1 ? "is" : "are"} not shown, nor counted in the charts.</p>`}
${!readsConversations && html`<p class="quiet">Conversations are not shown: the stack's setting adminReadsConversations is off.</p>`}</section>`;
}

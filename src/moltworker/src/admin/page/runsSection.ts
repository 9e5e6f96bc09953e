import type { SeenRun } from "../read/group";
import type { Overview } from "../read/overview";
import { html, type Html } from "./html";
import { count, number, span, time } from "./words";

const most = 30;

const states: Readonly<Record<string, string>> = {
  live: "under way",
  done: "done",
  failed: "failed",
  retryable: "failed, may be tried again",
  interrupted: "interrupted",
};

/** The last runs with their steps and actions; what was said is no part of it. */
export function runsSection({ caps, groups }: Overview): Html {
  const runs = groups
    .flatMap(({ folder, runs }) => runs.map((run) => ({ folder, run })))
    .sort((a, b) => b.run.at - a.run.at)
    .slice(0, most);
  return html`<section aria-labelledby="runs"><h2 id="runs">Last runs</h2>
${runs.length === 0 ? html`<p>${caps === null ? "They cannot be seen at the moment." : "None is kept at the moment."}</p>` : runs.map(({ folder, run }) => one(folder, run))}</section>`;
}

function one(folder: string, { id, state, at, usage, error, actions, steps }: SeenRun): Html {
  const outcome = states[state] ?? state;
  return html`<details><summary>${time(at)} ${folder}: <span class="${state === "done" ? "good" : state === "live" ? "" : "bad"}">${outcome}</span>, ${count(usage?.steps ?? steps, "step")}, ${count(actions.length, "action")}</summary>
<dl><dt>Run</dt><dd>${id}</dd>
${error !== null && html`<dt>Why it failed</dt><dd>${error}</dd>`}
<dt>Actions</dt><dd>${actions.length === 0 ? "none" : actions.join(", ")}</dd>
${usage !== null && html`<dt>Model</dt><dd>${usage.model}</dd><dt>Tokens</dt><dd>${number(usage.inputTokens)} read, ${number(usage.outputTokens)} written</dd><dt>Took</dt><dd>${usage.durationMs < 60_000 ? `${(usage.durationMs / 1000).toFixed(1)} s` : span(usage.durationMs)}</dd>`}
</dl></details>`;
}

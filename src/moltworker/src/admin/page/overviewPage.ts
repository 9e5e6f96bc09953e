import type { AdminConfig } from "../adminConfig";
import type { Overview } from "../read/overview";
import { html, type Html } from "./html";
import { page } from "./page";
import { runsSection } from "./runsSection";
import { sessionsSection } from "./sessionsSection";
import { switchSection } from "./switchPages";
import { useSection } from "./useSection";
import { ago, count, span, time } from "./words";

/** The page itself. */
export function overviewPage(config: AdminConfig, who: string, seen: Overview): Promise<Response> {
  return page(
    config.environment,
    html`<h1>${config.environment}</h1>
${switchSection(seen)}
${healthSection(seen)}
${useSection(config, seen)}
${runsSection(seen)}
${sessionsSection(config, seen)}
${refusalsSection(seen)}
${credentialsSection(config, seen)}
${versionsSection(config, seen)}`,
    { who },
  );
}

function healthSection({ health, caps, groups, silent }: Overview): Html {
  const asked = groups.length + silent.length;
  const agent =
    health === null
      ? html`<span class="bad">does not answer</span>`
      : health.answers
        ? html`<span class="good">answers</span>`
        : html`<span class="bad">${health.wrong || "says that it is not well"}</span>`;
  return html`<section aria-labelledby="health"><h2 id="health">Health</h2>
<dl><dt>The Worker</dt><dd>${agent}</dd>
<dt>What counts the runs</dt><dd>${caps === null ? html`<span class="bad">does not answer: no run begins</span>` : html`<span class="good">answers</span>`}</dd>
<dt>Groups</dt><dd>${groups.length} of ${asked} asked answer</dd>
<dt>Access</dt><dd>${health?.access === "off" ? html`<span class="bad">off</span>` : (health?.access ?? "not known")}</dd></dl></section>`;
}

function refusalsSection({ caps, now }: Overview): Html {
  const refusals = caps?.refusals ?? [];
  return html`<section aria-labelledby="refusals"><h2 id="refusals">Last refusals</h2>
${
  caps === null
    ? html`<p class="bad">They cannot be seen at the moment.</p>`
    : refusals.length === 0
      ? html`<p>The Worker has refused nobody.</p>`
      : html`<table><thead><tr><th scope="col">Why</th><th scope="col">Last</th><th scope="col" class="n">Minutes with one</th></tr></thead>
<tbody>${refusals.map(({ code, at, times }) => html`<tr><td>${code}</td><td>${time(at)} (${ago(at, now)})</td><td class="n">${times}</td></tr>`)}</tbody></table>`
}
<p class="quiet">What the edge refused (rules, rate limit, Access) never came to the Worker: the zone's security events on Cloudflare's dashboard have that.</p></section>`;
}

function credentialsSection({ credential: { generation, createdAt, expiresAt } }: AdminConfig, { now }: Overview): Html {
  const [created, expires] = [Date.parse(createdAt), Date.parse(expiresAt)];
  return html`<section aria-labelledby="credentials"><h2 id="credentials">Credentials</h2>
<dl><dt>Generation</dt><dd>${generation || "not known"}</dd>
<dt>Age</dt><dd>${Number.isNaN(created) ? "not known" : html`${span(now - created)} (since ${time(created)})`}</dd>
<dt>End by themselves</dt><dd>${Number.isNaN(expires) ? "not known" : expires < now ? html`<span class="bad">ended ${time(expires)}: rotate them</span>` : html`in ${span(expires - now)} (${time(expires)})`}</dd></dl></section>`;
}

function versionsSection({ bundles, models }: AdminConfig, { health, groups }: Overview): Html {
  return html`<section aria-labelledby="versions"><h2 id="versions">Versions</h2>
<dl><dt>Worker</dt><dd>${health?.version || "not known"}${bundles.agent !== "" && `, bundle ${bundles.agent.slice(0, 12)}`}</dd>
<dt>This page</dt><dd>${MOLTWORKER_VERSION}${bundles.admin !== "" && `, bundle ${bundles.admin.slice(0, 12)}`}</dd>
<dt>Models</dt><dd>${models || "not known"}</dd><dt>Seen here</dt><dd>${count(groups.length, "group")}</dd></dl></section>`;
}

import type { AdminConfig } from "../adminConfig";
import type { Used } from "../read/group";
import { days, type Overview } from "../read/overview";
import { chart } from "./chart";
import { html, type Html } from "./html";
import { costOf } from "./money";
import { dollars, number } from "./words";

/** Use and cost, held against the caps. */
export function useSection(config: AdminConfig, { caps, groups, now }: Overview): Html {
  const { runsPerDay, runsPerMonth } = config.limits;
  const used = groups.flatMap((it) => it.used);
  const today = new Date(now).toISOString().slice(0, 10);
  const lastDays = Array.from({ length: days }, (_, index) => new Date(now - (days - 1 - index) * 86_400_000).toISOString().slice(0, 10));
  const runsOn = (day: string): number => (day === today && caps !== null ? caps.today : sum(used.filter((it) => it.day === day).map((it) => it.runs)));
  const runs = lastDays.map((day) => ({ day, value: runsOn(day) }));

  return html`<section aria-labelledby="use"><h2 id="use">Use and cost</h2>
${caps === null ? html`<p class="bad">What counts the runs does not answer at the moment.</p>` : html`${meter("Runs today", caps.today, runsPerDay)}${meter("Runs this month", caps.thisMonth, runsPerMonth)}`}
${chart({
  title: "Runs by day",
  told: `Runs by day of the last ${days} days, ${number(sum(runs.map((it) => it.value)))} in all; the cap is ${number(runsPerDay)} a day.`,
  column: "Runs",
  days: runs,
  cap: runsPerDay,
  capWord: `Cap: ${number(runsPerDay)} a day`,
  show: number,
})}
${cost(config, used, today)}
</section>`;
}

function cost(config: AdminConfig, used: readonly Used[], today: string): Html {
  const month = used.filter((it) => it.day.startsWith(today.slice(0, 7)));
  const unknown = [...new Set(month.filter((it) => costOf(it, config.prices) === null).map((it) => it.model))];
  let total = config.subscription;
  const byDay = Array.from({ length: Number(today.slice(8)) }, (_, index) => {
    const day = `${today.slice(0, 8)}${String(index + 1).padStart(2, "0")}`;
    total += sum(month.filter((it) => it.day === day).map((it) => costOf(it, config.prices) ?? 0));
    return { day, value: total };
  });
  const tokens = (of: (it: Used) => number): string => number(sum(month.map(of)));
  return html`${chart({
    title: "Cost of this month so far",
    told: `Estimated cost of this month so far: ${dollars(total)} of ${dollars(config.budget)}.`,
    column: "Cost so far",
    days: byDay,
    cap: config.budget,
    capWord: `Budget: ${dollars(config.budget)}`,
    show: dollars,
  })}
<p>${dollars(total)} of ${dollars(config.budget)}: ${config.subscription > 0 ? `${dollars(config.subscription)} of it for Workers Paid, the rest` : "all of it"} for the model's tokens. What Cloudflare asks beyond its plan is not among it: <code>nanoclaw cost</code> has that.</p>
${unknown.length > 0 && html`<p class="bad">No price is known of ${unknown.map((it) => it || "a model without a name").join(", ")}, so its tokens are not among the cost.</p>`}
<h3>Tokens of this month</h3>
<dl><dt>Read by the model</dt><dd>${tokens((it) => it.input)}, of which ${tokens((it) => it.cacheRead)} from its cache</dd><dt>Written to its cache</dt><dd>${tokens((it) => it.cacheWrite)}</dd><dt>Written by the model</dt><dd>${tokens((it) => it.output)}</dd></dl>`;
}

function meter(word: string, value: number, cap: number): Html {
  return html`<p>${word}: ${number(value)} of ${number(cap)}<meter min="0" max="${cap}" high="${cap * 0.8}" optimum="0" value="${Math.min(value, cap)}" aria-label="${word}">${number(value)} of ${number(cap)}</meter></p>`;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

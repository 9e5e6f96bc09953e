import { html, type Html } from "./html";

export interface Chart {
  readonly title: string;
  /** What it shows in a sentence, for whoever does not see it. */
  readonly told: string;
  readonly column: string;
  readonly days: readonly { readonly day: string; readonly value: number }[];
  readonly cap: number;
  readonly capWord: string;
  readonly show: (value: number) => string;
}

const height = 100;
/** Below this part of the cap bars would be too low to be seen. */
const visible = 0.25;

/** Bars by day with a cap across them, as a picture and as a table. */
export function chart({ title, told, column, days, cap, capWord, show }: Chart): Html {
  const most = Math.max(0, ...days.map(({ value }) => value));
  const isInSight = most >= cap * visible;
  const top = isInSight ? Math.max(cap, most) * 1.05 : most * 1.25 || 1;
  const capLine = height - (cap / top) * height;
  return html`<figure>
<figcaption>${title}</figcaption>
<svg viewBox="0 0 ${days.length * 10} ${height}" preserveAspectRatio="none" role="img" aria-label="${told}">
${days.map(({ value }, index) => {
  const bar = (value / top) * height;
  return html`<rect class="bar" x="${index * 10 + 1}" y="${(height - bar).toFixed(2)}" width="8" height="${bar.toFixed(2)}"></rect>`;
})}${isInSight && html`<line class="cap" x1="0" x2="${days.length * 10}" y1="${capLine.toFixed(2)}" y2="${capLine.toFixed(2)}"></line>`}
</svg>
<div class="ends"><span>${days[0]?.day}</span><span>${capWord}${isInSight ? " (the line)" : ", above the chart"}</span><span>${days.at(-1)?.day}</span></div>
<details><summary>${title}, as a table</summary>
<table><thead><tr><th scope="col">Day</th><th scope="col" class="n">${column}</th></tr></thead>
<tbody>${days.filter(({ value }) => value > 0).map(({ day, value }) => html`<tr><td>${day}</td><td class="n">${show(value)}</td></tr>`)}</tbody></table>
</details>
</figure>`;
}

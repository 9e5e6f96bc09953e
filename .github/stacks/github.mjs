// What the scripts here say to GitHub: who may, where, and how a text that others have written is shown.
//   Environment: GITHUB_TOKEN, GITHUB_REPOSITORY, and GITHUB_API_URL, which GitHub sets.
const { GITHUB_API_URL = "https://api.github.com", GITHUB_TOKEN, GITHUB_REPOSITORY } = process.env;
const pageSize = 100;
// A comment or an issue takes 65,536 characters.
const longest = 60_000;

export async function call(method, path, body) {
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/${path}`, {
    method,
    headers: { authorization: `Bearer ${GITHUB_TOKEN}`, accept: "application/vnd.github+json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`GitHub answered ${response.status} to ${method} ${path}`);
  return response.json();
}

/** The workflows' own entry of a list that begins with a marker: anybody can write a marker, and nobody else in the workflows' name. */
export async function findOwn(path, marker) {
  for (let page = 1; ; page++) {
    const entries = await call("GET", `${path}${path.includes("?") ? "&" : "?"}per_page=${pageSize}&page=${page}`);
    const found = entries.find((entry) => entry.user?.login === "github-actions[bot]" && entry.body?.startsWith(marker));
    if (found !== undefined || entries.length < pageSize) return found;
  }
}

/**
 * A text as a block of code: nothing of it becomes markup, a link or a mention. Its fence is longer than any in the text, and what
 * would turn its letters around or hide them is shown as what it is.
 */
export function block(text) {
  const whole = text
    .trimEnd()
    .replaceAll("\r\n", "\n")
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) => (c === "\n" || c === "\t" ? c : `\\u{${c.codePointAt(0).toString(16)}}`));
  const shown = whole.length <= longest ? whole : `${whole.slice(0, longest)}\n... (${whole.length} characters in all: run it yourself)`;
  const fence = "`".repeat(Math.max(3, ...[...shown.matchAll(/`+/g)].map((ticks) => ticks[0].length + 1)));
  return `${fence}\n${shown}\n${fence}\n`;
}

// Shows what `nanoclaw preview --from` printed as a comment of a pull request, in the place of the comment before.
//   node comment-changes.mjs STACK FILE
// Environment: GITHUB_TOKEN, GITHUB_REPOSITORY, PULL_REQUEST, and GITHUB_API_URL, which GitHub sets.
import { readFile } from "node:fs/promises";

const { GITHUB_API_URL = "https://api.github.com", GITHUB_TOKEN, GITHUB_REPOSITORY, PULL_REQUEST } = process.env;
const [stack, file] = process.argv.slice(2);
// A comment takes 65,536 characters.
const LONGEST = 60_000;
const marker = `<!-- nanoclaw preview ${stack} -->`;

async function call(method, path, body) {
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/${path}`, {
    method,
    headers: { authorization: `Bearer ${GITHUB_TOKEN}`, accept: "application/vnd.github+json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`GitHub answered ${response.status} to ${method} ${path}`);
  }
  return response.json();
}

async function findComment() {
  for (let page = 1; ; page++) {
    const comments = await call("GET", `issues/${PULL_REQUEST}/comments?per_page=100&page=${page}`);
    const found = comments.find((comment) => comment.body?.startsWith(marker));
    if (found || comments.length < 100) {
      return found;
    }
  }
}

const text = (await readFile(file, "utf8")).trimEnd();
const shown = text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}\n... (${text.length} characters in all: run it yourself)`;
// A fence that is longer than any in the text cannot be closed by it.
const fence = "`".repeat(Math.max(3, ...[...shown.matchAll(/`+/g)].map((ticks) => ticks[0].length + 1)));
const body = `${marker}\n#### What the update of \`${stack}\` would change, by the provider's own rules\n\n${fence}\n${shown}\n${fence}\n`;
const before = await findComment();
await (before ? call("PATCH", `issues/comments/${before.id}`, { body }) : call("POST", `issues/${PULL_REQUEST}/comments`, { body }));

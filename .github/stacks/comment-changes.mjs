// node comment-changes.mjs STACK FILE [KIND]: shows a text as a comment of a pull request, in the place of the comment before.
//   KIND: changes (what `nanoclaw preview --from` printed, the default) or plan (what `pulumi preview` printed).
//   Environment: PULL_REQUEST, and that of github.mjs.
import { readFile } from "node:fs/promises";
import { block, call, findOwn } from "./github.mjs";

const [stack, file, kind = "changes"] = process.argv.slice(2);
const titles = {
  changes: "What the update of `STACK` would change, by the provider's own rules",
  plan: "What the update of `STACK` would do, as the account stands",
};
const markers = { changes: `<!-- nanoclaw preview ${stack} -->`, plan: `<!-- nanoclaw plan ${stack} -->` };

const comments = `issues/${process.env.PULL_REQUEST}/comments`;
const body = `${markers[kind]}\n#### ${titles[kind].replace("STACK", stack)}\n\n${block(await readFile(file, "utf8"))}`;
const before = await findOwn(comments, markers[kind]);
await (before ? call("PATCH", `issues/comments/${before.id}`, { body }) : call("POST", comments, { body }));

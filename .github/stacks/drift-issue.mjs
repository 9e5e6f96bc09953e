// node drift-issue.mjs STACK FILE CODE: keeps one issue a stack that says how the account differs from what is declared.
//   FILE, CODE: what `pulumi preview --refresh --expect-no-changes` printed, and how it ended.
// Opened or brought up to date where they differ, closed where they no longer do. Where it could not be found out the step fails,
// and the issue stays as it is. Environment: that of github.mjs.
import { readFile } from "node:fs/promises";
import { block, call, findOwn } from "./github.mjs";

const [stack, file, code] = process.argv.slice(2);
const label = "drift";
const marker = `<!-- nanoclaw drift ${stack} -->`;
const text = await readFile(file, "utf8");
// The CLI's exit code was the same for every failure for long; its words have been these.
const differs = code !== "0" && /no changes were expected\b.*\bbut changes/.test(text);

if (code !== "0" && !differs) {
  console.error(`The preview of ${stack} failed (exit code ${code}), so nobody knows whether it drifts:\n${text.split("\n").slice(-40).join("\n")}`);
  process.exitCode = 1;
} else {
  const open = await findOwn(`issues?state=open&labels=${label}`, marker);
  const body =
    `${marker}\nThe account is not as the stack \`${stack}\` declares it: somebody changed it by hand, or a change was merged and not deployed.\n\n` +
    `\`pulumi up --refresh --stack ${stack}\` puts it right; or take the change over into the program. This issue closes by itself when nothing differs any more.\n\n${block(text)}`;
  if (differs) {
    await (open ? call("PATCH", `issues/${open.number}`, { body }) : call("POST", "issues", { title: `The stack ${stack} drifts`, body, labels: [label] }));
    console.log(`::warning::${stack} drifts: see the issue.`);
  } else if (open) {
    await call("POST", `issues/${open.number}/comments`, { body: "Nothing differs any more." });
    await call("PATCH", `issues/${open.number}`, { state: "closed", state_reason: "completed" });
  }
}

// node table.mjs FOLDER: joins the Cobertura reports below a folder (a line counts as run where any project's tests ran it), and
// writes a table per project to FOLDER/coverage.md, to the standard output, and to a workflow's summary.
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const folder = process.argv[2];
const reports = (await readdir(folder, { recursive: true })).filter((it) => it.endsWith("coverage.cobertura.xml"));
if (reports.length === 0) {
  console.error(`There is no report below ${folder}: did the tests run with -p:Coverage=true?`);
  process.exit(1);
}

/** Project, then file and line: whether it ran, and how many of its ways were taken of how many. */
const projects = new Map();
for (const report of reports) read(await readFile(join(folder, report), "utf8"));

const rows = [...projects].sort(([a], [b]) => a.localeCompare(b)).map(([name, lines]) => [name, sum(lines.values())]);
rows.push(["in all", sum(rows.map(([, it]) => it))]);
const table = [
  "| project | lines | of | % | branches | of | % |",
  "|---|--:|--:|--:|--:|--:|--:|",
  ...rows.map(
    ([name, it]) => `| ${name} | ${it.run} | ${it.lines} | ${percent(it.run, it.lines)} | ${it.taken} | ${it.ways} | ${percent(it.taken, it.ways)} |`,
  ),
  "",
].join("\n");
await writeFile(join(folder, "coverage.md"), table);
if (process.env.GITHUB_STEP_SUMMARY) await appendFile(process.env.GITHUB_STEP_SUMMARY, `## Coverage\n\n${table}`);
console.log(table);

function read(xml) {
  let project;
  let file;
  for (const [tag, name, attributes] of xml.matchAll(/<(package|class|line) ([^>]*)>/g)) {
    const value = (key) => new RegExp(`(?:^| )${key}="([^"]*)"`).exec(attributes)?.[1];
    if (name === "package") {
      project = projects.get(value("name")) ?? new Map();
      projects.set(value("name"), project);
    } else if (name === "class") file = value("filename");
    else if (tag.length > 0) {
      const [, taken, ways] = /\((\d+)\/(\d+)\)/.exec(value("condition-coverage") ?? "") ?? [0, 0, 0];
      const key = `${file}:${value("number")}`;
      const before = project.get(key) ?? { run: 0, lines: 1, taken: 0, ways: 0 };
      project.set(key, {
        run: Math.max(before.run, Number(value("hits")) > 0 ? 1 : 0),
        lines: 1,
        // Which of them, the report does not say: at least as many as the best of the projects.
        taken: Math.max(before.taken, Number(taken)),
        ways: Math.max(before.ways, Number(ways)),
      });
    }
  }
}

function sum(items) {
  const total = { run: 0, lines: 0, taken: 0, ways: 0 };
  for (const item of items) for (const key of Object.keys(total)) total[key] += item[key];
  return total;
}

function percent(part, whole) {
  return whole === 0 ? "" : ((100 * part) / whole).toFixed(1);
}

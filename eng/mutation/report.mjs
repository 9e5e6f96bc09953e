import { relative, resolve } from "node:path";

/** What became of a room's mutants; `score` is what its tests noticed of what they could have, in percent. */
export function sumOf(name, room, report) {
  const states = mutantsOf(report).map((it) => it.status);
  const count = (...wanted) => states.filter((it) => wanted.includes(it)).length;
  const noticed = count("Killed", "Timeout");
  const missed = count("Survived", "NoCoverage");
  if (noticed === 0) throw new Error(`${name}: not one mutant was noticed. Were they switched on?`);
  return {
    name,
    mutants: noticed + missed,
    killed: count("Killed"),
    timeout: count("Timeout"),
    survived: count("Survived"),
    uncovered: count("NoCoverage"),
    score: (100 * noticed) / (noticed + missed),
    atLeast: room.atLeast,
  };
}

export function tableOf(sums) {
  return [
    "| room | mutants | killed | timed out | survived | not run | score | at least |",
    "|---|--:|--:|--:|--:|--:|--:|--:|",
    ...sums.map(
      (it) => `| ${it.name} | ${it.mutants} | ${it.killed} | ${it.timeout} | ${it.survived} | ${it.uncovered} | ${it.score.toFixed(1)} | ${it.atLeast} |`,
    ),
    "",
  ].join("\n");
}

/** What nobody noticed: where, by paths from `root`, and what stood there instead. */
export function survivorsOf(report, root) {
  return mutantsOf(report)
    .filter((it) => it.status === "Survived" || it.status === "NoCoverage")
    .map(
      (it) => `${relative(root, resolve(root, it.file))}:${it.location.start.line} ${it.status}: ${it.mutatorName}\n    ${it.replacement.replace(/\s+/g, " ")}`,
    )
    .join("\n");
}

function mutantsOf(report) {
  return Object.entries(report.files).flatMap(([file, { mutants }]) => mutants.map((it) => ({ ...it, file })));
}

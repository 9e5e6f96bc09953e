interface FieldRule {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const rules: readonly FieldRule[] = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of month", min: 1, max: 31 },
  {
    name: "month",
    min: 1,
    max: 12,
    names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  },
  { name: "day of week", min: 0, max: 7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];

/** What is wrong with a cron expression of five fields; undefined where nothing is. */
export function cronFault(expression: string): string | undefined {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== rules.length) {
    return `a cron expression has five fields (minute hour day month weekday), this one has ${fields.length}`;
  }
  for (const [index, rule] of rules.entries()) {
    const field = fields[index] ?? "";
    if (!field.split(",").every((part) => isPart(part, rule))) {
      return `the ${rule.name} "${field.slice(0, 32)}" is not valid (${rule.min}-${rule.max})`;
    }
  }
  return undefined;
}

function isPart(part: string, rule: FieldRule): boolean {
  const match = /^(\*|[^-/]+)(?:-([^-/]+))?(?:\/(\d{1,3}))?$/.exec(part);
  if (match === null) return false;
  const [, from = "", to, step] = match;
  if (step !== undefined && Number(step) < 1) return false;
  if (from === "*") return to === undefined;
  const first = toNumber(from, rule);
  const last = to === undefined ? first : toNumber(to, rule);
  return first !== undefined && last !== undefined && first <= last;
}

function toNumber(text: string, { min, max, names }: FieldRule): number | undefined {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + min;
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= min && number <= max ? number : undefined;
}

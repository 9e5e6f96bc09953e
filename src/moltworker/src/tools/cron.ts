import { ToolError } from "./tool";

interface FieldRule {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** How many values there are: 7 is Sunday again, as 0. */
  readonly values: number;
  /** The first of them for `min`. */
  readonly names: readonly string[];
}

const rule = (name: string, min: number, max: number, names = "", values = max - min + 1): FieldRule => ({
  name,
  min,
  max,
  names: names ? names.split(" ") : [],
  values,
});
const minute = rule("minute", 0, 59);
const hour = rule("hour", 0, 23);
const day = rule("day of month", 1, 31);
const month = rule("month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec");
const weekday = rule("day of week", 0, 7, "sun mon tue wed thu fri sat", 7);

/** February's is a leap year's. */
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const shortForms: Readonly<Record<string, string | undefined>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

const blanks = /[ \t-\r\u00a0]+/;

/**
 * A cron expression's five fields as the host reads them, by the same rule (its Scheduling/Cron); both are held to
 * tests/contract/schedules.
 * @returns the expression with a blank between its fields and short forms written out.
 * @throws {ToolError} saying what is wrong with it.
 */
export function readCron(text: string): string {
  const given = text.split(blanks).filter((field) => field !== "");
  const [first = ""] = given;
  let fields = given;
  if (given.length === 1 && first.startsWith("@")) {
    const form = shortForms[first.toLowerCase()];
    if (form === undefined) throw fault(`"${shown(first)}" is not known: there are ${Object.keys(shortForms).join(", ")}`);
    fields = form.split(" ");
  }
  if (fields.length !== 5) {
    const seconds = fields.length === 6 ? ": leave the seconds out" : "";
    throw fault(`a cron expression has five fields (minute hour day month weekday), this one has ${fields.length}${seconds}`);
  }
  const [minutes, hours, days, months, weekdays] = fields as [string, string, string, string, string];
  read(minutes, minute);
  read(hours, hour);
  const listed = days.replace(/^\?$/, "*").split(",");
  const dates = listed.flatMap((part) => (isLast(part) && part.length === 1 ? [] : readPart(days, part, day)));
  const ofMonths = read(months, month);
  const isAnyWeekday = /^[*?]$/.test(weekdays);
  if (!isAnyWeekday) checkWeekdays(weekdays);
  const expression = fields.join(" ");
  // Either of the two days will do; the last of a month and any weekday come every month.
  if (isAnyWeekday && !listed.some(isLast) && !ofMonths.some((m) => dates.some((d) => d <= (daysOfMonth[m - 1] ?? 0)))) {
    throw fault(`"${shown(expression)}" never comes true`);
  }
  return expression;
}

function isLast(part: string): boolean {
  return /L$/i.test(part);
}

/** A month's last or another of a weekday is one weekday alone, as in 5L and 5#2. */
function checkWeekdays(field: string): void {
  const numbered = /^([^#]+)#[1-5]$/.exec(field);
  for (const part of numbered === null ? field.split(",") : [`${numbered[1]}L`]) {
    if (!isLast(part)) readPart(field, part, weekday);
    else if (valueOf(part.slice(0, -1), weekday) === undefined) throw mistake(field, weekday);
  }
}

function read(field: string, rule: FieldRule): number[] {
  return field.split(",").flatMap((part) => readPart(field, part, rule));
}

function readPart(field: string, part: string, rule: FieldRule): number[] {
  const match = /^(?:(\*)|([^-/*]+)(?:-([^-/*]+))?)(?:\/([0-9]{1,9}))?$/.exec(part);
  if (match === null) throw mistake(field, rule);
  const [, all, from = "", to, every] = match;
  const start = all === undefined ? valueOf(from, rule) : rule.min;
  const end = all !== undefined ? rule.min + rule.values - 1 : to !== undefined ? valueOf(to, rule) : every === undefined ? start : rule.max;
  const step = Number(every ?? 1);
  if (start === undefined || end === undefined || step === 0) throw mistake(field, rule);
  if (step > rule.max) {
    throw fault(`the step of the ${rule.name} "${shown(field)}" is wider than the ${rule.name} goes (${rule.min}-${rule.max}): use an interval`);
  }
  const values: number[] = [];
  // A range that ends before it begins goes on past the end, as 22-2 does through midnight.
  for (let value = start; value <= (end < start ? end + rule.values : end); value += step) {
    values.push(((value - rule.min) % rule.values) + rule.min);
  }
  return values;
}

function valueOf(text: string, { min, max, names }: FieldRule): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  const number = named < 0 ? Number(/^[0-9]{1,2}$/.exec(text)?.[0]) : named + min;
  return number >= min && number <= max ? number : undefined;
}

function mistake(field: string, { name, min, max }: FieldRule): ToolError {
  return fault(`the ${name} "${shown(field)}" is not valid (${min}-${max})`);
}

function fault(what: string): ToolError {
  return new ToolError(`scheduleValue: ${what}. For example "0 9 * * 1-5".`);
}

function shown(text: string): string {
  return text.slice(0, 32);
}

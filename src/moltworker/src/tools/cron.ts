interface FieldRule {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** How many values there are: 7 is Sunday again, as 0. */
  readonly values: number;
  /** Three letters each, the first of them for `min`. */
  readonly names: string;
}

const rule = (name: string, min: number, max: number, names = "", values = max - min + 1): FieldRule => ({ name, min, max, names, values });
const minute = rule("minute", 0, 59);
const hour = rule("hour", 0, 23);
const day = rule("day of month", 1, 31);
const month = rule("month", 1, 12, "janfebmaraprmayjunjulaugsepoctnovdec");
const weekday = rule("day of week", 0, 7, "sunmontuewedthufrisat", 7);

/** February's is a leap year's. */
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const shortForms: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

const blanks = /[ \t-\r\u00a0]+/;

class CronFault extends Error {}

/**
 * A cron expression's five fields as the host reads them, by the same rule (its Scheduling/Cron); both are held to
 * tests/contract/schedules.
 * @returns the expression with a blank between its fields and short forms written out, or what is wrong with it.
 */
export function readCron(text: string): { readonly expression: string } | { readonly fault: string } {
  try {
    return { expression: check(text.split(blanks).filter((field) => field !== "")) };
  } catch (error) {
    if (error instanceof CronFault) return { fault: error.message };
    throw error;
  }
}

function check(given: readonly string[]): string {
  const [first = ""] = given;
  const fields = first.startsWith("@") && given.length === 1 ? (shortForms[first.toLowerCase()]?.split(" ") ?? []) : given;
  if (given.length === 1 && fields.length === 0) {
    throw new CronFault(`"${shown(first)}" is not known: there are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually`);
  }
  const [minutes, hours, days, months, weekdays] = fields;
  if (minutes === undefined || hours === undefined || days === undefined || months === undefined || weekdays === undefined || fields.length > 5) {
    const seconds = fields.length === 6 ? ": leave the seconds out" : "";
    throw new CronFault(`a cron expression has five fields (minute hour day month weekday), this one has ${fields.length}${seconds}`);
  }
  read(minutes, minute);
  read(hours, hour);
  const listed = isAny(days) ? [] : days.split(",").filter((part) => !/^L$/i.test(part));
  const dates = listed.length === 0 ? [] : read(listed.join(","), day);
  const ofMonths = read(months, month);
  checkWeekdays(weekdays);
  // Either of the two days will do; the last of a month and any weekday come every month.
  const onlyDates = isAny(weekdays) && dates.length > 0 && listed.length === days.split(",").length;
  if (onlyDates && !ofMonths.some((m) => dates.some((d) => d <= (daysOfMonth[m - 1] ?? 0)))) {
    throw new CronFault(`"${shown(fields.join(" "))}" never comes true`);
  }
  return fields.join(" ");
}

function isAny(field: string): boolean {
  return field === "*" || field === "?";
}

function checkWeekdays(field: string): void {
  if (isAny(field)) return;
  const numbered = /^([^#]+)#[1-5]$/.exec(field);
  const [last, listed] = numbered === null ? split(field) : [[numbered[1] ?? ""], []];
  if (last.some((part) => valueOf(part, weekday) === undefined)) throw mistake(field, weekday);
  if (listed.length > 0) read(listed.join(","), weekday);
}

/** The weekdays that are a month's last, such as 5L, without their L; and the others. */
function split(field: string): [string[], string[]] {
  const parts = field.split(",");
  const isLast = (part: string): boolean => /L$/i.test(part);
  return [parts.filter(isLast).map((part) => part.slice(0, -1)), parts.filter((part) => !isLast(part))];
}

function read(field: string, rule: FieldRule): number[] {
  return field.split(",").flatMap((part) => readPart(field, part, rule));
}

function readPart(field: string, part: string, rule: FieldRule): number[] {
  const match = /^(?:(\*)|([^-/*]+)(?:-([^-/*]+))?)(?:\/([0-9]{1,9}))?$/.exec(part);
  if (match === null) throw mistake(field, rule);
  const [, all, from = "", to, every] = match;
  const start = all === undefined ? valueOf(from, rule) : rule.min;
  const end =
    all !== undefined ? rule.min + rule.values - 1 : to !== undefined ? valueOf(to, rule) : every === undefined ? start : rule.max;
  const step = Number(every ?? 1);
  if (start === undefined || end === undefined || step === 0) throw mistake(field, rule);
  if (step > rule.max) {
    throw new CronFault(`the step of the ${rule.name} "${shown(field)}" is wider than the ${rule.name} goes (${rule.min}-${rule.max}): use an interval`);
  }
  const values: number[] = [];
  // A range that ends before it begins goes on past the end, as 22-2 does through midnight.
  for (let value = start; value <= (end < start ? end + rule.values : end); value += step) {
    values.push(((value - rule.min) % rule.values) + rule.min);
  }
  return values;
}

function valueOf(text: string, { min, max, names }: FieldRule): number | undefined {
  const named = /^[a-z]{3}$/i.test(text) ? names.indexOf(text.toLowerCase()) : -1;
  if (named >= 0 && named % 3 === 0) return named / 3 + min;
  if (!/^[0-9]{1,2}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= min && number <= max ? number : undefined;
}

function mistake(field: string, { name, min, max }: FieldRule): CronFault {
  return new CronFault(`the ${name} "${shown(field)}" is not valid (${min}-${max})`);
}

function shown(text: string): string {
  return text.slice(0, 32);
}

const known = new Set(["UTC"]);
/** There are about 600 names; more would be inventions, which are not kept. */
const mostKept = 1000;

/** Whether this is the IANA name of a time zone. */
export function isTimeZone(name: string): boolean {
  if (known.has(name)) return true;
  // An offset such as +01:00 would do for Intl, but is no name.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    return false;
  }
  if (known.size < mostKept) known.add(name);
  return true;
}

/** What stands under a name that others chose: `constructor` is one, and stands in every object. */
export function own<T>(kept: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(kept, name) ? kept[name] : undefined;
}

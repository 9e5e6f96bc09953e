const files = import.meta.glob<string>("../../../../tests/contract/**/*.{json,sse}", { query: "?raw", import: "default", eager: true });

/** The golden examples of a folder of `tests/contract`, by file name. */
export function golden(folder: string): ReadonlyMap<string, string> {
  const found = Object.entries(files)
    .filter(([path]) => path.includes(`/tests/contract/${folder}/`))
    .map(([path, text]) => [path.slice(path.lastIndexOf("/") + 1), text] as const);
  if (found.length === 0) throw new Error(`no golden examples in ${folder}`);
  return new Map(found);
}

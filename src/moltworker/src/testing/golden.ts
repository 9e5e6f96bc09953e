import type { ErrorAnswer } from "./call";

const files = import.meta.glob<string>("../../../../tests/contract/**/*.{json,ndjson,sse}", { query: "?raw", import: "default", eager: true });

export interface GoldenError {
  readonly status: number;
  readonly retryAfter: number | null;
  readonly body: ErrorAnswer;
}

/** The golden examples of a folder of `tests/contract`, by file name. */
export function golden(folder: string): ReadonlyMap<string, string> {
  const found = Object.entries(files)
    .filter(([path]) => path.includes(`/tests/contract/${folder}/`))
    .map(([path, text]) => [path.slice(path.lastIndexOf("/") + 1), text] as const);
  if (found.length === 0) throw new Error(`no golden examples in ${folder}`);
  return new Map(found);
}

/** The refusal that the golden examples have for a code. */
export function goldenError(code: string): GoldenError {
  const text = golden("errors").get(`${code}.json`);
  if (text === undefined) throw new Error(`no golden error ${code}`);
  return JSON.parse(text) as GoldenError;
}

/** What of a refusal the golden examples tell. */
export async function refusalOf(response: Response): Promise<GoldenError> {
  const seconds = response.headers.get("Retry-After");
  return { status: response.status, retryAfter: seconds === null ? null : Number(seconds), body: await response.json<ErrorAnswer>() };
}

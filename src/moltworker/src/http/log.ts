/** What a log line may hold: outcomes, never a prompt, an answer, a header or a secret. */
export interface Outcome {
  readonly event: "refused" | "replayed" | "run" | "passed_over" | "next_model";
  readonly status?: number;
  readonly code?: string;
  readonly runId?: string;
  /** The one that answered, or did not. */
  readonly model?: string;
  /** Why it did not, and which is asked next. */
  readonly reason?: string;
  readonly next?: string;
  readonly durationMs?: number | undefined;
  readonly steps?: number;
  readonly inputTokens?: number;
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
  readonly outputTokens?: number;
  /** Items of a request's lists that were not read. */
  readonly items?: number;
  /** Where a fault of ours was thrown. Without the message, which may quote what was being handled. */
  readonly fault?: string | undefined;
}

export function log(outcome: Outcome): void {
  console.log(JSON.stringify(outcome));
}

export function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 4).map((line) => line.trim())].join(" ");
}

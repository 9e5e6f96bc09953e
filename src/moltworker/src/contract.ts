/** The agent contract, as `docs/CONTRACT.md` states it. */

export interface RunRequest {
  readonly prompt: string;
  /** Absent: a new session. */
  readonly sessionId?: string;
  readonly groupFolder: string;
  readonly chatJid: string;
  readonly isMain: boolean;
  readonly isScheduledTask: boolean;
  readonly metadata: RunMetadata;
}

/** What the headers of a run request say. */
export interface RunHeaders {
  readonly runId: string;
  readonly stream: boolean;
  /** The last event the reader has: it resumes. */
  readonly lastEventId?: number | undefined;
}

export interface RunMetadata {
  readonly assistantName: string;
  readonly timezone: string;
  readonly memory?: string;
  /** What `web_fetch` may read. */
  readonly fetch?: FetchMode;
  /** Active tasks that a group may have; the host's own setting, where it is not the usual one. */
  readonly maxActiveTasks?: number;
  /** Whether the prompt holds words of people who may not call the assistant. */
  readonly strangers?: boolean;
  /** The name of the model that answers first; absent, it is the stack's first. */
  readonly model?: string;
  readonly effort?: Effort;
  readonly tasks: readonly TaskInfo[];
  readonly groups: readonly GroupInfo[];
}

/** `docs/CONTRACT.md` says what each lets be read; absent, it is `asked`. */
export const fetchModes = ["off", "asked", "links", "open"] as const;
export type FetchMode = (typeof fetchModes)[number];

export const efforts = ["low", "medium", "high"] as const;
export type Effort = (typeof efforts)[number];

export interface TaskInfo {
  readonly id: string;
  readonly groupFolder: string;
  readonly prompt: string;
  readonly scheduleType: "cron" | "interval" | "once";
  readonly scheduleValue: string;
  readonly status: "active" | "paused" | "completed";
  /** ISO 8601, or null where there is no next run. */
  readonly nextRun: string | null;
}

export interface GroupInfo {
  readonly jid: string;
  readonly name: string;
  /** Null where the chat is not registered. */
  readonly folder: string | null;
}

export interface Usage {
  /** All that the model read; those read from the provider's cache and written to it are among them. */
  inputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  outputTokens: number;
  /** Model calls made. */
  steps: number;
  durationMs: number;
  /** The model that was asked last. */
  model: string;
  /** What each model used, in the order in which they were asked; absent where one did all. */
  models?: readonly ModelShare[];
  /** How often each tool did what it was asked for, by name; absent where none was. */
  tools?: Record<string, number>;
}

export interface ModelShare {
  readonly model: string;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
}

/** Whose words, besides those of the group's people, a model had before it: pages of the web, what other groups wrote, people who may not call. */
export type Origin = "web" | "groups" | "people";

export interface Action {
  readonly id: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Strangers' words in the context; left out where there are none. */
  readonly origins?: readonly Origin[];
}

export interface Delta {
  readonly text: string;
  /** How much of the text since the last output still holds, in UTF-16 code units; absent: all of it. */
  readonly from?: number | undefined;
}

/** What a turn itself may emit; the run adds `started`, `usage`, `done` and `error`. */
export type TurnEvent =
  | { readonly event: "delta"; readonly data: Delta }
  | { readonly event: "output"; readonly data: { readonly result: string } }
  | { readonly event: "action"; readonly data: Action };

export type RunEvent =
  | TurnEvent
  | { readonly event: "started"; readonly data: { readonly runId: string; readonly sessionId: string } }
  | { readonly event: "usage"; readonly data: Usage }
  | { readonly event: "done"; readonly data: { readonly sessionId: string; readonly model?: string } }
  | { readonly event: "error"; readonly data: ErrorBody };

export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly retryAfterSeconds?: number | undefined;
}

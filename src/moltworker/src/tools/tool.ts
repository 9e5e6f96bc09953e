import type { Spent } from "../bounds/spent";
import type { TurnLimits } from "../bounds/turnLimits";
import type { Origin, RunRequest } from "../contract";
import type { GroupMemory } from "../conversation/groupMemory";
import type { SessionMessage } from "../conversation/sessionMessage";
import type { Fetch, ToolDefinition } from "../model/model";

/** Something the model may do. What it hands in was made up by a model: nothing about it is sure. */
export interface Tool {
  readonly definition: ToolDefinition;
  /**
   * @returns what the model is told.
   * @throws {ToolError} what the model is told it did wrong; the turn goes on.
   */
  run(input: Readonly<Record<string, unknown>>, scope: ToolScope): string | Promise<string>;
}

export interface ToolScope {
  readonly request: RunRequest;
  readonly memory: GroupMemory;
  readonly limits: TurnLimits;
  readonly spent: Spent;
  /** The session and the turn so far. */
  conversation(): readonly SessionMessage[];
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  /** Strangers whose words are in the context. */
  readonly origins: ReadonlySet<Origin>;
  /** Tells that what the tool returns holds strangers' words: every action from then on says so. */
  strangers(origin: Origin): void;
  /** Asks the host for something; whether it is allowed is the host's to say. */
  act(name: string, args: Readonly<Record<string, unknown>>): void;
}

/** What the model is told it did wrong. */
export class ToolError extends Error {}

import type { Spent } from "../bounds/spent";
import type { TurnLimits } from "../bounds/turnLimits";
import type { RunRequest, TurnEvent, Usage } from "../contract";
import type { GroupMemory } from "../conversation/groupMemory";
import type { SessionMessage } from "../conversation/sessionMessage";
import type { ModelRests } from "../model/modelRests";
import type { ModelSettings } from "../model/modelSettings";
import type { TurnState } from "./turnState";

export interface TurnContext {
  readonly request: RunRequest;
  /** When the run was let in, in milliseconds: the same after a restart. */
  readonly at: number;
  /** When the group's run before was over, or was let in where it is not; undefined where none is known. */
  readonly lastAt?: number | undefined;
  readonly runId: string;
  /** Aborted where whoever asked does not want the answer any more. */
  readonly stopped?: AbortSignal;
  /** In the order in which they are asked. */
  readonly models: readonly ModelSettings[];
  readonly rests: ModelRests;
  readonly limits: TurnLimits;
  /** The session so far, oldest first. */
  readonly history: readonly SessionMessage[];
  readonly memory: GroupMemory;
  /** Counted as it goes, so that a turn that fails reports what it used. */
  readonly usage: Usage;
  /** Counted as it goes too; where the turn goes on after a restart, from what it had used before. */
  readonly spent: Spent;
  /** Where the turn goes on from, if it was begun before. */
  readonly begun: TurnState | null;
  readonly journal: TurnJournal;
  /** A delta is told at once. Whatever counts is told once it is written, with the step that it belongs to. */
  emit(event: TurnEvent): void;
}

/** Where a turn is written down, so that it can go on after a restart. */
export interface TurnJournal {
  /** The session as the turn goes on from it, where it had to be compacted. */
  compacted(history: readonly SessionMessage[]): void;
  /** A message of the turn, or a part of one, together with the events since the last. */
  add(message: SessionMessage): void;
  /** Writes what came since the last time, all or nothing, and lets readers have it. */
  write(): void;
}

export interface TurnOutcome {
  /** The whole session as it shall be kept: history, compacted where it was too long, and this turn. */
  readonly history: readonly SessionMessage[];
}

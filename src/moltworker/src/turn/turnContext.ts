import type { Spent } from "../bounds/spent";
import type { TurnLimits } from "../bounds/turnLimits";
import type { RunRequest, TurnEvent, Usage } from "../contract";
import type { GroupMemory } from "../conversation/groupMemory";
import type { SessionMessage } from "../conversation/sessionMessage";
import type { ModelSettings } from "../model/modelSettings";

export interface TurnContext {
  readonly request: RunRequest;
  readonly model: ModelSettings;
  readonly limits: TurnLimits;
  /** The session so far, oldest first. */
  readonly history: readonly SessionMessage[];
  readonly memory: GroupMemory;
  /** Where the turn goes on after a restart: what it had used before. Absent: nothing. */
  readonly spent?: Spent;
  /** Counted as it goes, so that a turn that fails reports what it used. */
  readonly usage: Usage;
  emit(event: TurnEvent): void;
}

export interface TurnOutcome {
  /** The whole session as it shall be kept: history, compacted where it was too long, and this turn. */
  readonly history: readonly SessionMessage[];
}

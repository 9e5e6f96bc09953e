import type { RunRequest, TurnEvent, Usage } from "../contract";
import type { GroupMemory } from "../conversation/groupMemory";
import type { SessionMessage } from "../conversation/sessionMessage";
import type { ModelSettings } from "../model/modelSettings";

export interface TurnLimits {
  readonly maxSteps: number;
  readonly maxTurnSeconds: number;
  readonly maxOutputTokens: number;
  readonly historyTokens: number;
}

export interface TurnContext {
  readonly request: RunRequest;
  readonly model: ModelSettings;
  readonly limits: TurnLimits;
  /** The session so far, oldest first. */
  readonly history: readonly SessionMessage[];
  readonly memory: GroupMemory;
  /** Counted as it goes, so that a turn that fails reports what it used. */
  readonly usage: Usage;
  emit(event: TurnEvent): void;
}

export interface TurnOutcome {
  /** The whole session as it shall be kept: history, compacted where it was too long, and this turn. */
  readonly history: readonly SessionMessage[];
}

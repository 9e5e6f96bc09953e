import { newSpent } from "../../bounds/spent";
import type { RunMetadata, RunRequest } from "../../contract";
import type { SessionMessage } from "../../conversation/sessionMessage";
import { said, testLimits } from "../../turn/testing/turnContext";
import type { ToolScope } from "../tool";

export type ScopeChanges = Partial<Omit<ToolScope, "request" | "conversation">> & {
  readonly request?: Partial<RunRequest>;
  readonly metadata?: Partial<RunMetadata>;
  readonly conversation?: readonly SessionMessage[];
};

/** What a tool has to do with, in a group whose only message is "Hello" unless told otherwise. */
export function testScope({ request, metadata, conversation = [said("user", "Hello")], ...changes }: ScopeChanges = {}): ToolScope {
  return {
    request: {
      prompt: "Hello",
      groupFolder: "family",
      chatJid: "123@g.us",
      isMain: false,
      isScheduledTask: false,
      metadata: { assistantName: "Andy", timezone: "UTC", tasks: [], groups: [], ...metadata },
      ...request,
    },
    memory: { remember: () => true, recall: () => [], forget: () => false },
    limits: testLimits,
    spent: newSpent(),
    conversation: () => conversation,
    fetch: () => Promise.reject(new Error("must not be asked")),
    signal: new AbortController().signal,
    origins: new Set(),
    strangers: () => undefined,
    act: () => undefined,
    ...changes,
  };
}

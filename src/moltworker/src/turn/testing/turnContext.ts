import { newSpent } from "../../bounds/spent";
import type { TurnLimits } from "../../bounds/turnLimits";
import type { RunRequest, TurnEvent } from "../../contract";
import type { SessionMessage } from "../../conversation/sessionMessage";
import { TurnError } from "../../conversation/turnError";
import type { Fetch } from "../../model/model";
import { runTurn } from "../runTurn";
import type { TurnContext } from "../turnContext";

export const plantedKey = "sk-ant-planted-0123456789";

export interface TestTurn extends TurnContext {
  readonly events: TurnEvent[];
  readonly notes: Map<string, string>;
}

export type TurnChanges = Partial<Omit<TurnContext, "request" | "limits">> & {
  readonly request?: Partial<RunRequest>;
  readonly limits?: Partial<TurnContext["limits"]>;
};

export const testLimits: TurnLimits = {
  maxSteps: 20,
  maxTurnSeconds: 300,
  maxOutputTokens: 8192,
  maxInputTokens: 500_000,
  maxSentMessages: 10,
  maxWebReads: 10,
  historyTokens: 24_000,
};

export function testTurn({ request, limits, ...changes }: TurnChanges = {}): TestTurn {
  const events: TurnEvent[] = [];
  const notes = new Map<string, string>();
  return {
    request: {
      prompt: "Hello",
      groupFolder: "family",
      chatJid: "123@g.us",
      isMain: false,
      isScheduledTask: false,
      metadata: { assistantName: "Andy", timezone: "Europe/Paris", tasks: [], groups: [] },
      ...request,
    },
    model: { provider: "anthropic", name: "claude-test", baseUrl: "https://model.test/", apiKey: plantedKey },
    limits: { ...testLimits, ...limits },
    history: [],
    memory: {
      remember: (key, value) => notes.size < 500 && notes.set(key, value).has(key),
      recall: (query) =>
        [...notes].filter((note) => note.join(" ").includes(query)).map(([key, value]) => ({ key, value })),
      forget: (key) => notes.delete(key),
    },
    usage: { inputTokens: 0, outputTokens: 0, steps: 0, durationMs: 0, model: "" },
    spent: newSpent(),
    begun: null,
    journal: { compacted: () => undefined, add: () => undefined, write: () => undefined },
    emit: (event) => void events.push(event),
    events,
    notes,
    ...changes,
  };
}

export async function failureOf(turn: TestTurn, fetch: Fetch): Promise<TurnError> {
  try {
    await runTurn(turn, fetch);
  } catch (error) {
    if (error instanceof TurnError) return error;
    throw error;
  }
  throw new Error("The turn was expected to fail.");
}

export function outputs(turn: TestTurn): string[] {
  return turn.events.flatMap((event) => (event.event === "output" ? [event.data.result] : []));
}

export function actions(turn: TestTurn): { name: string; arguments: object }[] {
  return turn.events.flatMap((event) => (event.event === "action" ? [{ name: event.data.name, arguments: event.data.arguments }] : []));
}

/** The results that the model was handed with a request. */
export function toolResults(body: Record<string, unknown> | undefined): { content: string; is_error?: boolean }[] {
  const messages = body?.["messages"] as { content: { type: string; content: string; is_error?: boolean }[] }[];
  return (messages.at(-1)?.content ?? [])
    .filter((block) => block.type === "tool_result")
    .map(({ content, is_error }) => ({ content, ...(is_error === undefined ? {} : { is_error }) }));
}

export function said(role: SessionMessage["role"], text: string): SessionMessage {
  return { role, content: [{ type: "text", text }] };
}

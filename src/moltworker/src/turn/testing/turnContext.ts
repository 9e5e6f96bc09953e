import { newSpent } from "../../bounds/spent";
import type { TurnLimits } from "../../bounds/turnLimits";
import type { RunRequest, TurnEvent } from "../../contract";
import type { SessionMessage } from "../../conversation/sessionMessage";
import { TurnError } from "../../conversation/turnError";
import type { Fetch } from "../../model/model";
import type { ModelSettings } from "../../model/modelSettings";
import { runTurn } from "../runTurn";
import type { ModelRests } from "../../model/modelRests";
import type { TurnContext } from "../turnContext";

export const plantedKey = "sk-ant-planted-0123456789";

/** When a test's turn began, unless it says otherwise. */
export const testedAt = Date.UTC(2026, 10, 26, 15, 17);

export interface TestTurn extends TurnContext {
  readonly events: TurnEvent[];
  readonly notes: Map<string, string>;
}

export type TurnChanges = Partial<Omit<TurnContext, "request" | "limits">> & {
  /** The one model, where there are not several. */
  readonly model?: ModelSettings;
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
  modelSilenceSeconds: 60,
};

export function testTurn({ request, limits, model, ...changes }: TurnChanges = {}): TestTurn {
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
    at: testedAt,
    runId: "run",
    models: [model ?? { provider: "anthropic", name: "claude-test", baseUrl: "https://model.test/", apiKey: plantedKey }],
    rests: testRests(),
    limits: { ...testLimits, ...limits },
    history: [],
    memory: {
      remember: (key, value) => notes.size < 500 && notes.set(key, value).has(key),
      recall: (query) => [...notes].filter((note) => note.join(" ").includes(query)).map(([key, value]) => ({ key, value })),
      forget: (key) => notes.delete(key),
    },
    usage: { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0, steps: 0, durationMs: 0, model: "" },
    spent: newSpent(),
    begun: null,
    journal: { compacted: () => undefined, add: () => undefined, write: () => undefined },
    emit: (event) => void events.push(event),
    events,
    notes,
    ...changes,
  };
}

/** Models that rest, by how long they were sent to. */
export function testRests(resting = new Map<string, number>()): ModelRests {
  return { isResting: (model) => resting.has(model), rest: (model, seconds) => void resting.set(model, seconds) };
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

/** What a session keeps of what people wrote, with what stands before it. */
export function asked(text: string): SessionMessage {
  const now = "<now>Thu, 26 Nov 2026, 16:17 (Europe/Paris)</now>";
  return { role: "user", content: [now, text].map((it) => ({ type: "text", text: it })), at: testedAt };
}

export function said(role: SessionMessage["role"], text: string): SessionMessage {
  return { role, content: [{ type: "text", text }] };
}

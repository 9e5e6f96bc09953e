import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, vi } from "vitest";
import type { SessionMessage } from "../../conversation/sessionMessage";
import { call, runBody } from "../../testing/call";
import type { TurnContext, TurnOutcome } from "../../turn/turnContext";
import type { GroupAgent } from "../groupAgent";

export type Turn = (ctx: TurnContext) => Promise<TurnOutcome>;

export const text = (role: "user" | "assistant", it: string): SessionMessage => ({ role, content: [{ type: "text", text: it }] });

/** Answers with what was asked. */
export const echo: Turn = async (ctx) => {
  const { prompt } = ctx.request;
  ctx.emit({ event: "delta", data: { text: prompt } });
  ctx.emit({ event: "output", data: { result: prompt } });
  ctx.usage.steps = 1;
  return { history: [...ctx.history, text("user", prompt), text("assistant", prompt)] };
};

export const fails =
  (error: unknown, before?: (ctx: TurnContext) => void): Turn =>
  (ctx) => {
    before?.(ctx);
    return Promise.reject(error);
  };

const turn = vi.fn<Turn>();
/** Turns that were played since the test began. */
export let turns = 0;
export let group = "";

/** Gives each test a group of its own, that echoes. */
export function useOwnGroup(): void {
  beforeEach(() => {
    turns = 0;
    group = `group-${crypto.randomUUID()}`;
    play(echo);
  });
  afterEach(() => void vi.restoreAllMocks());
}

/** From here on the calls are another group's. */
export function enter(other: string): void {
  group = other;
}

export function play(it: Turn): void {
  turn.mockImplementation((ctx) => {
    turns++;
    return it(ctx);
  });
}

/** A turn that stands still until it is let go. */
export function held(): { readonly started: Promise<TurnContext>; release(it?: Turn): void } {
  const started = Promise.withResolvers<TurnContext>();
  const go = Promise.withResolvers<Turn>();
  turn.mockImplementationOnce(async (ctx) => {
    turns++;
    started.resolve(ctx);
    return (await go.promise)(ctx);
  });
  return { started: started.promise, release: (it = echo) => go.resolve(it) };
}

export interface Ask {
  readonly runId?: string;
  readonly prompt?: string;
  readonly sessionId?: string;
  readonly lastEventId?: number;
}

export async function ask({ runId, prompt, sessionId, lastEventId }: Ask, stream = false): Promise<Response> {
  await runInDurableObject(stub(), (agent) => void (agent.turn = turn));
  return call({
    ...(runId !== undefined && { runId }),
    headers: { Accept: stream ? "text/event-stream" : "application/json", "Last-Event-ID": lastEventId === undefined ? undefined : String(lastEventId) },
    body: runBody({ groupFolder: group, prompt: prompt ?? "Hello", sessionId: sessionId ?? null }),
  });
}

export interface Done {
  readonly result: string | null;
  readonly sessionId: string;
}

export async function json(it: Ask = {}): Promise<Done> {
  const response = await ask(it);
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return response.json<Done>();
}

export async function stream(it: Ask): Promise<string> {
  return (await (await ask(it, true)).text()).replaceAll(": keep-alive\n\n", "");
}

/** Runs of the group that are let in and not over. */
export function inLine(): Promise<number> {
  return runInDurableObject(stub(), (agent) => (agent as unknown as { live: ReadonlyMap<string, unknown> }).live.size);
}

export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await scheduler.wait(5);
}

export const stub = (): DurableObjectStub<GroupAgent> => (env as unknown as { GROUPS: DurableObjectNamespace<GroupAgent> }).GROUPS.getByName(group);
export const newRunId = (): string => crypto.randomUUID();

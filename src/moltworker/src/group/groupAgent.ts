import { DurableObject } from "cloudflare:workers";
import { GroupBackup } from "../backup/groupBackup";
import { readRows, type Rows } from "../caps/readRows";
import type { Bindings } from "../config/bindingReader";
import { type Config, configOf } from "../config/config";
import type { RunHeaders, RunMetadata, RunRequest, Usage } from "../contract";
import type { SessionMessage } from "../conversation/sessionMessage";
import { render, splitRendered } from "../http/event";
import { faultOf, log } from "../http/log";
import { comeAgain } from "../http/comeAgain";
import { Refused } from "../http/refused";
import { parse } from "../json/parse";
import { runTurn } from "../turn/runTurn";
import { passes } from "../conversation/turnError";
import { noTokens } from "../model/model";
import { told } from "../model/shares";
import { newSpent } from "../bounds/spent";
import type { TurnContext, TurnOutcome } from "../turn/turnContext";
import { countRun } from "./countRun";
import { interrupted, toErrorBody } from "./failures";
import { follow } from "./follow";
import { GroupNotes, type KeptNote } from "./groupNotes";
import { GroupStore, type KeptRun } from "./groupStore";
import { Run } from "./run";
import { RunJournal } from "./runJournal";
import { type Progress, takeUp } from "./takeUp";
import { Upkeep } from "./upkeep";

/** Runs that wait behind the one that works. */
const longestLine = 8;
/** A run that is cut off more often may be what cuts it off. */
const mostResumes = 2;

/** One group: its sessions, and its runs, one at a time. */
export class GroupAgent extends DurableObject<Bindings> {
  private readonly store: GroupStore;
  private readonly kept: GroupNotes;
  private readonly upkeep: Upkeep;
  private readonly live = new Map<string, Run>();
  private line: Promise<void> = Promise.resolve();
  private restoring = false;

  constructor(state: DurableObjectState, env: Bindings) {
    super(state, env);
    this.store = new GroupStore(state.storage);
    this.kept = new GroupNotes(state.storage.sql);
    this.upkeep = new Upkeep(state.storage, this.store, this.live);
    this.goOn();
  }

  turn(ctx: TurnContext): Promise<TurnOutcome> {
    return runTurn(ctx);
  }

  /** Where a body comes or goes: a run and a backup. The answers are bare; their headers, statuses and words are the front's. */
  override async fetch(request: Request): Promise<Response> {
    const { url, method, headers, body } = request;
    // What an older front sends on nobody checked, and another is about to take its place.
    if (headers.get("Front") !== "2") return comeAgain();
    try {
      this.config();
      if (method === "GET") return new Response(new GroupBackup(this.ctx.storage).lines());
      if (method === "PUT") return await this.restore(body, url.endsWith("true"));
      const after = headers.get("Last-Event-ID");
      const asked = { runId: headers.get("Idempotency-Key")!, stream: !headers.has("Whole"), lastEventId: after === null ? undefined : Number(after) };
      return await this.answer(asked, await request.arrayBuffer(), headers.get("Body-Hash")!);
    } catch (error) {
      if (error instanceof Refused) return Response.json(error.reason, { status: 409 });
      // Of a fault of ours only this log tells more.
      log({ event: "refused", code: "internal", fault: faultOf(error) });
      return Response.json({ code: "internal" }, { status: 500 });
    }
  }

  /** For the page of `src/admin`. */
  read(query: string, ...values: SqlStorageValue[]): Rows {
    return readRows(this.ctx.storage.sql, query, values);
  }

  override async alarm(): Promise<void> {
    const config = configOf(this.env);
    if (typeof config === "string") await this.upkeep.later();
    else await this.upkeep.run(config);
  }

  /** It ends as one that failed: with what it used, and without a trace in its session. */
  async stop(runId: string): Promise<boolean> {
    const run = this.live.get(runId);
    // One that is about to be refused is none.
    await run?.admission.promise.catch(() => undefined);
    const stopped = run !== undefined && this.live.has(runId);
    if (stopped) {
      // Before it is told: after a restart it does not go on either.
      this.store.noteStop(runId);
      run.stop.abort();
    }
    return stopped;
  }

  notes(): readonly KeptNote[] {
    return this.kept.list();
  }

  /**
   * @param key null: all of them.
   * @returns how many there were.
   */
  forget(key: string | null): number {
    return key === null ? this.kept.forgetAll() : Number(this.kept.forget(key));
  }

  private async restore(body: ReadableStream<Uint8Array> | null, force: boolean): Promise<Response> {
    // What a run would write at its end belongs to what was there before.
    if (this.live.size > 0 || body === null || this.restoring) throw new Refused({ code: "group_busy" });
    this.restoring = true;
    try {
      await new GroupBackup(this.ctx.storage).restore(body, force);
    } finally {
      this.restoring = false;
    }
    this.upkeep.runEnded(this.config());
    return new Response();
  }

  /** Runs that were live when the object was restarted go on, in their order; the first was the one that worked. */
  private goOn(): void {
    const config = configOf(this.env);
    // Nothing is let in then, and they wait.
    if (typeof config === "string") return;
    for (const [index, it] of this.store.liveRuns().entries()) {
      if (it.body === null) {
        this.store.end(it.runId, "interrupted", Date.now());
        continue;
      }
      const { run, progress } = takeUp(it, this.store.events(it.runId), noUsage(config));
      this.live.set(run.id, run);
      if (it.isStopped) run.stop.abort();
      const request = requestOf(it.body);
      if (request === null || (index === 0 && it.resumes === mostResumes && !it.isStopped)) {
        this.end(run, progress.usage, null, interrupted);
        continue;
      }
      if (index === 0) this.store.noteResume(run.id);
      this.enqueue(run, request, config, progress);
    }
  }

  private async answer(headers: RunHeaders, body: ArrayBuffer, bodyHash: string): Promise<Response> {
    const live = this.live.get(headers.runId);
    if (live !== undefined) {
      demandSameBody(live.bodyHash, bodyHash);
      await live.admission.promise;
      return this.attach(live, headers);
    }

    const kept = this.store.run(headers.runId);
    if (kept !== null && !(kept.state === "retryable" && headers.lastEventId === undefined)) {
      demandSameBody(kept.bodyHash, bodyHash);
      log({ event: "replayed", runId: headers.runId });
      return this.replay(kept, headers);
    }
    if (headers.lastEventId !== undefined) {
      throw new Refused({ code: "run_unknown" });
    }

    if (kept !== null) this.store.forget(headers.runId);
    const run = await this.admit(headers.runId, bodyHash, body);
    return this.attach(run, headers);
  }

  private async admit(runId: string, bodyHash: string, body: ArrayBuffer): Promise<Run> {
    const request = requestOf(body)!;
    const config = this.config();
    demandModel(config, request);
    if (request.sessionId !== undefined && !this.knowsSession(request.sessionId)) {
      throw new Refused({ code: "session_unknown" });
    }
    if (this.live.size > longestLine || this.restoring) {
      throw new Refused({ code: "group_busy" });
    }

    const run = new Run(runId, bodyHash, request.sessionId ?? `${request.isScheduledTask ? "t" : "s"}_${crypto.randomUUID().replaceAll("-", "")}`);
    // In its place before it is counted, so that the same key attaches to it instead of running twice.
    this.live.set(runId, run);
    try {
      await countRun(config, request.groupFolder);
      run.at = this.store.begin(runId, bodyHash, run.sessionId, Date.now(), body);
    } catch (error) {
      this.live.delete(runId);
      run.admission.reject(error);
      throw error;
    }
    run.append({ event: "started", data: { runId, sessionId: run.sessionId } });
    run.admission.resolve();
    this.enqueue(run, request, config, { begun: null, spent: newSpent(), usage: noUsage(config) });
    return run;
  }

  private enqueue(run: Run, request: RunRequest, config: Config, progress: Progress): void {
    this.upkeep.stayAwake();
    this.line = this.line.then(() => this.execute(run, request, config, progress)).catch((error: unknown) => this.giveUp(run, error));
  }

  /** A session that a run is about to make counts as well. */
  private knowsSession(sessionId: string): boolean {
    for (const run of this.live.values()) if (run.sessionId === sessionId) return true;
    return this.store.hasSession(sessionId);
  }

  private async attach(run: Run, { stream, lastEventId = 0 }: RunHeaders): Promise<Response> {
    if (lastEventId > run.lastEvent) throw new Refused({ code: "beyond_last_event" });
    if (stream) {
      this.upkeep.keepReadersWaiting();
      return new Response(follow(run, lastEventId));
    }
    await run.whenEnded();
    return new Response(run.after(0));
  }

  private replay(kept: KeptRun, { runId, stream, lastEventId = 0 }: RunHeaders): Response {
    const events = splitRendered(this.store.events(runId) || render(1, { event: "started", data: { runId, sessionId: kept.sessionId } }));
    const last = events.length;
    if (kept.state === "interrupted") {
      // A reader may have had events that were not stored yet. Its numbers must go on rising.
      const from = Math.max(last, lastEventId);
      events.push(render(from + 1, { event: "usage", data: noUsage(this.config()) }), render(from + 2, { event: "error", data: toErrorBody(interrupted) }));
    } else if (lastEventId > last) throw new Refused({ code: "beyond_last_event" });
    return new Response(events.slice(stream ? Math.min(lastEventId, last) : 0).join(""));
  }

  private async execute(run: Run, request: RunRequest, config: Config, { begun, spent, usage }: Progress): Promise<void> {
    const started = Date.now() - usage.durationMs;
    const elapsed = (): number => Date.now() - started;
    const journal = new RunJournal(this.store, run, spent, usage, elapsed, (error) => this.giveUp(run, error));
    let history: readonly SessionMessage[] | null = null;
    let failed: unknown;
    try {
      const outcome = await this.turn({
        request,
        at: run.at,
        lastAt: this.store.lastAt(run.id),
        runId: run.id,
        stopped: run.stop.signal,
        models: config.models,
        rests: this.store,
        limits: config.limits,
        history: this.store.history(run.sessionId),
        memory: this.kept,
        usage,
        spent,
        begun,
        journal,
        emit: (event) => journal.emit(event),
      });
      history = outcome.history;
    } catch (error) {
      failed = error;
    }
    journal.close();
    usage.durationMs = elapsed();
    this.end(run, usage, history, failed);
  }

  private end(run: Run, usage: Usage, history: readonly SessionMessage[] | null, failed: unknown): void {
    run.append({ event: "usage", data: told(usage) });
    const error = history === null ? toErrorBody(failed) : null;
    const retryable = error !== null && passes(error.code) && !run.hasProduced;
    run.append(error === null ? { event: "done", data: { sessionId: run.sessionId, model: usage.model } } : { event: "error", data: error });
    const now = Date.now();
    this.store.atomically(() => {
      if (history !== null) this.store.saveHistory(run.sessionId, history, now);
      this.store.saveEvents(run.id, run.unsaved());
      this.store.end(run.id, error === null ? "done" : retryable ? "retryable" : "failed", now);
    });
    run.markSaved();
    run.end();
    this.live.delete(run.id);
    this.upkeep.runEnded(this.config());
    const { models: _, ...used } = usage;
    log({ event: "run", runId: run.id, code: error?.code ?? "done", ...used, fault: error?.code === "internal" ? faultOf(failed) : undefined });
  }

  /** What cannot be stored has not happened: the object starts again, and its live runs go on from what is. */
  private giveUp(run: Run, error: unknown): void {
    log({ event: "run", runId: run.id, code: "interrupted", fault: faultOf(error) });
    this.ctx.abort("A run could not be stored.");
  }

  private config(): Config {
    const config = configOf(this.env);
    if (typeof config === "string") throw new Refused({ code: "misconfigured", wrong: config });
    return config;
  }
}

function demandSameBody(kept: string, given: string): void {
  if (kept !== given) throw new Refused({ code: "run_conflict" });
}

function demandModel({ models }: Config, { metadata: { model } }: RunRequest): void {
  if (model === undefined || models.some(({ name }) => name === model)) return;
  throw new Refused({ code: "model_unknown", models: models.map(({ name }) => name).join(", ") });
}

/**
 * Reads what the front has checked. What an older version kept is as its client sent it, so that what may be left out is filled in.
 * Null where it is no JSON.
 */
function requestOf(body: ArrayBuffer): RunRequest | null {
  const it = parse(new TextDecoder().decode(body)) as RunRequest | undefined;
  return it ? { ...it, metadata: { assistantName: "Andy", timezone: "UTC", tasks: [], groups: [], ...(it.metadata as Partial<RunMetadata>) } } : null;
}

function noUsage({ models: [model] }: Config): Usage {
  return { ...noTokens, steps: 0, durationMs: 0, model: model?.name ?? "" };
}

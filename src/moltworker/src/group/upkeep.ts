import type { Config } from "../config/config";
import type { GroupStore } from "./groupStore";
import type { Run } from "./run";

/**
 * An object without a request is put away after 70 s or more, whatever it is about; an alarm's handler counts as a request.
 * And after a restart it is the alarm that makes the object anew where no client does.
 */
const alarmAfter = 20_000;
/** An alarm's handler may take 15 minutes. */
const longestAlarm = 600_000;
/** Half of what the contract promises readers. */
const keepAliveEvery = 5000;

/** Keeps a group's object awake while a run is live, its readers' connections open, and its database small. */
export class Upkeep {
  private keepAliveTimer: ReturnType<typeof setInterval> | null = null;
  private idle: PromiseWithResolvers<void> | null = null;

  constructor(
    private readonly storage: DurableObjectStorage,
    private readonly store: GroupStore,
    private readonly live: ReadonlyMap<string, Run>,
  ) {}

  /** A run goes on when its readers have gone away, or its object has. */
  stayAwake(): void {
    void this.later();
  }

  keepReadersWaiting(): void {
    this.keepAliveTimer ??= setInterval(() => {
      for (const run of this.live.values()) run.wake();
    }, keepAliveEvery);
  }

  runEnded(config: Config): void {
    if (this.live.size > 0) return;
    clearInterval(this.keepAliveTimer);
    this.keepAliveTimer = null;
    this.idle?.resolve();
    this.idle = null;
    void this.setClearingAlarm(config);
  }

  /** The alarm's handler while nothing can be done. */
  later(): Promise<void> {
    return this.storage.setAlarm(Date.now() + alarmAfter);
  }

  /** The alarm's handler. */
  async run(config: Config): Promise<void> {
    if (this.live.size > 0) {
      this.idle ??= Promise.withResolvers<void>();
      await Promise.race([this.idle.promise, scheduler.wait(longestAlarm)]);
    }
    if (this.live.size > 0) {
      await this.storage.setAlarm(Date.now());
      return;
    }
    const now = Date.now();
    this.store.clear(now - runRetention(config), now - sessionRetention(config));
    await this.setClearingAlarm(config);
  }

  private async setClearingAlarm(config: Config): Promise<void> {
    const next = this.store.nextClearing(runRetention(config), sessionRetention(config));
    if (next !== null) await this.storage.setAlarm(next);
  }
}

function runRetention({ limits }: Config): number {
  return limits.runRetentionHours * 3_600_000;
}

function sessionRetention({ limits }: Config): number {
  return limits.sessionRetentionDays * 86_400_000;
}

import type { Alarm, Alarms } from './alarms.js';
import type { Connection } from './connection.js';
import { ControlWatch } from './control.js';
import { HeddleError } from './errors.js';
import { Heartbeat, type Patient } from './heartbeat.js';
import type { Job } from './job.js';
import type { SharedControl } from './protocol.js';

/** Time that a job has to end by itself after it was cancelled, in milliseconds. */
export const cancelGrace = 250;

/** What becomes of a job that is watched. */
export interface WatchOwner {
  /** It has run for as long as its time-out allows. */
  late(job: Job, timeout: number): void;
  /** It was asked to end and did not. */
  deaf(job: Job): void;
  /** Its kernel is lost and must be replaced. */
  lost(error: HeddleError): void;
}

/** Watches the one job that a kernel runs: its progress, its time, its kernel's signs of life. */
export class JobWatch implements Patient {
  readonly #alarms: Alarms;
  readonly #owner: WatchOwner;
  #job: Job | undefined = undefined;
  #connection: Connection | undefined = undefined;
  #control: ControlWatch | undefined = undefined;
  #heartbeat: Heartbeat | undefined = undefined;
  #limit: Alarm | undefined = undefined;
  #grace: Alarm | undefined = undefined;

  constructor(alarms: Alarms, owner: WatchOwner) {
    this.#alarms = alarms;
    this.#owner = owner;
  }

  /** The kernel begins with a job. */
  start(job: Job, connection: Connection): void {
    const { timeout } = job;
    const { silence } = job.operation;
    this.#job = job;
    this.#connection = connection;
    if (timeout !== undefined) {
      this.#limit = this.#alarms.after(timeout, () => {
        this.#owner.late(job, timeout);
      });
    }
    if (silence !== undefined || connection.sharesMemory) {
      this.#heartbeat = new Heartbeat(this.#alarms, silence ?? Infinity, this);
    }
  }

  /** The job's control block is known. */
  look(control: SharedControl): void {
    const job = this.#job;
    if (job === undefined) return;
    this.#control?.stop();
    const report = (fraction: number): void => {
      job.progress(fraction);
    };
    this.#control = new ControlWatch(control, job.listens ? report : undefined);
    // The request may have come before the block was known.
    if (job.settled) this.#control.requestCancel();
  }

  /** Asks the job to end, and waits for that for 250 ms; false when it was asked already. */
  askToEnd(): boolean {
    const job = this.#job;
    if (job === undefined || this.#grace !== undefined) return false;
    this.#control?.requestCancel();
    this.#grace = this.#alarms.after(cancelGrace, () => {
      this.#owner.deaf(job);
    });
    return true;
  }

  /** The job has ended. */
  stop(): void {
    if (this.#limit !== undefined) this.#alarms.cancel(this.#limit);
    if (this.#grace !== undefined) this.#alarms.cancel(this.#grace);
    this.#heartbeat?.stop();
    this.#control?.stop();
    this.#limit = this.#grace = this.#heartbeat = this.#control = undefined;
    this.#job = this.#connection = undefined;
  }

  sign(): number {
    let sign = (this.#connection?.messages ?? 0) + (this.#control?.done ?? 0);
    for (const { beats } of this.#connection?.lanes() ?? []) sign += beats;
    return sign;
  }

  failure(): string | undefined {
    const lanes = this.#connection?.lanes() ?? [];
    const lane = lanes.findIndex(({ activity }) => activity === 'failed');
    if (lane < 0) return undefined;
    return `The kernel's lane ${lane} failed: ${lanes[lane]?.failure ?? 'nobody knows why'}.`;
  }

  lost(failure: string | undefined): void {
    this.#owner.lost(new HeddleError('kernel_failed', failure ?? this.#silent()));
  }

  #silent(): string {
    const lanes = this.#connection?.lanes() ?? [];
    const stuck = lanes.findIndex(({ activity }) => activity === 'working');
    const where = stuck < 0 ? '' : ` Its lane ${stuck} is working but does not get on.`;
    const seconds = (this.#job?.operation.silence ?? 0) / 1000;
    return `The kernel gave no sign of life for ${seconds} s.${where}`;
  }
}

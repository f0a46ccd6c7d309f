/** One thing that happened in a pool. */
export interface LogRecord {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly event: LogEvent;
  /** Number of the kernel, from 1; absent for what belongs to none. */
  readonly kernel?: number;
  /** Number of the job, from 1. */
  readonly job?: number;
  /** The operation's full name, such as `table.diff`. */
  readonly operation?: string;
  /** One sentence for people. */
  readonly message: string;
}

/** What a {@link LogRecord} is about. */
export type LogEvent =
  | 'worker-started'
  | 'engine-loaded'
  | 'kernel-failed'
  | 'kernel-killed'
  | 'job-retried'
  | 'job-timed-out'
  | 'job-killed'
  | 'role-moved'
  | 'breaker-opened'
  | 'breaker-closed'
  | 'session-restored'
  | 'disposed';

/** Receives the log; what it throws is dropped. */
export type LogListener = (record: LogRecord) => void;

/** Writes the log of one pool. */
export class Log {
  readonly #listener: LogListener | undefined;

  constructor(listener: LogListener | undefined) {
    this.#listener = listener;
  }

  write(
    level: LogRecord['level'],
    event: LogEvent,
    message: string,
    about: Pick<LogRecord, 'kernel' | 'job' | 'operation'> = {},
  ): void {
    if (this.#listener === undefined) return;
    try {
      this.#listener({ time: Date.now(), level, event, message, ...about });
    } catch {
      // A log that fails must not take a job with it.
    }
  }
}

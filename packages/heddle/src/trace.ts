import type { Job } from './job.js';
import { operationName } from './operation.js';

/** Most records that are kept; the oldest go first. */
export const traceLimit = 65_536;

/** One event of the Trace Event Format, which Chrome's and Perfetto's viewers read. */
export interface TraceEvent {
  readonly name: string;
  /** `X`: a span; `M`: the name of a row. */
  readonly ph: 'X' | 'M';
  /** The kernel, from 1. */
  readonly pid: number;
  /** 0 for the jobs, lane + 1 for a lane. */
  readonly tid: number;
  /** Microseconds since 1970. */
  readonly ts?: number;
  /** Microseconds. */
  readonly dur?: number;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** What the kernels of a pool did. */
export interface ChromeTrace {
  readonly traceEvents: readonly TraceEvent[];
  readonly displayTimeUnit: 'ms';
  /** lost  records that were dropped because there were too many. */
  readonly otherData: { readonly lost: number };
}

interface Span {
  readonly kernel: number;
  readonly name: string;
  readonly begin: number;
  readonly end: number;
  readonly args: Readonly<Record<string, unknown>> | undefined;
}

/** Records what the page sees of its kernels; off until {@link start}, and then of no cost. */
export class Tracer {
  enabled = false;
  readonly #spans: Span[] = [];
  #recorded = 0;

  /** Starts to record, from nothing. */
  start(): void {
    this.#spans.length = 0;
    this.#recorded = 0;
    this.enabled = true;
  }

  stop(): void {
    this.enabled = false;
  }

  /** Records what a kernel did from `begin` to `end`, in milliseconds of performance.now(). */
  span(
    kernel: number,
    name: string,
    begin: number,
    end: number,
    args?: Readonly<Record<string, unknown>>,
  ): void {
    if (!this.enabled) return;
    this.#spans[this.#recorded++ % traceLimit] = { kernel, name, begin, end, args };
  }

  /** Records one attempt of a job. */
  job(kernel: number, job: Job, begin: number, end: number, outcome: string): void {
    const args = { job: job.number, attempt: job.attempts, outcome };
    this.span(kernel, operationName(job.operation), begin, end, args);
  }

  /**
   * Everything that was recorded, in the order of time.
   *
   * lanes  what the engines have recorded of their lanes.
   */
  export(lanes: readonly TraceEvent[]): ChromeTrace {
    const origin = performance.timeOrigin;
    const spans = this.#spans.map(({ kernel, name, begin, end, args }): TraceEvent => ({
      name,
      ph: 'X',
      pid: kernel,
      tid: 0,
      ts: (origin + begin) * 1000,
      dur: (end - begin) * 1000,
      ...(args === undefined ? {} : { args }),
    }));
    const events = [...spans, ...lanes].sort((a, b) => (a.ts ?? 0) - (b.ts ?? 0));
    const lost = Math.max(0, this.#recorded - traceLimit);
    return {
      traceEvents: [...nameRows(events), ...events],
      displayTimeUnit: 'ms',
      otherData: { lost },
    };
  }
}

/** Names for all rows that the events are in. */
function nameRows(events: readonly TraceEvent[]): TraceEvent[] {
  const rows = new Map<number, Set<number>>();
  for (const { pid, tid } of events) {
    const row = rows.get(pid) ?? new Set();
    rows.set(pid, row.add(tid));
  }
  return [...rows].flatMap(([pid, tids]) => [
    { name: 'process_name', ph: 'M', pid, tid: 0, args: { name: `kernel ${pid}` } },
    ...[...tids]
      .sort((a, b) => a - b)
      .map((tid): TraceEvent => ({
        name: 'thread_name',
        ph: 'M',
        pid,
        tid,
        args: { name: tid === 0 ? 'jobs' : `lane ${tid - 1}` },
      })),
  ]);
}

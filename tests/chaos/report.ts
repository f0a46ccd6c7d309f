/** What a chaos test has seen, and what must be true of it. */
import { expect } from 'vitest';
import type { Plan, PlannedJob } from './plan.ts';

export interface Report {
  readonly outcomes: readonly {
    /** How often its promise was settled. */
    readonly settled: number;
    /** How often a result of it was taken. */
    readonly decoded: number;
    /** Reports of progress after its end. */
    readonly late: number;
    /** `right`, `wrong`, or the name of the error. */
    readonly name?: string;
    readonly value?: number | string;
  }[];
  readonly hashes: readonly { readonly hash: number; readonly truth: number }[];
  readonly milliseconds: number;
  /** Workers that were started, and those that still live. */
  readonly started: number;
  readonly living: number;
  /** How often each event was logged. */
  readonly events: Readonly<Record<string, number>>;
  readonly jobs: Readonly<Record<string, number>>;
  readonly queue: number;
}

/** What may become of a job. */
function allowed({ operation, fate, aborted }: PlannedJob): readonly string[] {
  if (operation === 'refuse') return ['operation_failed'];
  if (operation === 'ask') return ['out_of_memory'];
  if (operation === 'stall') return ['timeout'];
  // Another death may come before this one is told of.
  if (fate === 'abort') return ['out_of_memory', 'right'];
  return aborted === true ? ['right', 'AbortError'] : ['right'];
}

/** Every job of the plan has settled once, as it must, and nothing is left. */
export function expectSettled(plan: Plan, report: Report): void {
  const { outcomes, hashes, jobs } = report;
  expect(outcomes).toHaveLength(plan.jobs.length);
  const wrong = outcomes.flatMap((outcome, index) => {
    const planned = plan.jobs[index];
    const { name = 'lost', settled, decoded, late, value } = outcome;
    const right = name === 'right';
    const fine =
      planned !== undefined &&
      allowed(planned).includes(name) &&
      settled === 1 &&
      late === 0 &&
      (planned.operation !== 'work' || decoded === (right ? 1 : 0)) &&
      (!right || value === index);
    return fine ? [] : [{ index, planned, ...outcome }];
  });
  expect(wrong).toEqual([]);
  expect(hashes).toHaveLength(plan.chains.length);
  for (const { hash, truth } of hashes) expect(hash).toBe(truth);
  expect(report).toMatchObject({ living: 0, queue: 0 });

  // The pool counts the same, its sessions' steps beside them.
  const named = (name: string) => outcomes.filter((outcome) => outcome.name === name).length;
  expect(jobs).toMatchObject({ cancelled: named('AbortError'), timedOut: named('timeout') });
  expect(jobs['done']).toBeGreaterThanOrEqual(named('right'));
}

/** Kernels that died without being ended by the pool. */
export function deathsOf({ events }: Report): number {
  return events['kernel-failed'] ?? 0;
}

/** One line for people. */
export function summarize({ outcomes, events, started, milliseconds, jobs }: Report): string {
  const deaths = `${events['kernel-failed'] ?? 0} deaths and ${events['job-killed'] ?? 0} kills`;
  const again = `${jobs['retried'] ?? 0} runs again, ${started} workers`;
  return `${outcomes.length} jobs, ${deaths}, ${again}, ${(milliseconds / 1000).toFixed(1)} s`;
}

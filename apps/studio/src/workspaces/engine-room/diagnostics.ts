/** Everything that helps to understand a report of trouble, as text; nothing of the person's files. */
import type { LogRecord, PoolInfo, PoolStats } from 'heddle';
import { formatBytes, formatCount } from '../../parts/format.ts';
import type { CheckRun } from './useCheck.ts';
import type { FrameTimes } from './frameTimes.ts';
import type { LongTask } from './longTasks.ts';

export interface Facts {
  readonly userAgent: string;
  readonly address: string;
  readonly isolated: boolean;
  readonly info: PoolInfo;
  readonly stats: PoolStats;
  readonly frames: Pick<FrameTimes, 'total' | 'longest' | 'percentile'>;
  readonly tasks: readonly LongTask[];
  readonly runs: readonly CheckRun[];
  readonly log: readonly LogRecord[];
}

export function describeAll(facts: Facts): string {
  const { info, stats, frames, tasks, runs, log } = facts;
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
  const { jobs, queue } = stats;
  return [
    `Heddle Studio ${info.version}`,
    `Browser: ${facts.userAgent}`,
    `Address: ${facts.address}`,
    `Isolated: ${facts.isolated ? 'yes' : 'no'}`,
    `Tier: ${info.tier}. ${info.reason}`,
    ...info.refused.map(({ tier, reason }) => `Not ${tier}: ${reason}`),
    `Cores ${info.cores}, kernels ${info.kernels}, lanes ${info.lanes}, memory ${formatBytes(info.memoryMaximum)}`,
    ...section('Jobs', [
      `${formatCount(jobs.done)} done, ${jobs.failed} failed, ${jobs.cancelled} cancelled, ${jobs.timedOut} timed out, ${jobs.retried} run again`,
      `${queue.length} waiting, the longest for ${ms(queue.oldest)}; breaker ${stats.breaker}`,
    ]),
    ...section(
      'Kernels',
      stats.kernels.map(
        ({
          kernel,
          role,
          state,
          engines,
          jobs: begun,
          restarts,
          busy,
          messages,
          memory,
          ...more
        }) =>
          [
            `${kernel} (${role}): ${state}, ${engines.join(' ') || 'no engine'}, ${begun} jobs in ${ms(busy)}, ${restarts} restarts, ${messages} messages`,
            memory === undefined
              ? undefined
              : `memory ${formatBytes(memory.used)}, at most ${formatBytes(memory.peak)} of ${formatBytes(memory.limit)}`,
            more.lastFailure === undefined ? undefined : `last failure: ${more.lastFailure}`,
          ]
            .filter((part) => part !== undefined)
            .join('; '),
      ),
    ),
    ...section('Frames', [
      `${formatCount(frames.total)}: median ${ms(frames.percentile(0.5))}, 99 % within ${ms(frames.percentile(0.99))}, longest ${ms(frames.longest)}`,
    ]),
    ...section(
      'Longest tasks of the page',
      tasks.map(({ duration, what }) => `${ms(duration)} ${what}`.trimEnd()),
    ),
    ...section(
      'Checks',
      runs.map(
        ({ tier, kernels, lanes, seconds, hash }) =>
          `${tier}, ${kernels} × ${lanes}: ${ms(seconds * 1000)}, ${hash}`,
      ),
    ),
    ...section(
      'Log',
      log.map(({ time, level, message }) => `${new Date(time).toISOString()} ${level} ${message}`),
    ),
    '',
  ].join('\n');
}

import { expect, it } from 'vitest';
import { describeAll, type Facts } from './diagnostics.ts';

const facts: Facts = {
  userAgent: 'Test/1',
  address: 'http://host.test/#/engine-room',
  isolated: false,
  info: {
    tier: 'workers',
    reason: 'Not isolated.',
    refused: [{ tier: 'threads', reason: 'Send headers.' }],
    cores: 4,
    kernels: 2,
    lanes: 1,
    memoryMaximum: 2 ** 31,
    version: '1.2.3',
  },
  stats: {
    queue: { length: 3, oldest: 12.34 },
    jobs: { done: 1234, failed: 1, cancelled: 0, timedOut: 0, retried: 2 },
    breaker: 'closed',
    kernels: [
      {
        kernel: 1,
        role: 'normal',
        state: 'idle',
        engines: ['table'],
        jobs: 9,
        restarts: 2,
        busy: 100,
        messages: 18,
        memory: { used: 1e6, peak: 2e6, limit: 3e6 },
        lanes: [],
        lastFailure: 'boom',
      },
    ],
  },
  frames: { total: 10, longest: 100, percentile: (fraction) => 20 * fraction },
  tasks: [{ begin: 0, duration: 99.96, what: 'click' }],
  runs: [
    { id: 1, tier: 'workers', kernels: 2, lanes: 1, hash: 'abc', seconds: 0.05, differences: 1 },
  ],
  log: [{ time: 0, level: 'info', event: 'worker-started', message: 'A worker.' }],
};

it('DiagnosticsSayWhatIsKnown', () => {
  expect(describeAll(facts)).toBe(`Heddle Studio 1.2.3
Browser: Test/1
Address: http://host.test/#/engine-room
Isolated: no
Tier: workers. Not isolated.
Not threads: Send headers.
Cores 4, kernels 2, lanes 1, memory 2.15 GB

Jobs
  1,234 done, 1 failed, 0 cancelled, 0 timed out, 2 run again
  3 waiting, the longest for 12.3 ms; breaker closed

Kernels
  1 (normal): idle, table, 9 jobs in 100.0 ms, 2 restarts, 18 messages; memory 1.00 MB, at most 2.00 MB of 3.00 MB; last failure: boom

Frames
  10: median 10.0 ms, 99 % within 19.8 ms, longest 100.0 ms

Longest tasks of the page
  100.0 ms click

Checks
  workers, 2 × 1: 50.0 ms, abc

Log
  1970-01-01T00:00:00.000Z info A worker.
`);
});

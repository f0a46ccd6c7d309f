// Kernels die at random in Node, in every way that they can; no job may notice more than a delay.
import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { inRepository, requireBuilt } from '../support/paths.ts';
import { testSeed } from '../support/random.ts';
import { makePlan, type Plan } from './plan.ts';
import { deathsOf, expectSettled, summarize, type Report } from './report.ts';

/** What a program of its own has left behind after a plan. */
interface NodeReport extends Report {
  readonly after: {
    readonly megabytes: number;
    readonly processMegabytes: number;
    readonly threads: number;
    readonly listeners: number;
  };
}

const deaths = {
  terminate: 200,
  trap: 150,
  exit: 150,
  throw: 120,
  reject: 80,
  nonsense: 60,
  stranger: 60,
  text: 40,
  abort: 80,
  loop: 40,
  exhaust: 20,
};

function runPlans(plans: readonly Plan[]): Promise<NodeReport[]> {
  const script = inRepository('tests/chaos/node.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--expose-gc', script]);
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(said.stdout) as NodeReport[]);
      else reject(new Error(`It ended with ${code}: ${said.stderr}`));
    });
    child.stdin.end(JSON.stringify(plans));
  });
}

it('EveryJobSettlesOnceWhileAThousandKernelsDie', { timeout: 300_000 }, async () => {
  requireBuilt('packages/heddle/dist/index.node.js');
  const seed = testSeed();
  const plans = [makePlan(seed + 1, 1000, deaths), makePlan(seed, 10_000, deaths)];
  const reports = await runPlans(plans);
  plans.forEach((plan, index) => {
    const report = reports[index];
    if (report === undefined) throw new Error('A report is missing.');
    console.log(`Node, seed ${seed}: ${summarize(report)}; then ${JSON.stringify(report.after)}`);
    expectSettled(plan, report);
    expect(deathsOf(report), `seed ${seed}`).toBeGreaterThanOrEqual(plan.jobs.length / 10);
  });
  const [small, large] = reports.map(({ after }) => after);
  if (small === undefined || large === undefined) throw new Error('A report is missing.');
  expect(large.threads).toBe(small.threads);
  expect(large.listeners).toBe(small.listeners);
  expect(large.megabytes - small.megabytes, `seed ${seed}`).toBeLessThan(4);
  expect(large.processMegabytes - small.processMegabytes, `seed ${seed}`).toBeLessThan(100);
});

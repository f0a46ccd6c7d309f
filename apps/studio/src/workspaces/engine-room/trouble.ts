/** Trouble on purpose, and what came of it in words. */
import type { Pool } from 'heddle';
import { table } from 'heddle/table';
import { formatPlural } from '../../parts/format.ts';

function beatsOf(pool: Pool): number {
  const lanes = pool.stats().kernels.flatMap((kernel) => kernel.lanes);
  return lanes.reduce((sum, { beats }) => sum + beats, 0);
}

/** Ends a kernel and waits until it is back. @throws HeddleError when it does not come back. */
export async function killKernel(pool: Pool, kernel: number): Promise<string> {
  const before = pool.stats().jobs;
  const began = performance.now();
  pool.kill(kernel);
  await pool.warm(table.columns);
  const took = performance.now() - began;
  const { failed, retried } = pool.stats().jobs;
  const again = retried - before.retried;
  const lost = failed - before.failed;
  return (
    `Kernel ${kernel} was killed and was back after ${took.toFixed(0)} ms. ` +
    `${again === 0 ? 'No job ran on it' : `${formatPlural(again, 'job')} ran again`}; ` +
    `${lost === 0 ? 'none was lost' : `${formatPlural(lost, 'job')} failed`}.`
  );
}

/** Keeps the page's own thread busy for so long; returns when that began and ended. */
export function freezePage(milliseconds: number): readonly [number, number] {
  const began = performance.now();
  let now = began;
  while (now - began < milliseconds) now = performance.now();
  return [began, now];
}

/** Freezes the page and says what the kernels did meanwhile. */
export function freezeAndTell(
  pool: Pool,
  milliseconds: number,
): { readonly words: string; readonly span: readonly [number, number] } {
  const before = beatsOf(pool);
  const span = freezePage(milliseconds);
  const beats = (beatsOf(pool) - before) >>> 0;
  const took = (span[1] - span[0]).toFixed(0);
  const meanwhile =
    beats > 0
      ? `Meanwhile the lanes began ${formatPlural(beats, 'piece')} of work.`
      : pool.stats().kernels.some(({ state }) => state === 'processing')
        ? 'The kernels worked on; their answers were waiting.'
        : 'The kernels had nothing to do: start the load to see them work on.';
  return { words: `The page stood still for ${took} ms. ${meanwhile}`, span };
}

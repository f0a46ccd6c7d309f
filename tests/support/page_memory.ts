/** What a page holds, as Chromium counts it, after a collection of what nobody needs. */
import type { Page } from 'playwright-core';

export interface Holding {
  /** Of JavaScript's heap, in bytes. */
  readonly heap: number;
  /** Also those that are in no document but that a script still holds. */
  readonly nodes: number;
  readonly listeners: number;
  /** Dedicated workers that run. */
  readonly workers: number;
}

export async function measureHolding(page: Page): Promise<Holding> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('Performance.enable');
    // What finalizers and weak references let go is collected only afterwards.
    for (let round = 0; round < 3; ++round) {
      await session.send('HeapProfiler.collectGarbage');
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    const { metrics } = await session.send('Performance.getMetrics');
    const metric = (name: string) => {
      const found = metrics.find((one) => one.name === name);
      if (found === undefined) throw new Error(`Chromium does not count ${name}.`);
      return found.value;
    };
    return {
      heap: (await session.send('Runtime.getHeapUsage')).usedSize,
      nodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
      workers: page.workers().length,
    };
  } finally {
    await session.detach();
  }
}

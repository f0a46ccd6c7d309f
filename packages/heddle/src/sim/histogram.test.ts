import { describe, expect, it } from 'vitest';

import { TimeCounter } from './histogram.js';

describe('TheHistogram', () => {
  it('IsEmptyAtFirst', () => {
    const { count, p50, p99, longest, counts } = new TimeCounter().read();
    expect({ count, p50, p99, longest }).toEqual({ count: 0, p50: 0, p99: 0, longest: 0 });
    expect(counts.every((times) => times === 0)).toBe(true);
  });

  it('CountsEachTimeOnce', () => {
    const counter = new TimeCounter();
    for (const time of [0, 0.001, 0.125, 1, 16.6, 16.7, 1000, 1e9]) counter.add(time);
    const { count, counts, edges, longest } = counter.read();
    expect(count).toBe(8);
    expect(counts.reduce((sum, times) => sum + times, 0)).toBe(8);
    expect(edges).toHaveLength(counts.length);
    expect(longest).toBe(1e9);
  });

  it('PutsATimeBelowItsEdge', () => {
    for (const time of [0.13, 0.9, 5, 16.6, 90]) {
      const counter = new TimeCounter();
      counter.add(time);
      const { counts, edges } = counter.read();
      const bin = counts.indexOf(1);
      expect(edges[bin]).toBeGreaterThanOrEqual(time);
      expect(edges[bin - 1]).toBeLessThan(time);
    }
  });

  it('KnowsItsQuantilesToAFifth', () => {
    const counter = new TimeCounter();
    for (let time = 1; time <= 1000; ++time) counter.add(time / 10);
    const { p50, p99 } = counter.read();
    expect(p50).toBeGreaterThanOrEqual(50);
    expect(p50).toBeLessThan(60);
    expect(p99).toBeGreaterThanOrEqual(99);
    expect(p99).toBeLessThanOrEqual(100);
  });
});

import { describe, expect, it } from 'vitest';
import { describe as inWords, History } from './history.ts';

describe('TheHistory', () => {
  it('KeepsWhatIsNew', () => {
    const history = new History(2);
    history.add(1, [10, null]);
    history.add(1, [11, 5]);
    history.add(4, [12, 6]);
    expect(history.columns).toEqual([
      [1, 4],
      [10, 12],
      [null, 6],
    ]);
  });

  it('BeginsAnewWhenTheWorldGoesBack', () => {
    const history = new History(1);
    history.add(8, [1]);
    history.add(9, [2]);
    history.add(3, [7]);
    expect(history.columns).toEqual([[3], [7]]);
  });

  it('DropsEveryOtherSampleWhenItIsFullAndTakesHalfAsMany', () => {
    const history = new History(1, 4);
    for (let tick = 0; tick < 6; ++tick) history.add(tick, [10 * tick]);
    expect(history.columns[0]).toEqual([0, 2, 4]);
    for (let tick = 6; tick < 9; ++tick) history.add(tick, [10 * tick]);
    expect(history.columns).toEqual([
      [0, 4, 8],
      [0, 40, 80],
    ]);
  });

  it('StaysBoundedAndEvenlySpacedForEver', () => {
    const history = new History(1, 600);
    for (let tick = 0; tick < 100_000; ++tick) {
      history.add(tick, [tick]);
      expect(history.length).toBeLessThanOrEqual(600);
    }
    const ticks = history.columns[0] as number[];
    const gaps = new Set(ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? 0)));
    expect(gaps.size).toBe(1);
    expect(ticks[0]).toBe(0);
    expect(ticks.length).toBeGreaterThan(300);
  });

  it('IsToldInWords', () => {
    const history = new History(2);
    expect(inWords('Population', ['deer'], history.columns)).toBe(
      'Population: nothing is known yet.',
    );
    history.add(1, [1500, null]);
    history.add(60, [900, null]);
    history.add(1200, [1000.4, null]);
    expect(inWords('Population', ['deer', 'wolves'], history.columns)).toBe(
      'Population, tick 1 to 1,200: deer from 1,500 to 1,000, at least 900, at most 1,500; wolves not known.',
    );
  });
});

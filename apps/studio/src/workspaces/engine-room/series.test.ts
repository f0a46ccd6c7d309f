import { expect, it } from 'vitest';
import { Rate, Series } from './series.ts';

it('SeriesKeepTheLastPoints', () => {
  const series = new Series(2, 3);
  for (let i = 0; i < 5; ++i) series.add(i, [i * 10, null]);
  expect(series.columns).toEqual([
    [2, 3, 4],
    [20, 30, 40],
    [null, null, null],
  ]);
});

it('RatesAreGrowthPerSecond', () => {
  const rate = new Rate();
  expect(rate.next(1, 100)).toBe(0);
  expect(rate.next(1.5, 110)).toBe(20);
  expect(rate.next(2, 110)).toBe(10);
  expect(rate.next(2.5, 110)).toBe(0);
  expect(rate.next(3, 3)).toBe(0);
  expect(rate.next(4, 5)).toBe(2);
});

import { expect, it } from 'vitest';
import { edges, FrameTimes } from './frameTimes.ts';

it('CountsEachFrameInItsClass', () => {
  const times = new FrameTimes();
  for (const interval of [0, 4.9, 5, 16.7, 99.9, 100, 5000]) times.add(interval);
  const counted = Object.fromEntries(edges.map((edge, i) => [edge, times.counts[i]]));
  expect(counted).toMatchObject({ 0: 2, 5: 1, 15: 1, 75: 1, 100: 2 });
  expect(times.total).toBe(7);
  expect(times.longest).toBe(5000);
});

it('TakesPercentilesByNearestRank', () => {
  const times = new FrameTimes();
  expect(times.percentile(0.5)).toBe(0);
  for (let i = 1; i <= 100; ++i) times.add(i);
  expect([0, 0.5, 0.99, 1].map((fraction) => times.percentile(fraction))).toEqual([1, 50, 99, 100]);
});

it('ForgetsOldFramesInPercentilesOnly', () => {
  const times = new FrameTimes();
  times.add(500);
  for (let i = 0; i < 1800; ++i) times.add(10);
  expect(times.percentile(1)).toBe(10);
  expect(times.longest).toBe(500);
});

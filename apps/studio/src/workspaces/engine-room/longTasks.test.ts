import { expect, it } from 'vitest';
import { longestOf } from './longTasks.ts';

it('KeepsTheSixLongest', () => {
  const tasks = [60, 51, 300, 90].map((duration) => ({ begin: 0, duration, what: '' }));
  const more = [100, 55, 70].map((duration) => ({ begin: 9, duration, what: 'x' }));
  expect(longestOf(tasks, more).map(({ duration }) => duration)).toEqual([
    300, 100, 90, 70, 60, 55,
  ]);
});

import { expect, it } from 'vitest';
import { densityOf, readGround, writeGround } from './ground.ts';

const frame = (places: readonly (readonly [number, number])[]) => ({
  count: places.length,
  positions: Float32Array.from(places.flat()),
});

it('IsRememberedInTheAddress', () => {
  expect(readGround(new URLSearchParams('ground=density'))).toBe('density');
  expect(readGround(new URLSearchParams('ground=gold'))).toBe('food');
  expect(writeGround(new URLSearchParams('seed=2'), 'density').toString()).toBe(
    'seed=2&ground=density',
  );
  expect(writeGround(new URLSearchParams('ground=density'), 'food').toString()).toBe('');
});

it('CountsThoseInEachCellByTheMean', () => {
  // Four cells of a side of 8: two of four are in one, one on the world's very edge.
  const { side, stock } = densityOf(
    frame([
      [1, 1],
      [7.9, 7.9],
      [9, 1],
      [16, 16],
    ]),
    2,
    8,
  );
  expect(side).toBe(2);
  // A mean of one a cell: 255 / 8 for each.
  expect([...stock]).toEqual([63, 31, 0, 31]);
});

it('IsFullFromEightTimesTheMeanOn', () => {
  const crowd = Array.from({ length: 100 }, () => [1, 1] as const);
  expect([...densityOf(frame(crowd), 4, 8).stock].slice(0, 2)).toEqual([255, 0]);
  expect([...densityOf(frame([]), 2, 8).stock]).toEqual([0, 0, 0, 0]);
});
